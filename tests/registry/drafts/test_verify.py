"""What ``registry_verify`` finds of votes, after somebody has gone past the guards."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from registry.drafts.verify import find_vote_faults
from registry.drafts.voting import first_day_to_publish
from registry.enums import StatusKind
from registry.models import Candidate, Draft, Elector, StatusEvent, Vote
from registry.sealed import guards
from registry.services.sealing import seal_first
from registry.services.voting import open_vote
from tests.factories.drafts import PUBLISHED, VOTED, carried, in_consultation, in_vote, published, secretary, votes
from tests.factories.members import OrganisationFactory
from tests.factories.registry import CriterionFactory, RegisterFactory, battery_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def unguarded():
    """A database whose guards somebody has taken off."""

    def take_off():
        connection.check_constraints()  # now, so that PostgreSQL can alter tables in this transaction
        guards.remove(connection)

    return take_off


@pytest.fixture
def adopted():
    candidate = in_vote(members=3)
    votes(candidate, ["approve", "approve", "reject"])
    published(candidate)
    return candidate


def test_path_from_draft_to_version_leaves_no_fault():
    in_consultation()
    in_vote()
    published(carried())

    assert list(find_vote_faults()) == []
    call_command("registry_verify")


@pytest.mark.parametrize(
    "tamper",
    [
        lambda: Vote.objects.filter(choice="reject").update(choice="approve"),
        lambda: Vote.objects.filter(choice="reject").delete(),
        lambda: Vote.objects.update(choice="reject", reason="No."),
    ],
    ids=["turned", "taken away", "all turned"],
)
def test_vote_that_was_changed_after_its_end_is_found(adopted, unguarded, tamper):
    unguarded()
    tamper()

    assert list(find_vote_faults()) == [f"Candidate {adopted}: its votes are not the ones with which it was adopted."]


def test_version_that_was_adopted_too_early_is_found(unguarded):
    """The days are in the event that opened the vote, so a day that is written back is found."""
    RegisterFactory(voting_min_days=7)
    candidate = carried()
    published(candidate)
    assert list(find_vote_faults()) == []
    unguarded()
    early = StatusEvent.objects.filter(version=candidate.version, kind=StatusKind.ADOPTED)
    early.update(effective_on=PUBLISHED - timedelta(days=1))

    assert list(find_vote_faults()) == [
        f"Candidate {candidate}: it was adopted before its vote had been open for the days that it needs."
    ]


def test_vote_that_was_opened_before_there_were_days_needs_none():
    candidate = in_vote()
    opened = candidate.version.events.get(kind=StatusKind.VOTING)
    assert opened.parsed_details.pop("min_days") == 0

    assert first_day_to_publish(opened) == VOTED


def test_elector_who_came_later_is_found(unguarded):
    candidate = in_vote(members=3)
    unguarded()
    Elector.objects.create(candidate=candidate, organisation=OrganisationFactory())

    assert list(find_vote_faults()) == [
        f"Candidate {candidate}: its electorate is not the one with which its vote opened."
    ]


def test_elector_who_was_taken_away_is_found(unguarded):
    candidate = in_vote(members=3)
    unguarded()
    Elector.objects.filter(pk=candidate.electors.order_by("pk")[2].pk)._raw_delete(connection.alias)

    assert list(find_vote_faults()) == [
        f"Candidate {candidate}: its electorate is not the one with which its vote opened."
    ]


def test_version_that_says_it_was_voted_on_and_was_not_is_found():
    final = seal_first(CriterionFactory(), battery_content(), effective_on=PUBLISHED, origin="vote")

    assert list(find_vote_faults()) == [f"Version {final}: no candidate with its content has won a vote."]


def test_imported_version_needs_no_vote():
    seal_first(CriterionFactory(), battery_content(), effective_on=PUBLISHED, origin="import")

    assert list(find_vote_faults()) == []


def test_candidate_that_was_taken_away_leaves_its_final_without_a_vote(adopted, unguarded):
    unguarded()
    Vote.objects.all()._raw_delete(connection.alias)
    Elector.objects.all()._raw_delete(connection.alias)
    Candidate.objects.all()._raw_delete(connection.alias)
    final = Draft.objects.get().final

    assert list(find_vote_faults()) == [f"Version {final}: no candidate with its content has won a vote."]


def test_command_tells_faults_of_votes(adopted, unguarded):
    unguarded()
    Vote.objects.filter(choice="reject").delete()
    guards.install(connection)

    with pytest.raises(CommandError, match="its votes are not the ones with which it was adopted"):
        call_command("registry_verify")


def test_order_of_slugs_is_no_fault():
    """Names and slugs may sort apart."""
    candidate = in_consultation()
    for name, slug in (("Aarhus", "zz"), ("Zagreb", "aa")):
        OrganisationFactory(name=name, slug=slug)

    open_vote(candidate.draft_id, on=VOTED, actor=secretary())

    assert list(find_vote_faults()) == []


@pytest.mark.parametrize("count", [1, 3])
def test_look_at_closed_votes_takes_two_queries_a_candidate(django_assert_num_queries, count):
    for _ in range(count):
        published(carried())

    with django_assert_num_queries(3 + 2 * count):  # candidates, events, finals; electorate and votes of each
        list(find_vote_faults())
