"""Authenticator apps, recovery codes, and what counts as a second factor."""

import pytest
import time_machine
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.test import Client, RequestFactory

from portal.accounts.second_factor import has_second_factor, needs_second_factor, remember_first_factor
from tests.factories.accounts import UserFactory, city_editor, coordinator, totp_code, totp_for
from tests.portal.accounts.conftest import EMAIL, PASSWORD

pytestmark = pytest.mark.django_db
NOW = "2026-11-26 12:00:05Z"  # five seconds into a period
AUTHENTICATE = "/accounts/2fa/authenticate/"


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as travel:
        yield travel


def half_way(user):
    """A browser that has given the password and is asked for the factor."""
    client = Client()
    client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    return client


def opens(client, code):
    client.post(AUTHENTICATE, {"code": code})
    return "_auth_user_id" in client.session


def test_code_of_the_app_opens_the_account(user, clock):
    secret = totp_for(user)

    assert opens(half_way(user), totp_code(secret))


@pytest.mark.parametrize("spelling", ["{}", " {}", "{}\t", "{0[0]} {0[1]}{0[2]}-{0[3]}{0[4]}{0[5]}", "{}\u00a0", "{}."])
def test_code_is_not_taken_twice_however_it_is_spelled(user, clock, spelling):
    secret = totp_for(user)
    code = totp_code(secret)
    opens(half_way(user), code)

    assert not opens(half_way(user), spelling.format(code))


@pytest.mark.parametrize("seconds", [-30, 30, 60])
def test_code_of_another_half_minute_is_refused(user, clock, seconds):
    secret = totp_for(user)
    code = totp_code(secret)
    client = half_way(user)

    clock.shift(seconds)

    assert not opens(client, code)


def test_wrong_code_says_what_to_do(user, clock):
    totp_for(user)

    html = half_way(user).post(AUTHENTICATE, {"code": "000000"}).content.decode()

    assert "That is not the code. Each code works once and for half a minute: take the next one." in html


def test_wrong_codes_are_counted_for_the_account(user, clock):
    secret = totp_for(user)
    for _ in range(5):
        opens(half_way(user), "000000")

    assert not opens(half_way(user), totp_code(secret))


def test_recovery_code_opens_the_account_once(user, clock):
    totp_for(user)
    [code, *_others] = RecoveryCodes.activate(user).get_unused_codes()

    assert [opens(half_way(user), code), opens(half_way(user), code)] == [True, False]


def test_password_alone_opens_nothing_where_there_is_a_factor(user, clock):
    totp_for(user)

    client = half_way(user)

    assert "_auth_user_id" not in client.session
    assert client.get("/accounts/email/")["Location"] == "/accounts/login/?next=/accounts/email/"


@pytest.mark.django_db(transaction=True)
def test_set_up_and_removal_are_told_by_mail(client, user):
    client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": totp_code(secret)})

    client.post("/accounts/2fa/totp/deactivate/")

    assert [message.subject for message in mail.outbox] == [
        "Joint Demand: Authenticator App Activated",
        "Joint Demand: Authenticator App Deactivated",
    ]
    assert not has_second_factor(user)


def test_secret_and_picture_are_shown_without_another_host(client, user):
    client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    answer = client.get("/accounts/2fa/totp/activate/")

    html, secret = answer.content.decode(), answer.context["form"].secret
    assert f">{secret}</textarea>" in html
    assert 'src="data:image/svg+xml;base64,' in html
    assert "white" in answer.context["totp_svg"]  # also by night
    assert f"secret={secret}&issuer=Joint%20Demand" in answer.context["totp_url"]


@pytest.mark.parametrize(
    ("kind", "counts"),
    [(Authenticator.Type.TOTP, True), (Authenticator.Type.WEBAUTHN, True), (Authenticator.Type.RECOVERY_CODES, False)],
)
def test_what_counts_as_a_second_factor(kind, counts):
    user = UserFactory.create()
    Authenticator.objects.create(user=user, type=kind, data={})

    assert has_second_factor(user) is counts
    assert not has_second_factor(AnonymousUser())


def test_who_needs_a_second_factor():
    assert needs_second_factor(coordinator())
    assert needs_second_factor(UserFactory.create(is_superuser=True))
    assert not needs_second_factor(city_editor())
    assert not needs_second_factor(AnonymousUser())


@pytest.mark.parametrize(
    ("earlier", "kind", "remembered"),
    [
        ([], Authenticator.Type.TOTP, True),
        ([Authenticator.Type.RECOVERY_CODES], Authenticator.Type.WEBAUTHN, True),
        ([Authenticator.Type.TOTP], Authenticator.Type.WEBAUTHN, False),
        ([], Authenticator.Type.RECOVERY_CODES, False),
    ],
)
def test_only_a_first_factor_counts_as_shown_while_it_is_set_up(client, earlier, kind, remembered):
    user = UserFactory.create()
    for each in earlier:
        Authenticator.objects.create(user=user, type=each, data={})
    added = Authenticator.objects.create(user=user, type=kind, data={})
    request = RequestFactory().get("/")
    request.session = client.session

    remember_first_factor(request, user, added)

    records = [(record["method"], record["id"]) for record in get_authentication_records(request, user)]
    assert records == ([("mfa", added.pk)] if remembered else [])
