"""The vote in the admin: counts, who said what, and ballots for members that have nobody here who could vote."""

import re

import pytest
from django.core import mail
from django.utils import timezone

from portal.letters.models import Letter, MailedLink
from portal.letters.sending import send_waiting
from registry.enums import VoteChoice
from registry.grants import VOTE_LIFETIME
from registry.models import DraftStep, Vote
from registry.services.candidates import rework
from registry.services.voting import cast_by_link
from tests.factories.accounts import city_editor
from tests.factories.drafts import (
    REASON,
    VOTED,
    DraftFactory,
    carried,
    in_consultation,
    in_vote,
    published,
    secretary,
    votes,
)
from tests.factories.registry import RegisterFactory
from tests.registry.admin.coordinators import signed_in, step_of

pytestmark = pytest.mark.django_db


def listed(client, candidate):
    return [
        (ballot.elector.organisation.name, ballot.vote.choice if ballot.vote else "")
        for ballot in client.get(step_of(candidate, "votes")).context["ballots"]
    ]


def of(candidate, name, elector):
    return step_of(candidate, name, elector.pk)


def send(client, candidate, elector, email="mayor@example.org", language="sv"):
    return client.post(of(candidate, "send-ballot", elector), {"email": email, "language": language})


def mailed_token():
    send_waiting()
    [address] = [word for word in mail.outbox[-1].body.split() if "/ballot/" in word]
    return address.rstrip("/").rpartition("/")[2]


def open_until(client, candidate):
    return re.findall("The vote stays open[^.]*[.]", client.get(step_of(candidate, "votes")).content.decode())


def messages(client, candidate):
    return [str(message).strip() for message in client.get(step_of(candidate, "votes")).context["messages"]]


def test_page_says_who_voted_how_and_why(client):
    signed_in(client)
    candidate = in_vote(members=3)
    votes(candidate, ["approve", "reject"])

    page = client.get(step_of(candidate, "votes"))

    choices = ["approve", "reject", ""]
    names = [elector.organisation.name for elector in candidate.electors.order_by("pk")]
    assert sorted(listed(client, candidate)) == sorted(zip(names, choices, strict=True))
    text = page.content.decode()
    assert (REASON in text, "2 of 3 members; the quorum is 2" in text) == (True, True)
    assert "Until the vote is closed the members read the counts only" in text


def test_vote_that_is_closed_stays_readable_and_sends_no_ballots(client):
    signed_in(client)
    candidate = in_vote(members=2)
    votes(candidate, ["approve", "approve"])
    published(candidate)

    page = client.get(step_of(candidate, "votes")).content.decode()

    assert ("The vote is closed." in page, "Send a ballot" in page) == (True, False)


@pytest.mark.parametrize(("days", "said"), [(0, []), (7, ["The vote stays open at least until 22 September 2026."])])
def test_page_says_until_when_the_vote_stays_open_at_least(client, days, said):
    signed_in(client)
    RegisterFactory(voting_min_days=days)
    candidate = carried(members=2)

    assert open_until(client, candidate) == said
    published(candidate)
    assert open_until(client, candidate) == []


@pytest.mark.parametrize("make", [DraftFactory, in_consultation])
def test_there_is_no_page_before_a_vote_was_opened(client, make):
    signed_in(client)

    assert client.get(step_of(make(), "votes")).status_code == 404


def test_coordinator_sends_a_ballot_and_reads_where_it_went(client):
    signed_in(client)
    candidate = in_vote(members=1)
    elector = candidate.electors.get()
    assert client.get(of(candidate, "send-ballot", elector)).status_code == 200

    answer = send(client, candidate, elector)

    assert answer["Location"] == step_of(candidate, "votes")
    assert messages(client, candidate) == ["The ballot is on its way to mayor@example.org."]
    assert Letter.objects.get(kind="registry.ballot").language == "sv"
    assert "A ballot was sent to mayor@example.org." in client.get(step_of(candidate, "votes")).content.decode()
    assert DraftStep.objects.get(name="send_ballot").organisation == elector.organisation


def test_mailed_ballot_casts_the_vote_and_the_page_shows_it(client):
    signed_in(client)
    candidate = in_vote(members=1)
    elector = candidate.electors.get()
    send(client, candidate, elector)

    cast_by_link(mailed_token(), choice=VoteChoice.APPROVE)

    assert listed(client, candidate) == [(elector.organisation.name, "approve")]


def test_ballot_in_the_admin_never_shows_its_link(client):
    signed_in(client)
    candidate = in_vote(members=1)
    send(client, candidate, candidate.electors.get())
    token = mailed_token()

    pages = [client.get(step_of(candidate, name)).content.decode() for name in ("steps", "votes")]

    assert [token in page for page in pages] == [False, False]


def test_ballot_that_is_taken_back_opens_nothing(client):
    signed_in(client)
    candidate = in_vote(members=1)
    elector = candidate.electors.get()
    send(client, candidate, elector)

    for says in (
        "The ballot is taken back: its link opens nothing any more.",
        f"{elector.organisation} has no ballot that is open.",
    ):
        answer = client.post(of(candidate, "revoke-ballot", elector))
        assert (answer["Location"], messages(client, candidate)[-1]) == (step_of(candidate, "votes"), says)

    assert not any(link.opens(at=timezone.now()) for link in MailedLink.objects.all())
    assert DraftStep.objects.filter(name="revoke_ballot").count() == 1


def test_ballot_is_taken_back_by_a_button_alone(client):
    signed_in(client)
    candidate = in_vote(members=1)
    send(client, candidate, candidate.electors.get())

    assert client.get(of(candidate, "revoke-ballot", candidate.electors.get())).status_code == 405
    assert MailedLink.objects.unused().count() == 1


@pytest.mark.parametrize(
    ("sent", "fault"),
    [({"email": "nobody"}, "email"), ({"email": ""}, "email"), ({"language": "xx"}, "language")],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(client, sent, fault):
    signed_in(client)
    candidate = in_vote(members=1)

    answer = send(client, candidate, candidate.electors.get(), **sent)

    assert (list(answer.context["form"].errors), Letter.objects.count()) == ([fault], 0)


def test_member_that_has_an_editor_sends_its_own(client):
    signed_in(client)
    candidate = in_vote(members=1)
    elector = candidate.electors.get()
    city_editor(elector.organisation)

    page = client.get(step_of(candidate, "votes")).content.decode()
    answers = [client.get(of(candidate, "send-ballot", elector)), send(client, candidate, elector)]
    answers.append(client.post(of(candidate, "revoke-ballot", elector)))

    assert "Send a ballot" not in page
    assert {answer["Location"] for answer in answers} == {"/admin/"}
    assert MailedLink.objects.count() == 0


def test_ballot_for_a_vote_that_was_closed_meanwhile_is_not_sent(client):
    signed_in(client)
    candidate = in_vote(members=1)
    elector = candidate.electors.get()
    rework(candidate.draft_id, reason="A mistake.", on=VOTED, actor=secretary())

    shown, pressed = client.get(of(candidate, "send-ballot", elector)), send(client, candidate, elector)

    assert shown["Location"] == step_of(candidate, "votes")
    assert pressed.context["form"].non_field_errors() == [
        f"The vote on {candidate} is closed. Look at its page to see how it ended."
    ]
    assert Letter.objects.filter(kind="registry.ballot").count() == 0


def test_elector_of_another_vote_is_not_found(client):
    signed_in(client)
    candidate, other = in_vote(members=1), in_vote(members=2)
    stranger = other.electors.first()

    assert client.get(of(candidate, "send-ballot", stranger)).status_code == 404
    assert client.post(of(candidate, "revoke-ballot", stranger)).status_code == 404


def test_ballot_that_ran_out_can_be_sent_again(client):
    signed_in(client)
    candidate = in_vote(members=1)
    send(client, candidate, candidate.electors.get())
    MailedLink.objects.update(expires_at=timezone.now() - VOTE_LIFETIME)

    assert "Send a ballot" in client.get(step_of(candidate, "votes")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_twenty_six_queries(client, django_assert_num_queries, count):
    signed_in(client)
    candidate = in_vote(members=count)
    votes(candidate, ["approve"] * (count - 1))
    send(client, candidate, candidate.electors.order_by("-pk")[0])
    client.get(step_of(candidate, "votes"))
    assert Vote.objects.count() == count - 1

    with django_assert_num_queries(26):
        client.get(step_of(candidate, "votes"))
