"""The page of a mailed ballot: looking votes nothing, voting asks once, and every link that is over says why."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils.timezone import now

from portal.letters.models import MailedLink
from portal.letters.sending import send_waiting
from registry.models import Vote
from registry.services.ballots import take_back_ballot
from registry.services.candidates import rework
from tests.factories.accounts import city_editor
from tests.factories.drafts import VOTED, in_vote, secretary, votes
from tests.registry.views.pages import all_words, form_of, messages_of, parsed

pytestmark = pytest.mark.django_db

MAYOR = {"email": "mayor@example.org", "language": "en"}
NO = {"choice": "reject", "reason": "Too strict."}


@pytest.fixture
def elector():
    return in_vote(members=3).electors.order_by("pk")[0]


@pytest.fixture
def editor(elector):
    return city_editor(elector.organisation)


@pytest.fixture
def path(client, elector, editor):
    """The address in the letter of a ballot that an editor has sent; the client is signed out again."""
    client.force_login(editor)
    client.post(reverse("registry:send-ballot", args=[elector.pk]), MAYOR)
    client.logout()
    send_waiting()
    return re.search(r"/en/ballot/[\w-]+/", mail.outbox[0].body)[0]


def closed(elector):
    rework(elector.candidate.draft_id, reason="Once more.", on=VOTED, actor=secretary())


def lead(response):
    return all_words(response, "//h1 | //div[@class='page-head']/p[@class='lead']")


def test_looking_votes_nothing_and_uses_nothing_up(client, elector, path):
    pages = [client.get(path) for _ in range(3)] + [client.head(path)]

    assert [page.status_code for page in pages] == [200] * 4
    assert lead(pages[0])[0] == f"Vote for {elector.organisation} on {elector.candidate}"
    assert pages[0].headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert parsed(pages[0]).xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert (Vote.objects.count(), MailedLink.objects.exclude(used_at=None).count()) == (0, 0)


def test_first_post_asks_once_more_and_votes_nothing(client, elector, path):
    response = client.post(path, NO)

    assert lead(response)[0] == "Cast this vote?"
    assert all_words(response, "//main//dl/div")[2:] == ["Your votereject", "ReasonToo strict."]
    fields = form_of(response)
    assert {name: fields[name] for name in NO} == NO
    assert Vote.objects.count() == 0


def test_way_back_keeps_what_was_typed(client, path):
    response = client.post(path, {**NO, "back": "yes"})

    form = form_of(response, "//main//form[@class='form']")
    assert (form["choice"], form["reason"].strip()) == ("reject", "Too strict.")


def test_confirmed_vote_counts_and_leads_to_the_receipt(client, elector, path):
    response = client.post(path, {**NO, "confirmed": "yes"}, follow=True)

    vote = Vote.objects.get()
    assert (vote.elector, vote.choice, vote.reason) == (elector, "reject", "Too strict.")
    assert response.redirect_chain == [(path, 302)]
    assert lead(response)[0] == "The vote is cast"
    assert all_words(response, "//main//dl/div") == [
        "Vote that counts nowreject",
        "ReasonToo strict.",
        f"Fingerprint{elector.candidate.version.content_hash[:12]}",
    ]


def test_used_link_votes_no_second_time(client, path):
    client.post(path, {**NO, "confirmed": "yes"})

    response = client.post(path, {"choice": "approve", "confirmed": "yes"})

    assert lead(response)[0] == "The vote is cast"
    assert Vote.objects.get().choice == "reject"


def test_objection_without_reason_is_explained(client, path):
    response = client.post(path, {"choice": "reject", "confirmed": "yes"})

    assert all_words(response, "//div[@class='ds-error-summary']//li") == [
        "Reason: Say why you object: the others need to know what to change."
    ]
    assert Vote.objects.count() == 0


def test_earlier_vote_is_mentioned(client, elector, path):
    votes(elector.candidate, ["approve"])

    text = all_words(client.get(path), "//section[@aria-labelledby='own']/p")

    assert text == ["A vote was cast already. Yours will take its place."]


@pytest.mark.parametrize(
    ("end", "status", "heading"),
    [
        ("closed", 410, "The vote is closed"),
        ("taken back", 410, "This ballot was taken back"),
        ("expired", 410, "This ballot has expired"),
        ("cut", 404, "This link opens no ballot"),
        ("of another purpose", 404, "This link opens no ballot"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_link_that_is_over_says_why_and_the_way_out(client, elector, editor, path, end, status, heading, method):
    moment = timedelta()
    if end == "closed":
        closed(elector)
    elif end == "taken back":
        take_back_ballot(elector.pk, actor=editor)
    elif end == "expired":
        moment = timedelta(days=15)
    elif end == "cut":
        path = f"{path[:-5]}/"
    else:
        MailedLink.objects.update(purpose="registry.comment")

    with time_machine.travel(now() + moment):
        response = getattr(client, method)(path, {**NO, "confirmed": "yes"})

    assert (response.status_code, lead(response)[0]) == (status, heading)
    assert len(parsed(response).xpath("//main//div[@class='page-head']//a[starts-with(@href, '/en/criteri')]")) == 1
    assert Vote.objects.count() == 0


def test_closed_vote_shows_how_it_ended(client, elector, path):
    votes(elector.candidate, ["approve"])
    closed(elector)

    assert len(all_words(client.get(path), "//section[@aria-labelledby='vote-outcome']//li")) == 3


def test_too_many_tries_from_one_place_are_refused(client, path):
    statuses = {client.get("/en/ballot/forged/").status_code for _ in range(60)}

    assert (statuses, client.get(path).status_code) == ({404}, 429)


def test_editor_sends_a_ballot_and_takes_it_back(client, elector, editor):
    client.force_login(editor)
    address = reverse("registry:send-ballot", args=[elector.pk])

    sent = client.post(address, MAYOR, follow=True)
    shown = all_words(client.get(address), "//main//form[1]/p")[0]
    back = client.post(f"{address}take-back/", follow=True)

    assert messages_of(sent) == ["The ballot is on its way to mayor@example.org."]
    assert shown.startswith("mayor@example.org has a ballot for this vote, until ")
    assert messages_of(back) == ["The ballot is taken back: its link opens nothing any more."]
    assert MailedLink.objects.unused().count() == 0


def test_ballot_to_no_address_or_after_the_end_is_explained(client, elector, editor):
    client.force_login(editor)
    address = reverse("registry:send-ballot", args=[elector.pk])
    closed(elector)

    faults = [
        all_words(client.post(address, {**MAYOR, "email": email}), "//div[@class='ds-error-summary']//li")
        for email in ("mayor", "mayor@example.org")
    ]

    assert faults == [
        ["E-mail address: Enter a valid email address."],
        [f"The vote on {elector.candidate} is closed. Look at its page to see how it ended."],
    ]


def test_letter_is_written_in_the_language_that_the_city_works_in(client, elector, editor):
    elector.organisation.languages = ["de", "sv"]
    elector.organisation.save()
    client.force_login(editor)

    form = client.get(reverse("registry:send-ballot", args=[elector.pk])).context["form"]

    assert form["language"].value() == "sv"
