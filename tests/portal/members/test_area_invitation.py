"""The page behind a mailed invitation: looked at without harm, accepted once, signed in as allauth does."""

import re

import pytest
from django.core import mail
from django.test import Client

from portal.accounts.models import User
from portal.letters.models import MailedLink
from portal.letters.sending import send_waiting
from portal.members.enums import Role
from portal.members.models import Invitation, Membership
from portal.members.services.colleagues import invite, revoke_invitation
from tests.factories.accounts import UserFactory, city_editor, totp_code, totp_for
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db
EMAIL = "new@example.org"
NAME = {"name": "Nina New"}


@pytest.fixture
def invitation():
    organisation = OrganisationFactory(name="City of Example", slug="example")
    editor = city_editor(organisation)
    User.objects.filter(pk=editor.pk).update(name="Eva Editor")
    return invite(organisation.pk, email=EMAIL, role=Role.CITY_EDITOR, language="sv", actor=editor)


@pytest.fixture
def path(invitation):
    """The address in the mail, in English."""
    send_waiting()
    [link] = re.findall(r"http://127\.0\.0\.1:8000/sv(/invitation/\S+/)", mail.outbox[-1].body)
    return f"/en{link}"


def words_of(response):
    return " ".join(response.content.decode().split())


def signed_in(client):
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


def test_page_says_who_invites_to_what(client, path):
    html = words_of(client.get(path))

    assert "<h1>Work for City of Example in Joint Demand</h1>" in html
    assert "Eva Editor invites you." in html
    assert "<dd>City editor</dd>" in html
    assert f"<dd>{EMAIL}</dd>" in html


def test_page_is_kept_by_nobody(client, path):
    response = client.get(path)

    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert 'name="robots" content="noindex"' in response.content.decode()


@pytest.mark.parametrize("method", ["get", "head"])
def test_mail_scanner_uses_nothing_up(client, path, method):
    for _ in range(3):
        assert getattr(client, method)(path).status_code == 200

    assert MailedLink.objects.filter(used_at=None).count() == 1
    assert not User.objects.filter(email=EMAIL).exists()


def test_accepting_makes_an_account_signs_in_and_leads_to_securing_it(client, path):
    response = client.post(path, NAME)

    user = User.objects.get(email=EMAIL)
    assert (response.status_code, response["Location"]) == (302, "/en/me/security/")
    assert (signed_in(client), user.name) == (user, "Nina New")
    assert user.memberships.get().role == Role.CITY_EDITOR
    assert user.emailaddress_set.get().verified
    page = client.get("/en/me/security/")
    assert "You now work for City of Example here." in {str(message) for message in page.context["messages"]}


def test_signing_in_gets_a_new_session_and_a_record(client, path):
    client.get("/en/join/")
    session = client.session
    session["basket"] = "kept"
    session.save()
    before = session.session_key

    client.post(path, NAME)

    [record] = client.session["account_authentication_methods"]
    assert client.session.session_key != before
    assert (record["method"], record["email"]) == ("mailed_link", EMAIL)


def test_accepting_in_another_language_stays_in_it(client, path):
    response = client.post(path.replace("/en/", "/fi/"), NAME)

    assert response["Location"] == "/fi/me/security/"


def test_name_is_asked_for_and_nothing_used_up_without_it(client, path):
    response = client.post(path, {"name": " "})

    assert 'href="#id_name"' in words_of(response)
    assert MailedLink.objects.filter(used_at=None).count() == 1
    assert client.post(path, NAME).status_code == 302


def test_name_that_the_account_has_is_filled_in(client, path):
    UserFactory(email=EMAIL, name="Known Already")

    assert client.get(path).context["form"]["name"].value() == "Known Already"


def test_account_with_a_second_factor_is_asked_for_it(client, path):
    user = UserFactory(email=EMAIL, name="Known Already")
    secret = totp_for(user)

    response = client.post(path, NAME)

    assert response["Location"] == "/accounts/2fa/authenticate/"
    assert signed_in(client) is None
    done = client.post(response["Location"], {"code": totp_code(secret)})
    assert (done["Location"], signed_in(client)) == ("/en/me/security/", user)


def test_closed_account_stays_closed(client, path):
    UserFactory(email=EMAIL, is_active=False)

    response = client.post(path, NAME)

    assert response.status_code == 410
    assert signed_in(client) is None
    assert not Membership.objects.filter(user__email=EMAIL).exists()


def test_whoever_is_signed_in_already_goes_to_their_pages(client, path):
    user = UserFactory(email=EMAIL, name="Known Already")
    client.force_login(user)

    response = client.post(path, NAME)

    assert response["Location"] == "/en/me/"
    assert user.memberships.get().role == Role.CITY_EDITOR


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_else_is_asked_to_sign_out_first(client, path, method):
    other = UserFactory(email="other@example.org")
    client.force_login(other)

    html = words_of(getattr(client, method)(path, NAME))

    assert "It was sent to new@example.org, and you are signed in as other@example.org." in html
    assert f'href="/accounts/logout/?next={path}"' in html
    assert Invitation.objects.open().count() == 1
    assert not other.memberships.exists()


def test_signing_out_first_leads_back_to_the_invitation(client, path):
    client.force_login(UserFactory(email="other@example.org"))

    client.post("/accounts/logout/", {"next": path}, follow=True)

    assert "Eva Editor invites you." in words_of(client.get(path))


def assert_closed(response):
    html = words_of(response)
    assert response.status_code == 410
    assert "<h1>This invitation is closed</h1>" in html
    assert "Otherwise, ask whoever invited you to send it again." in html
    assert EMAIL not in html


def test_link_that_was_used_says_so(client, path):
    client.post(path, NAME)

    assert_closed(Client().get(path))
    assert_closed(Client().post(path, NAME))


def test_link_that_was_taken_back_says_so(client, path, invitation):
    revoke_invitation(invitation.pk, actor=invitation.invited_by)

    assert_closed(client.get(path))
    assert_closed(client.post(path, NAME))
    assert not User.objects.filter(email=EMAIL).exists()


def test_link_that_has_expired_says_so(client, path, invitation):
    MailedLink.objects.update(expires_at=invitation.invited_at)

    assert_closed(client.get(path))
    assert_closed(client.post(path, NAME))


def test_link_that_never_was_says_the_same(client):
    assert_closed(client.get("/en/invitation/nothing/"))


def test_guessing_is_slowed_down(client):
    statuses = [client.get(f"/en/invitation/{number}/").status_code for number in range(61)]

    assert statuses == [410] * 60 + [429]


def test_form_without_token_is_refused(path):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(path, NAME).status_code == 403
    assert not User.objects.filter(email=EMAIL).exists()
