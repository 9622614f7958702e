"""The mailed link: looking confirms nothing, the button confirms once; every other link says what to do."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.letters.models import Letter, MailedLink
from portal.letters.sending import send_waiting
from portal.letters.services import issue_link
from registry.models import Comment, Draft
from registry.services.candidates import rework
from tests.factories.drafts import secretary
from tests.registry.views.consulted import OPENED, address, answer, comment, mailed_link, may_be_found, stricter
from tests.registry.views.pages import all_words, messages_of, parsed, words

pytestmark = pytest.mark.django_db
DEAD = ["This link does not work any more"]


@pytest.fixture
def version():
    return stricter().version


@pytest.fixture
def link(client, version, mailoutbox):
    """Of a comment of the public."""
    comment(client, version, text="Why <b>so</b> much?", name="Anna")
    return mailed_link(mailoutbox)


def take_back():
    rework(Draft.objects.get().pk, reason="More to do.", on=OPENED, actor=secretary())


def counting():
    return Comment.objects.exclude(verified_at=None).count()


def test_mail_scanner_that_follows_the_link_confirms_nothing(client, link):
    for method in (client.get, client.head, client.get):
        assert method(link).status_code == 200

    assert (counting(), MailedLink.objects.get().used_at) == (0, None)


def test_page_shows_the_comment_and_gives_its_address_away_to_nobody(client, link):
    page = client.get(link)

    assert all_words(page, "//h1") == ["Confirm your comment"]
    assert "Why <b>so</b> much?" in words(parsed(page).xpath("//main")[0])
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("strict-origin", "noindex")
    assert "no-store" in page["Cache-Control"]
    assert not may_be_found(page)


def test_button_publishes_the_comment(client, version, link):
    response = client.post(link, follow=True)

    assert response.redirect_chain == [(f"{address(version)}#comment-{Comment.objects.get().pk}", 302)]
    assert messages_of(response) == ["Thank you. Your comment is on this page, and the coordinators answer it."]
    assert counting() == 1
    [shown] = all_words(response, "//li[starts-with(@id, 'comment-')]")
    assert shown == "No answer yet Anna, 23 November 2026 Why <b>so</b> much?"


def test_link_that_is_followed_once_more_says_that_the_comment_counts(client, version, link):
    client.post(link)

    for response in (client.get(link), client.post(link)):
        assert response.status_code == 410
        assert all_words(response, "//h1") == ["You have confirmed this already"]
        assert parsed(response).xpath("//main//a/@href") == [f"{address(version)}#comment-{Comment.objects.get().pk}"]
    assert counting() == 1


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("token", ["forged", "A" * 32, "-", "%3Cb%3E"])
def test_forged_link_says_how_to_get_a_new_one(client, link, token, method):
    response = getattr(client, method)(f"/en/criteria/consultations/confirm/{token}/")

    assert (response.status_code, all_words(response, "//h1")) == (410, DEAD)
    assert parsed(response).xpath("//main//a/@href") == ["/en/criteria/consultations/"]
    assert counting() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_expired_link_confirms_nothing(client, link, method):
    with time_machine.travel(timezone.now() + timedelta(days=2, minutes=1), tick=False):
        response = getattr(client, method)(link)

    assert (response.status_code, all_words(response, "//h1"), counting()) == (410, DEAD, 0)


@pytest.mark.parametrize("purpose", ["registry.vote", "joining.apply"])
def test_link_of_another_purpose_confirms_nothing(client, link, purpose):
    token = issue_link(purpose, Comment.objects.get().pk, email="anna@example.org", lifetime=timedelta(days=1))

    response = client.post(f"/en/criteria/consultations/confirm/{token}/")

    assert (response.status_code, counting()) == (410, 0)


def test_comment_that_was_deleted_meanwhile_is_not_there(client, link):
    Comment.objects.all().delete()

    assert [client.get(link).status_code, client.post(link).status_code] == [410, 410]


@pytest.mark.parametrize("method", ["get", "post"])
def test_link_that_comes_after_the_end_says_so_and_leads_to_how_it_ended(client, version, link, method):
    take_back()

    response = getattr(client, method)(link)

    assert (response.status_code, all_words(response, "//h1")) == (410, ["The consultation is closed"])
    assert f"{version} is no longer open for comments." in words(parsed(response).xpath("//main")[0])
    assert parsed(response).xpath("//main//a/@href") == [address(version)]
    assert (counting(), MailedLink.objects.get().used_at) == (0, None)


def test_answer_of_a_supplier_is_counted_after_the_button(client, version, mailoutbox):
    answer(client, version, level_1="today", level_2="not")
    link = mailed_link(mailoutbox)
    page = client.get(link)
    assert (all_words(page, "//h1"), "Maker" in page.content.decode()) == (["Confirm your answer"], False)
    assert version.candidate.market_answers.counts() == {}

    response = client.post(link, follow=True)

    assert response.redirect_chain == [(f"{address(version)}#suppliers", 302)]
    assert messages_of(response) == ["Thank you. Your answer is counted."]
    assert version.candidate.market_answers.counts() == {1: {"today": 1}, 2: {"not": 1}}


# The letters


def test_letter_says_nothing_that_a_stranger_has_typed(version, link, mailoutbox):
    [mail] = mailoutbox

    assert mail.subject == f"Confirm your comment on {version}"
    assert [word for word in ("Anna", "so much", "<b>") if word in mail.subject + mail.body] == []
    assert "The link works once, within 2 days." in mail.body
    assert (mail.to, mail.extra_headers["Content-Language"]) == (["anna@example.org"], "en")


def test_letter_and_its_link_are_in_the_readers_language(client, version, mailoutbox):
    comment(client, version, language="fi")

    assert mailed_link(mailoutbox).startswith("/fi/criteria/consultations/confirm/")


def test_letter_that_was_kept_back_until_the_end_is_not_sent(client, version, mailoutbox):
    comment(client, version)
    answer(client, version, level_1="today")
    take_back()

    send_waiting()

    assert mailoutbox == []
    assert set(Letter.objects.values_list("fault", flat=True)) == {"nothing to say"}


def test_letter_about_what_counts_already_or_is_gone_is_not_sent(client, version, mailoutbox):
    comment(client, version)
    comment(client, version)
    first, second = Comment.objects.order_by("pk")
    Comment.objects.filter(pk=first.pk).update(verified_at=timezone.now())
    second.delete()

    send_waiting()

    assert mailoutbox == []
