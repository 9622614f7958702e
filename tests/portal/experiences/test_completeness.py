"""What a record still has to say before it can be sent."""

import pytest
from django.utils import translation

from portal.experiences.completeness import lacking
from tests.factories.experiences import CitationFactory, EditionFactory
from tests.factories.registry import VersionFactory

pytestmark = pytest.mark.django_db


def test_short_record_of_a_tender_is_complete():
    assert lacking(EditionFactory()) == []


@pytest.mark.parametrize(
    ("field", "empty", "missing"),
    [
        ("title", "", "the title"),
        ("language", "", "the language of the text"),
        ("country", "", "the country"),
        ("year", None, "the year"),
        ("stage", "", "the stage of the tender"),
    ],
)
def test_each_missing_part_is_named(field, empty, missing):
    assert lacking(EditionFactory(**{field: empty})) == [missing]


def test_all_missing_parts_are_named_at_once():
    edition = EditionFactory(title="", language="", country="", year=None, stage="")

    assert len(lacking(edition)) == 5


def test_adapted_criterion_says_what_was_changed():
    edition = EditionFactory()
    version = VersionFactory(criterion__code="BAT-01")
    CitationFactory(edition=edition, version=version, usage="adapted")
    CitationFactory(edition=edition, version=version, usage="adapted", level=2, change="900 cycles")
    CitationFactory(edition=edition, usage="kept")

    assert lacking(edition) == ["what was changed in BAT-01@1.0.0/L1"]


def test_reader_is_told_in_their_language():
    with translation.override("sv"):
        assert lacking(EditionFactory(title="")) == [translation.gettext("the title")]


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_one_query_whatever_is_cited(django_assert_num_queries, count):
    edition = EditionFactory()
    CitationFactory.create_batch(count, edition=edition, usage="adapted")

    with django_assert_num_queries(1):
        assert len(lacking(edition)) == count
