"""Ballots by mail: one letter, one vote, and nothing left over."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from portal.letters.models import Letter, MailedLink
from portal.letters.sending import send_waiting
from registry.enums import VoteChoice
from registry.errors import LinkNotUsable, VotingClosed
from registry.models import DraftStep, Vote
from registry.services.ballots import (
    State,
    ballot_of,
    cast_mailed,
    mail_ballot,
    take_back_ballot,
    waiting_ballot,
)
from registry.services.candidates import rework
from tests.factories.accounts import MembershipFactory, city_editor
from tests.factories.drafts import VOTED, in_vote, secretary
from tests.races import race

pytestmark = pytest.mark.django_db

MAYOR = "mayor@example.org"
TOKEN = re.compile(r"/en/ballot/([\w-]+)/")


@pytest.fixture
def elector():
    return in_vote(members=3).electors.order_by("pk")[0]


def send(elector, email=MAYOR, language="en"):
    return mail_ballot(elector.pk, email=email, language=language, actor=city_editor(elector.organisation))


def tokens():
    """Those of the letters that have left, oldest first."""
    send_waiting()
    return [TOKEN.search(message.body)[1] for message in mail.outbox]


def closed(elector):
    rework(elector.candidate.draft_id, reason="Once more.", on=VOTED, actor=secretary())


def test_letter_says_what_is_voted_on_and_until_when(elector):
    send(elector)

    [token] = tokens()

    [message] = mail.outbox
    body = " ".join(message.body.split())
    assert message.to == [MAYOR]
    assert message.subject == f"Your vote for {elector.organisation} on {elector.candidate}"
    assert f"{elector.candidate}, Battery that lasts. You have been asked to cast the vote" in body
    assert "What changes: Moved to another theme." in body
    assert f"/en{elector.candidate.version.get_absolute_url().removeprefix('/en')}" in body
    assert "works once and is valid for 14 days" in body
    assert ballot_of(token) == (State.OPEN, elector, MailedLink.objects.order_by("pk")[1])


def test_token_is_kept_nowhere(elector):
    send(elector)

    [token] = tokens()

    assert token not in str([list(model.objects.values()) for model in (Letter, MailedLink, DraftStep)])


def test_ballot_casts_one_vote(elector):
    send(elector)
    [token] = tokens()

    vote = cast_mailed(token, choice=VoteChoice.REJECT, reason="Too strict.")

    assert (vote.elector, vote.choice, vote.reason) == (elector, "reject", "Too strict.")
    assert ballot_of(token).state is State.USED
    assert waiting_ballot(elector.pk) is None
    with pytest.raises(LinkNotUsable):
        cast_mailed(token, choice=VoteChoice.APPROVE)
    assert Vote.objects.get().choice == "reject"


def test_letter_that_leaves_twice_casts_one_vote(elector):
    """A process that dies between the mail server and its note makes a letter leave again, with another link."""
    letter = send(elector)
    send_waiting()
    Letter.objects.filter(pk=letter.pk).update(sent_at=None, due_at=timezone.now())
    first, second = tokens()
    states = [ballot_of(each).state for each in (first, second)]

    cast_mailed(first, choice=VoteChoice.APPROVE)

    assert states == [State.OPEN, State.OPEN]
    assert [ballot_of(each).state for each in (first, second)] == [State.USED, State.REVOKED]


@pytest.mark.django_db(transaction=True)
def test_both_copies_at_once_cast_one_vote(elector):
    letter = send(elector)
    send_waiting()
    Letter.objects.filter(pk=letter.pk).update(sent_at=None, due_at=timezone.now())
    first, second = tokens()

    results = race(
        lambda: cast_mailed(first, choice=VoteChoice.APPROVE),
        lambda: cast_mailed(second, choice=VoteChoice.ABSTAIN),
    )

    assert {type(result) for result in results} == {Vote, LinkNotUsable}
    assert DraftStep.objects.filter(name="vote").count() == 1


def test_newer_ballot_takes_the_place_of_the_older(elector):
    send(elector)
    [old] = tokens()
    send(elector, "deputy@example.org")
    new = tokens()[1]

    assert [ballot_of(each).state for each in (old, new)] == [State.REVOKED, State.OPEN]


def test_ballot_that_was_taken_back_opens_nothing_and_is_logged(elector):
    send(elector)
    [token] = tokens()

    count = take_back_ballot(elector.pk, actor=city_editor(elector.organisation))

    assert (count, ballot_of(token).state) == (2, State.REVOKED)
    assert DraftStep.objects.last().name == "revoke_ballot"
    assert DraftStep.objects.last().organisation == elector.organisation
    assert take_back_ballot(elector.pk, actor=city_editor(elector.organisation)) == 0


@pytest.mark.parametrize("end", ["taken back", "closed", "replaced"])
def test_letter_of_a_ballot_that_is_over_does_not_leave(elector, end):
    send(elector)
    if end == "taken back":
        take_back_ballot(elector.pk, actor=city_editor(elector.organisation))
    elif end == "closed":
        closed(elector)
    else:
        send(elector, "deputy@example.org")

    send_waiting()

    assert [message.to for message in mail.outbox] == ([["deputy@example.org"]] if end == "replaced" else [])


def test_ballot_expires_after_fourteen_days(elector):
    send(elector)
    [token] = tokens()

    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert ballot_of(token).state is State.EXPIRED
        with pytest.raises(LinkNotUsable):
            cast_mailed(token, choice=VoteChoice.APPROVE)


def test_ballot_of_a_closed_vote_says_so_whatever_became_of_it(elector):
    send(elector)
    [token] = tokens()
    cast_mailed(token, choice=VoteChoice.APPROVE)
    closed(elector)

    assert ballot_of(token).state is State.CLOSED


@pytest.mark.parametrize("token", ["", "x", "a" * 32, "åäö"])
def test_forged_token_opens_nothing(elector, token):
    send(elector)

    assert ballot_of(token) == (State.UNKNOWN, None, None)


def test_who_may_not_vote_sends_no_ballot_and_takes_none_back(elector):
    buyer = MembershipFactory(organisation=elector.organisation).user
    city_editor(elector.organisation)

    for actor in (buyer, city_editor(), secretary()):
        with pytest.raises(PermissionDenied):
            mail_ballot(elector.pk, email=MAYOR, language="en", actor=actor)
        with pytest.raises(PermissionDenied):
            take_back_ballot(elector.pk, actor=actor)

    assert Letter.objects.count() == 0


def test_coordinator_sends_the_ballot_of_a_city_without_editor(elector):
    mail_ballot(elector.pk, email=MAYOR, language="en", actor=secretary())

    assert len(tokens()) == 1


def test_nothing_is_sent_after_the_end_or_to_no_address(elector):
    with pytest.raises(ValidationError):
        send(elector, "mayor")
    closed(elector)
    with pytest.raises(VotingClosed):
        send(elector)

    assert (Letter.objects.count(), MailedLink.objects.count()) == (0, 0)
