"""allauth's pages in the look of the site."""

import re

import pytest
from django.core import mail
from django.utils.translation import override

from portal.accounts.models import User
from tests.portal.accounts.conftest import EMAIL, PASSWORD

pytestmark = pytest.mark.django_db
PAGES_OF_VISITORS = [
    "/accounts/login/",
    "/accounts/login/code/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-abc/",
    "/accounts/signup/",
    "/accounts/inactive/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/no-such-key/",
    "/accounts/3rdparty/login/cancelled/",
    "/accounts/3rdparty/login/error/",
]
PAGES_OF_AN_ACCOUNT = [
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/sessions/",
    "/accounts/3rdparty/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
]


def html_of(client, path, **options):
    return " ".join(client.get(path, **options).content.decode().split())


def inline_in(html):
    """Scripts and styles that the content security policy would refuse."""
    scripts = re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", html)
    return scripts + re.findall(r"<style|\sstyle=|\son[a-z]+=\"", html)


@pytest.mark.parametrize("path", PAGES_OF_VISITORS)
def test_page_of_visitors_stands_in_our_frame(client, path):
    html = html_of(client, path)

    assert html.count("<h1>") == 1
    assert '<main class="site-main" id="content" tabindex="-1"> <div class="page-head"><h1>' in html
    assert '<meta name="robots" content="noindex">' in html
    assert inline_in(html) == []


@pytest.mark.parametrize("path", PAGES_OF_AN_ACCOUNT)
def test_page_of_an_account_stands_in_our_frame(client, user, path):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    with override("en"):
        html = html_of(client, path, follow=True)

    assert len(re.findall("<h1[ >]", html)) == 1
    assert '<main class="site-main" id="content" tabindex="-1"> <div class="page-head"><h1' in html
    assert inline_in(html) == []


def test_code_comes_before_passkey_and_password(client):
    html = html_of(client, "/accounts/login/")

    headings = re.findall("<h2>(With[^<]+)</h2>|<summary>([^<]+)</summary>", html)
    assert ["".join(each) for each in headings] == ["With a code by e-mail", "With a passkey", "With a password"]
    assert "Members, their colleagues and coordinators sign in here." in html


def test_every_field_has_a_label_and_no_placeholder(client):
    html = html_of(client, "/accounts/login/")

    fields = re.findall(r'<input[^>]*id="(id_\w+)"', html)
    forms = " ".join(re.findall(r'<form class="form tight".*?</form>', html))
    assert fields == ["id_code_email", "id_login", "id_password"]
    assert all(f'<label for="{field}">' in forms for field in fields)
    assert "placeholder" not in forms


def test_page_follows_the_chosen_language(client):
    client.get("/language/fi/")

    assert '<html lang="fi">' in html_of(client, "/accounts/login/", headers={"accept-language": "da"})


def test_page_follows_the_browser_where_no_language_was_chosen(client):
    assert '<html lang="da">' in html_of(client, "/accounts/login/", headers={"accept-language": "da"})


def test_wrong_password_is_explained_and_the_address_kept(client, user):
    answer = client.post("/accounts/login/", {"login": EMAIL, "password": "wrong-password-here"})

    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'class="ds-error-summary" role="alert"' in html
    assert f'value="{EMAIL}"' in html


def test_signing_in_leads_on_and_signing_out_asks_first(client, user):
    answer = client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD, "next": "/en/statement/"})

    assert answer["Location"] == "/en/statement/"
    assert "<h1>Sign out</h1>" in html_of(client, "/accounts/logout/")
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


def test_signing_in_leads_to_no_other_site(client, user):
    answer = client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD, "next": "https://example.org/"})

    assert answer["Location"] == "/en/me/"


def test_nobody_signs_up_alone(client):
    client.post("/accounts/signup/", {"email": EMAIL, "password1": PASSWORD, "password2": PASSWORD})

    assert "Accounts begin with an invitation" in html_of(client, "/accounts/signup/")
    assert not User.objects.exists()


def test_password_is_reset_by_mail(client, user):
    client.post("/accounts/password/reset/", {"email": EMAIL})
    [link] = re.findall(r"http://127.0.0.1:8000(/\S+)", mail.outbox[0].body)
    form = client.get(link, follow=True)
    new = {"password1": "quite-another-password", "password2": "quite-another-password"}

    client.post(form.redirect_chain[-1][0], new)

    assert '<form class="form tight"' in form.content.decode()
    user.refresh_from_db()
    assert user.check_password("quite-another-password")
