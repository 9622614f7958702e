"""The admin is served only to whoever signed in with a second factor."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.messages import get_messages
from django.test import Client

from portal.accounts.services import address_verified
from tests.addresses import addresses
from tests.factories.accounts import (
    UserFactory,
    city_editor,
    coordinator,
    sign_in_with_second_factor,
    totp_code,
    totp_for,
)
from tests.portal.accounts.conftest import EMAIL, PASSWORD

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SET_UP, ACTIVATE = "/accounts/2fa/", "/accounts/2fa/totp/activate/"


def signed_in(user, client=None):
    client = client or Client()
    client.force_login(user, backend=BACKEND)
    return client


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def paths_of_the_admin():
    return sorted({each.example for each in addresses() if each.route.startswith("admin/") and each.example})


def superuser():
    return UserFactory.create(is_superuser=True)


@pytest.mark.parametrize("someone", [coordinator, superuser])
def test_no_address_of_the_admin_is_served_without_a_factor(someone):
    client = signed_in(someone())
    paths = [path for path in paths_of_the_admin() if path != "/admin/login/"]

    answers = [(path, answer) for path in paths for answer in (client.get(path), client.post(path))]

    led = [path for path, answer in answers if (answer.status_code, answer.get("Location")) == (302, SET_UP)]
    assert len(led) > 200
    assert [
        (path, answer.status_code) for path, answer in answers if path not in led and answer.status_code != 404
    ] == []


def test_somebody_without_a_factor_is_told_why_and_led_to_set_one_up():
    client = signed_in(coordinator())

    answer = client.get("/admin/pages/?ordering=title")

    assert answer["Location"] == SET_UP
    assert said(answer)[0].startswith("Whoever edits this site signs in with a second factor")
    assert client.session["after_second_factor"] == "/admin/pages/?ordering=title"


@pytest.mark.django_db(transaction=True)
def test_setting_up_a_first_factor_opens_the_admin_at_once(client):
    user = coordinator(email=EMAIL, password="!")  # none: nothing to confirm oneself with before
    address_verified(user)
    signed_in(user, client).get("/admin/pages/")
    secret = client.get(ACTIVATE).context["form"].secret

    codes = client.post(ACTIVATE, {"code": totp_code(secret)}, follow=True)

    assert codes.redirect_chain == [("/accounts/2fa/recovery-codes/", 302)]
    assert '<a class="ds-button" href="/admin/pages/">' in codes.content.decode()
    assert client.get("/admin/").status_code == 200


def test_session_that_did_not_show_the_factor_is_asked_for_it(client):
    user = coordinator(email=EMAIL)
    secret = totp_for(user)
    signed_in(user, client)

    answer = client.get("/admin/pages/")
    back = client.post(answer["Location"], {"code": totp_code(secret), "next": "/admin/pages/"})

    assert answer["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fadmin%2Fpages%2F"
    assert back["Location"] == "/admin/pages/"
    assert client.get("/admin/").status_code == 200


def test_way_back_is_offered_once_the_factor_is_there_and_until_it_is_taken(client):
    user = coordinator(email=EMAIL)
    sign_in_with_second_factor(client, user)
    session = client.session
    session["after_second_factor"] = "/admin/pages/"
    session.save()

    offered = [b'href="/admin/pages/"' in client.get(SET_UP).content]
    client.get("/admin/")
    offered.append(b'href="/admin/pages/"' in client.get(SET_UP).content)

    assert offered == [True, False]


def test_no_way_back_is_offered_before_there_is_a_factor():
    client = signed_in(coordinator())
    client.get("/admin/pages/")

    assert b'href="/admin/pages/"' not in client.get(SET_UP).content


@pytest.mark.parametrize("path", [ACTIVATE, "/accounts/2fa/webauthn/add/", "/accounts/2fa/totp/deactivate/", SET_UP])
def test_session_that_did_not_show_the_factor_cannot_add_or_remove_one(client, path):
    user = coordinator(email=EMAIL)
    totp_for(user)
    signed_in(user, client)

    assert client.get(path)["Location"].startswith("/accounts/2fa/reauthenticate/?next=")


def test_further_factor_does_not_open_an_older_session(client):
    user = coordinator(email=EMAIL)
    signed_in(user, client)
    totp_for(user)  # elsewhere

    assert client.get("/admin/").status_code == 302


def test_removing_the_last_factor_leads_back_to_set_up(client):
    user = coordinator(email=EMAIL)
    sign_in_with_second_factor(client, user)
    before = client.get("/admin/").status_code

    Authenticator.objects.filter(user=user).delete()

    assert (before, client.get("/admin/")["Location"]) == (200, SET_UP)


def test_recovery_codes_alone_are_no_second_factor(client):
    user = coordinator(email=EMAIL)
    sign_in_with_second_factor(client, user)
    Authenticator.objects.filter(user=user).update(type=Authenticator.Type.RECOVERY_CODES, data={"seed": "s"})

    assert client.get("/admin/")["Location"] == SET_UP


def test_record_of_another_persons_factor_does_not_count(client):
    sign_in_with_second_factor(client, coordinator(email=EMAIL))
    other = coordinator()
    totp_for(other)
    session = client.session
    session["_auth_user_id"], session["_auth_user_hash"] = str(other.pk), other.get_session_auth_hash()
    session.save()

    assert client.get("/admin/")["Location"].startswith("/accounts/2fa/reauthenticate/")


def test_password_and_code_together_open_the_admin(client, user):
    user.is_superuser = True
    user.save()
    secret = totp_for(user)

    first = client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    between = client.get("/admin/")
    second = client.post(first["Location"], {"code": totp_code(secret)})

    assert first["Location"] == "/accounts/2fa/authenticate/"
    assert between["Location"] == "/accounts/login/?next=/admin/"
    assert second["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_city_editor_needs_no_factor_for_the_site(client):
    signed_in(city_editor(), client)

    assert client.get("/accounts/sessions/").status_code == 200
    assert client.get("/en/me/").status_code == 200


def test_somebody_signed_in_who_edits_nothing_of_the_site_is_told_so_and_not_sent_round_and_round(client):
    signed_in(city_editor(), client)

    answer = client.get("/admin/")

    assert answer.status_code == 403
    assert "This page is not open to you" in answer.content.decode()


def test_visitor_is_asked_to_sign_in_as_before(client):
    assert client.get("/admin/")["Location"] == "/accounts/login/?next=/admin/"
    assert client.get(SET_UP)["Location"] == "/accounts/login/?next=/accounts/2fa/"
