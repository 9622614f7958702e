"""A consultation for programs: no address, no person but the name that somebody has written."""

import json

import pytest
from django.utils import timezone

from registry.consultations.for_programs import consultation_json
from registry.models import MarketAnswer
from registry.services.candidates import rework
from tests.factories.accounts import UserFactory
from tests.factories.drafts import (
    PUBLISHED,
    VOTED,
    CommentFactory,
    carried,
    in_consultation,
    published,
    secretary,
)
from tests.factories.members import OrganisationFactory
from tests.registry.views.consulted import newcomer, read, stricter

pytestmark = pytest.mark.django_db


def values(candidate, language="en", on=PUBLISHED):
    return json.loads(consultation_json(read(candidate, language, on)))


def test_text_is_named_by_its_hash_and_its_days_are_days():
    candidate = in_consultation()
    found = values(candidate)

    assert (found["version"], found["content_hash"]) == (str(candidate.version), candidate.version.content_hash)
    assert (found["open_since"], found["open_at_least_until"]) == ("2026-09-01", "2026-09-15")
    assert (found["status"], found["takes_comments"], found["adopted_as"]) == ("consultation", True, None)
    assert found["base"] == str(candidate.version.base_version)


def test_new_criterion_has_no_base():
    assert values(newcomer())["base"] is None


def test_outcome_is_there_once_it_is_adopted():
    candidate = carried()
    final = published(candidate)

    found = values(candidate)

    assert (found["status"], found["status_since"], found["adopted_as"]) == ("adopted", "2026-09-22", str(final))


def test_lapsed_candidate_was_adopted_as_nothing():
    candidate = in_consultation()
    rework(candidate.draft_id, reason="More to do.", on=VOTED, actor=secretary())

    assert (values(candidate)["status"], values(candidate)["adopted_as"]) == ("lapsed", None)


def test_comments_come_with_their_answers_and_without_addresses_and_accounts():
    candidate = stricter()
    city = OrganisationFactory(name="City of Example")
    writer = UserFactory(email="writer@city.example", name="Wilhelmina Writer")
    CommentFactory(candidate=candidate, organisation=city, user=writer, email="", block="", language="sv")
    CommentFactory(
        candidate=candidate,
        name="Anna",
        email="anna@example.org",
        disposition="accepted",
        answer="We say how.",
        answered_by=secretary(name="Sally Secretary"),
        answered_at=timezone.now(),
    )

    found = values(candidate)

    [whole, block] = found["comments"]
    assert (whole["block"], whole["organisation"], whole["name"], whole["language"]) == (
        None,
        "City of Example",
        None,
        "sv",
    )
    assert (block["block"], block["organisation"], block["name"]) == ("requirement.1", None, "Anna")
    assert (block["disposition"], block["answer"], whole["disposition"]) == ("accepted", "We say how.", None)
    assert [word for word in ("@example", "@city", "Wilhelmina", "Sally") if word in json.dumps(found)] == []


def test_suppliers_are_numbers():
    candidate = stricter()
    MarketAnswer.objects.create(
        candidate=candidate, level=2, readiness="not", company="Maker", email="a@b.example", verified_at=timezone.now()
    )

    found = values(candidate)

    assert found["suppliers"] == {
        "1": {"today": 0, "within_a_year": 0, "not": 0},
        "2": {"today": 0, "within_a_year": 0, "not": 1},
    }
    assert "Maker" not in json.dumps(found)


def test_values_are_the_same_in_every_language():
    candidate = stricter()
    CommentFactory(candidate=candidate)

    assert values(candidate, "sv") == values(candidate, "en")
