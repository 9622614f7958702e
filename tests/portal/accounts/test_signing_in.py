"""Signing in by code and password: what is told to whom, how often, in which language, and where it ends."""

import re

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import caches
from django.test import Client

from portal.accounts.models import User
from portal.accounts.services import account_of
from tests.factories.accounts import coordinator
from tests.portal.accounts.conftest import EMAIL, PASSWORD

pytestmark = pytest.mark.django_db
ASK, CONFIRM, RESET = "/accounts/login/code/", "/accounts/login/code/confirm/", "/accounts/password/reset/"
UNKNOWN = "unheard@example.org"  # as long as EMAIL
CODE = re.compile(r"^([A-Z]{4}-[A-Z]{4})$", re.MULTILINE)


def is_signed_in(client):
    return "_auth_user_id" in client.session


def code_in(message):
    return CODE.search(message.body)[1]


def told(answer):
    """All that an answer says, but for what is new each time."""
    new = rb'(csrfmiddlewaretoken" value|nonce)="[^"]+"'
    body = re.sub(new, b"", answer.content).replace(UNKNOWN.encode(), EMAIL.encode())
    each_time = ("Content-Security-Policy", "Expires")  # a nonce, and the second in which it was answered
    headers = {name: value for name, value in answer.headers.items() if name not in each_time}
    cookies = {name: len(cookie.value) for name, cookie in answer.cookies.items()}
    return answer.status_code, headers, cookies, body


def asked(path, **form):
    """The answer to a form, and the page that it leads to."""
    client = Client()
    first = client.post(path, form)
    return told(first), told(client.get(first["Location"])) if first.status_code == 302 else None


def test_code_opens_the_account(client, user):
    client.post(ASK, {"email": EMAIL, "next": "/en/statement/"})

    answer = client.post(CONFIRM, {"code": code_in(mail.outbox[0]), "next": "/en/statement/"})

    assert answer["Location"] == "/en/statement/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_session_with_an_account_ends_after_two_weeks(client, user):
    client.post(ASK, {"email": EMAIL})

    client.post(CONFIRM, {"code": code_in(mail.outbox[0])})

    assert client.session.get_expiry_age() == 14 * 24 * 60 * 60


def test_session_opened_by_a_password_is_kept_no_longer(client, user):
    client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})

    assert client.session.get_expiry_age() == 14 * 24 * 60 * 60


def test_code_is_read_as_people_type_it(client, user):
    client.post(ASK, {"email": EMAIL.upper()})

    client.post(CONFIRM, {"code": f" {code_in(mail.outbox[0]).lower().replace('-', ' ')} "})

    assert is_signed_in(client)


def test_account_without_a_password_signs_in_by_code(client):
    account_of(EMAIL, name="Bo")
    client.post(ASK, {"email": EMAIL})

    client.post(CONFIRM, {"code": code_in(mail.outbox[0])})

    assert is_signed_in(client)


def test_code_works_only_where_it_was_asked_for(client, user):
    client.post(ASK, {"email": EMAIL})

    elsewhere = Client()
    elsewhere.post(CONFIRM, {"code": code_in(mail.outbox[0])})

    assert not is_signed_in(elsewhere)


@pytest.mark.parametrize(("seconds", "opens"), [(599, True), (601, False)])
def test_code_lives_ten_minutes(client, user, seconds, opens):
    with time_machine.travel("2026-11-26 12:00:00Z", tick=False) as clock:
        client.post(ASK, {"email": EMAIL})
        clock.shift(seconds)

        client.post(CONFIRM, {"code": code_in(mail.outbox[0])})

        assert is_signed_in(client) is opens


def test_third_wrong_code_ends_it(client, user):
    client.post(ASK, {"email": EMAIL})
    answers = [client.post(CONFIRM, {"code": "BBBB-BBBB"}).status_code for _ in range(3)]

    client.post(CONFIRM, {"code": code_in(mail.outbox[0])})

    assert answers == [200, 200, 302]
    assert not is_signed_in(client)


def test_new_code_replaces_the_old(client, user):
    client.post(ASK, {"email": EMAIL})
    client.post(CONFIRM, {"action": "resend"})
    old, new = [code_in(message) for message in mail.outbox]

    refused = client.post(CONFIRM, {"code": old}).status_code
    client.post(CONFIRM, {"code": new})

    assert (refused, is_signed_in(client)) == (200, True)


@pytest.mark.parametrize("path", [ASK, RESET])
def test_form_does_not_tell_who_has_an_account(user, path):
    assert asked(path, email=EMAIL) == asked(path, email=UNKNOWN)
    assert [message.to for message in mail.outbox] == [[EMAIL], [UNKNOWN]]


def test_wrong_code_does_not_tell_who_has_an_account(user):
    def answer_to(email):
        client = Client()
        client.post(ASK, {"email": email})
        return told(client.post(CONFIRM, {"code": "BBBB-BBBB"}))

    assert answer_to(EMAIL) == answer_to(UNKNOWN)


def test_wrong_password_does_not_tell_who_has_an_account(user):
    wrong = "not-the-password"

    assert asked("/accounts/login/", login=EMAIL, password=wrong) == asked(
        "/accounts/login/", login=UNKNOWN, password=wrong
    )


def test_stranger_is_not_invited_to_sign_up(client):
    client.post(ASK, {"email": UNKNOWN})

    [message] = mail.outbox
    assert "There is no account with this address." in message.body
    assert "signup" not in message.body


@pytest.mark.parametrize("email", [EMAIL, UNKNOWN])
def test_code_is_sent_three_times_a_minute_to_one_address(user, email):
    answers = [Client().post(ASK, {"email": email}).status_code for _ in range(5)]

    assert len(mail.outbox) == 3
    assert answers[:3] == [302, 302, 302]
    assert answers[3] != 302


def test_reset_is_sent_five_times_a_minute_to_one_address(user):
    for _ in range(8):
        Client().post(RESET, {"email": EMAIL})

    assert len(mail.outbox) == 5


def test_wrong_passwords_shut_the_door_for_the_right_one_too(user):
    for _ in range(5):
        Client().post("/accounts/login/", {"login": EMAIL, "password": "wrong-password"})

    answer = Client().post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})

    assert "Too many failed login attempts. Try again later." in answer.content.decode()


def test_limits_count_what_the_last_trusted_proxy_says(user, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def is_sent(forwarded, number):
        answer = Client().post(ASK, {"email": f"x{number}@example.org"}, headers={"X-Forwarded-For": forwarded})
        return answer.status_code == 302

    from_one = [is_sent(f"10.0.0.{number}, 192.0.2.7", number) for number in range(21)]
    from_another = is_sent("192.0.2.7, 192.0.2.8", 22)

    assert (from_one, from_another) == ([True] * 20 + [False], True)


def test_limits_are_kept_where_all_processes_see_them():
    from portal.settings import base

    assert base.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
    assert list(caches.settings) == ["default", "template_fragments"]  # the second keeps pieces of pages, no counts


def test_unverified_address_is_verified_before_a_password_opens_anything(client):
    User.objects.create_user(EMAIL, PASSWORD)

    answer = client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    [link] = re.findall(r"http://127\.0\.0\.1:8000(/accounts/confirm-email/\S+)", mail.outbox[0].body)
    unchanged = client.get(link).status_code, EmailAddress.objects.get().verified
    client.post(link)

    assert answer["Location"] == "/accounts/confirm-email/"
    assert unchanged == (200, False)  # a mail scanner only looks
    assert EmailAddress.objects.get().verified is True


@pytest.mark.parametrize("path", [RESET, ASK])
def test_mail_names_the_configured_host_whatever_the_request_says(client, user, settings, path):
    settings.ALLOWED_HOSTS = ["*"]
    settings.BASE_URL = "https://portal.example.org"

    client.post(path, {"email": EMAIL}, headers={"host": "evil.example.com"})

    [message] = mail.outbox
    assert "evil" not in str(message.message())
    assert set(re.findall(r"https?://[^/\s]+", message.body)) == {"https://portal.example.org"}


SUBJECTS = {
    "en": "Joint Demand: Sign-In Code",
    "sv": "Joint Demand: Inloggningskod",
    "nb": "Joint Demand: Innloggingskode",
    "fi": "Joint Demand: Sisäänkirjautumiskoodi",
    "da": "Joint Demand: Login-kode",
}


@pytest.mark.parametrize("language", SUBJECTS)
def test_code_comes_in_the_language_of_the_page(client, user, language):
    client.get(f"/language/{language}/")

    client.post(ASK, {"email": EMAIL})

    assert mail.outbox[0].subject == SUBJECTS[language]


def test_changed_password_is_told_by_mail(client, user):
    client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    new = "another-long-password"

    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    [message] = mail.outbox
    assert (message.to, message.subject) == ([EMAIL], "Joint Demand: Password Changed")
    assert "127.0.0.1" in message.body


def test_new_address_replaces_the_old_once_it_is_verified(client, user):
    client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    client.post("/accounts/email/", {"email": "new@example.org", "action_add": ""})
    user.refresh_from_db()
    before = user.email
    [link] = re.findall(r"http://127\.0\.0\.1:8000(/accounts/confirm-email/\S+)", mail.outbox[0].body)
    client.post(link)

    user.refresh_from_db()
    assert (before, user.email) == (EMAIL, "new@example.org")
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("new@example.org", True)]
    assert [EMAIL] in [message.to for message in mail.outbox]  # the old address is told


def test_list_of_sessions_ends_another_session(client, user):
    here, there = Client(headers={"user-agent": "Here"}), Client(headers={"user-agent": "There"})
    for each in (here, there):
        each.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    shown = here.get("/accounts/sessions/").content.decode()

    here.post("/accounts/sessions/")

    assert ("Here" in shown, "There" in shown) == (True, True)
    assert (is_signed_in(here), is_signed_in(there)) == (True, False)
    assert [session.user_agent for session in UserSession.objects.all()] == ["Here"]


def test_sessions_of_others_are_not_shown(client, user):
    other = Client(headers={"user-agent": "Elsewhere"})
    account = User.objects.create_user("other@example.org", PASSWORD)
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    other.post("/accounts/login/", {"login": account.email, "password": PASSWORD})
    client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})

    assert b"Elsewhere" not in client.get("/accounts/sessions/").content


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_sessions_takes_its_queries_per_session(user, django_assert_num_queries, count):
    clients = [Client() for _ in range(count)]
    for each in clients:
        each.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})

    with django_assert_num_queries(4 + 3 * count):  # allauth looks at each session: few people have many
        clients[0].get("/accounts/sessions/")


def test_coordinator_lands_in_the_admin_and_others_on_their_pages(client, user):
    mine = client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})["Location"]
    someone = coordinator(email="co@example.org")
    EmailAddress.objects.create(user=someone, email=someone.email, verified=True, primary=True)
    someone.set_password(PASSWORD)
    someone.save()

    theirs = Client().post("/accounts/login/", {"login": someone.email, "password": PASSWORD})["Location"]

    assert (mine, theirs) == ("/en/me/", "/admin/")


def test_sign_in_page_makes_no_account(client):
    client.post(ASK, {"email": UNKNOWN})

    assert not User.objects.exists()
