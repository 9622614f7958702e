"""A candidate is read where it is consulted on; the search finds what is in force, and nothing of a draft."""

import pytest

from registry.models import CriterionVersion
from search.entries import version_key
from search.sources import SOURCES
from tests.factories.drafts import DraftFactory, carried, in_consultation, in_vote, published
from tests.factories.registry import battery_content
from tests.factories.search import deliver, found, rebuild

pytestmark = pytest.mark.django_db
WORD = "quokka"  # in no other text


@pytest.fixture
def draft():
    return DraftFactory(body=battery_content(theme="durability", blocks={"purpose": f"A {WORD} may charge it."}))


def test_draft_is_not_found(backend, draft):
    list(rebuild())

    assert found(backend, WORD) == []


@pytest.mark.parametrize("put", [in_consultation, in_vote, carried])
def test_candidate_is_not_found_however_far_it_is(backend, draft, put):
    candidate = put(draft)
    deliver()
    list(rebuild())

    assert found(backend, WORD) == []
    assert found(backend, "battery") == [version_key(candidate.version.base_version_id)]


def test_candidate_is_no_entry_of_the_source(draft):
    candidate = in_consultation(draft)
    source = SOURCES["criterion"]

    keys = {key for batch in source.batches() for key in batch}

    assert keys == {version_key(pk) for pk in CriterionVersion.objects.finals().values_list("pk", flat=True)}
    assert source.concerned({"registry.criterionversion": [candidate.version_id]}) == keys


def test_final_that_it_becomes_is_found_in_place_of_its_base_from_its_day(backend, draft):
    final = published(carried(draft))
    deliver()

    first_day = final.events.get(kind="published").effective_on

    assert found(backend, WORD, on=first_day) == [version_key(final.pk)]
    assert found(backend, "battery", on=first_day) == [version_key(final.pk)]
