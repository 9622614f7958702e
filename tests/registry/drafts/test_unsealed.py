"""A draft's text, read as a version without a row of its own."""

from dataclasses import replace

import pytest

from registry.drafts.unsealed import NOTHING, as_version, without_gaps
from registry.models import CriterionVersion, Draft
from registry.sealed.numbers import VersionNumber
from registry.sealed.texts import languages_of, texts_in
from registry.takeaway.reading import read_version
from tests.factories.drafts import DraftFactory
from tests.factories.registry import RegisterFactory, battery_content

pytestmark = pytest.mark.django_db


def test_version_reads_as_the_content_and_is_never_stored(django_assert_num_queries):
    draft = Draft.objects.select_related("criterion", "base_version").get(pk=DraftFactory().pk)
    content = battery_content(theme="climate")

    with django_assert_num_queries(0):
        version = as_version(draft, content, VersionNumber(1, 1, 0))
        title = texts_in(version, "sv").title

    assert (version.parsed, str(version.number), version.criterion) == (content, "1.1.0", draft.criterion)
    assert (title, title.lang) == ("Battery that lasts", "en")
    assert languages_of(version) == ["en"]
    assert CriterionVersion.objects.filter(pk=0).count() == 0


def test_version_of_a_new_code_has_a_criterion_that_is_not_stored():
    draft = DraftFactory(base_version=None, criterion=None, register=RegisterFactory(), code="NEW-01", kind="award")

    version = as_version(draft, draft.parsed)

    assert (str(version), version.criterion.kind, version.criterion.pk) == ("NEW-01@1.0.0", "award", None)


def test_unwritten_texts_are_dashes_so_that_the_page_can_be_read():
    draft = DraftFactory()
    content = replace(draft.parsed, texts={"en": {"title": "Written"}})

    reading = read_version(as_version(draft, without_gaps(content)), "en")

    assert (reading.texts.title, reading.purpose) == ("Written", NOTHING)
    assert [str(level.static) for level in reading.levels] == [f"<p>{NOTHING}</p>"] * 2
    assert [proof.plain for proof in reading.proof] == [NOTHING] * 2
    assert reading.guidance is None


def test_written_texts_stay_as_they_are():
    assert without_gaps(battery_content()) == battery_content()
