"""allauth's pages in the look of the site."""

import re

import pytest
from django.core import mail
from django.utils.translation import override

from portal.accounts.models import User

pytestmark = pytest.mark.django_db
EMAIL, PASSWORD = "someone@example.org", "a-long-password-of-hers"


@pytest.fixture
def user():
    return User.objects.create_user(EMAIL, PASSWORD)


def html_of(client, path, **options):
    return " ".join(client.get(path, **options).content.decode().split())


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"])
def test_page_stands_in_our_frame(client, path):
    html = html_of(client, path)

    assert html.count("<h1>") == 1
    assert '<main class="site-main" id="content" tabindex="-1"> <div class="page-head"><h1>' in html
    assert '<meta name="robots" content="noindex">' in html
    assert "style=" not in html


def test_every_field_has_a_label_and_no_placeholder(client):
    html = html_of(client, "/accounts/login/")

    fields = re.findall(r'<input type="(?:email|password|checkbox)"[^>]*id="(\w+)"', html)
    [form] = re.findall(r'<form class="form tight".*?</form>', html)
    assert fields == ["id_login", "id_password", "id_remember"]
    assert all(f'<label for="{field}">' in form for field in fields)
    assert "placeholder" not in form


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

    assert answer["Location"] == "/admin/"


def test_nobody_signs_up_alone(client):
    client.post("/accounts/signup/", {"email": EMAIL, "password1": PASSWORD, "password2": PASSWORD})

    assert "Accounts are made by administrators" in html_of(client, "/accounts/signup/")
    assert not User.objects.exists()


def test_password_is_reset_by_mail(client, user):
    client.post("/accounts/password/reset/", {"email": EMAIL})
    [link] = re.findall(r"http://testserver(/\S+)", mail.outbox[0].body)
    form = client.get(link, follow=True)
    new = {"password1": "quite-another-password", "password2": "quite-another-password"}

    client.post(form.redirect_chain[-1][0], new)

    assert '<form class="form tight"' in form.content.decode()
    user.refresh_from_db()
    assert user.check_password("quite-another-password")


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_password_reset_does_not_tell_who_has_an_account(client, user, email):
    answer = client.post("/accounts/password/reset/", {"email": email})

    assert answer["Location"] == "/accounts/password/reset/done/"
    assert "<h1>" in html_of(client, answer["Location"])


@pytest.mark.parametrize("path", ["/accounts/password/change/", "/accounts/email/", "/accounts/logout/"])
def test_pages_of_an_account_stand_in_our_frame(client, user, path):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    with override("en"):
        html = html_of(client, path, follow=True)

    assert '<main class="site-main" id="content" tabindex="-1"> <div class="page-head"><h1>' in html
