"""Votes under attack: the database lets nobody change what is closed, nor join a vote that is open."""

import pytest
from django.db import IntegrityError, connection, transaction

from registry.enums import VoteChoice
from registry.models import Elector, Vote
from registry.sealed import guards
from registry.services.candidates import rework
from tests.factories.drafts import VOTED, in_consultation, in_vote, published, secretary, votes
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db


def reworked(candidate):
    rework(candidate.draft_id, reason="More.", on=VOTED, actor=secretary())


@pytest.fixture(params=[published, reworked], ids=["adopted", "lapsed"])
def closed(request):
    """A candidate whose vote is closed: two of three have voted."""
    candidate = in_vote(members=3)
    votes(candidate, ["approve", "approve"])
    request.param(candidate)
    connection.check_constraints()
    return candidate


def refused(attack):
    """Whether the guard stops an attack, with every vote as it was."""
    before = list(Vote.objects.order_by("pk").values())
    with pytest.raises(IntegrityError, match="vote: "), transaction.atomic():
        attack()
    return list(Vote.objects.order_by("pk").values()) == before


def run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def unvoted(candidate):
    return candidate.electors.get(vote=None)


def test_closed_vote_is_not_changed(closed):
    vote = Vote.objects.first()
    vote.choice, vote.reason = VoteChoice.REJECT, "After all."

    assert refused(vote.save)
    assert refused(lambda: Vote.objects.update(choice=VoteChoice.ABSTAIN))
    assert refused(lambda: run("UPDATE registry_vote SET reason = 'x'"))


def test_closed_vote_is_not_taken_away(closed):
    assert refused(Vote.objects.first().delete)
    assert refused(lambda: Vote.objects.all().delete())
    assert refused(lambda: run("DELETE FROM registry_vote"))


def test_closed_vote_gets_no_further_ones(closed):
    late = unvoted(closed)

    assert refused(lambda: Vote.objects.create(elector=late, choice=VoteChoice.APPROVE))
    assert refused(lambda: Vote.objects.bulk_create([Vote(elector=late, choice=VoteChoice.APPROVE)]))


def test_vote_is_not_moved_out_of_a_closed_one_nor_into_it(closed):
    inside = Vote.objects.first()
    elsewhere = in_vote(members=4)
    votes(elsewhere, ["approve"])
    free = elsewhere.electors.filter(vote=None).first()
    outside = Vote.objects.get(elector__candidate=elsewhere)

    assert refused(lambda: Vote.objects.filter(pk=inside.pk).update(elector=free))
    assert refused(lambda: Vote.objects.filter(pk=outside.pk).update(elector=unvoted(closed)))


@pytest.mark.only_on("sqlite")
def test_closed_vote_is_not_replaced(closed):
    vote = Vote.objects.first()
    columns = (
        "INSERT OR REPLACE INTO registry_vote (id, elector_id, choice, reason, cast_at) VALUES (%s, %s, %s, %s, %s)"
    )

    assert refused(lambda: run(columns, vote.pk, vote.elector_id, "abstain", "", "2026-09-01 00:00:00"))
    assert refused(lambda: run(columns, 9999, vote.elector_id, "abstain", "", "2026-09-01 00:00:00"))


@pytest.mark.only_on("postgresql")
def test_votes_are_not_truncated(closed):
    assert refused(lambda: run("TRUNCATE registry_vote"))


@pytest.mark.only_on("postgresql")
def test_session_that_plays_the_replica_is_refused_as_well(closed):
    run("SET LOCAL session_replication_role = replica")

    assert refused(lambda: run("DELETE FROM registry_vote"))


def test_open_vote_is_changed_and_taken_back():
    candidate = in_vote(members=3)
    votes(candidate, ["approve"])

    assert Vote.objects.update(choice=VoteChoice.ABSTAIN) == 1
    assert Vote.objects.all().delete()[0] == 1


@pytest.mark.parametrize("state", ["open", "closed"])
def test_nobody_joins_the_electorate_later(state):
    candidate = in_vote(members=3)
    if state == "closed":
        reworked(candidate)

    with pytest.raises(IntegrityError, match="elector: the vote has opened already"), transaction.atomic():
        Elector.objects.create(candidate=candidate, organisation=OrganisationFactory())

    assert candidate.electors.count() == 3


def test_electorate_is_made_before_the_vote_opens():
    candidate = in_consultation()

    assert Elector.objects.create(candidate=candidate, organisation=OrganisationFactory()).pk


def test_guards_of_votes_are_missed_and_put_back():
    name, on_table = "sealed_registry_vote_delete", ""
    if connection.vendor == "postgresql":
        name, on_table = "sealed_registry_vote_taken", "ON registry_vote"
    run(f"DROP TRIGGER {name} {on_table}")

    assert guards.missing(connection) == [name]
    guards.install(connection)
    assert guards.missing(connection) == []
