"""The choice of a language, and what robots leave alone."""

import pytest
from django.test import Client

from portal.core.context_processors import in_language


@pytest.mark.parametrize("code", ["en", "sv", "nb", "fi", "da"])
def test_chosen_language_is_remembered(client, code):
    answer = client.get(f"/language/{code}/?next=/accounts/login/")

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    assert (answer.cookies["language"].value, answer.cookies["language"]["samesite"]) == (code, "Lax")


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_choice_of_a_language_leads_nowhere_else(client, target):
    assert client.get("/language/fi/", {"next": target})["Location"] == "/fi/"


def test_unknown_language_is_not_found(client, db):
    assert client.get("/language/xx/").status_code == 404


def test_language_is_not_chosen_by_post(client):
    assert client.post("/language/sv/").status_code == 405


def test_cookie_is_secure_where_the_site_is(client, settings):
    settings.LANGUAGE_COOKIE_SECURE = True

    assert client.get("/language/sv/").cookies["language"]["secure"] is True


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("/en/statement/?a=1", "/fi/statement/?a=1"),
        ("/en/", "/fi/"),
        ("/en", "/fi/"),
        ("/accounts/login/?next=/admin/", "/language/fi/?next=%2Faccounts%2Flogin%2F%3Fnext%3D%2Fadmin%2F"),
        ("/english/", "/language/fi/?next=%2Fenglish%2F"),
    ],
)
def test_page_is_found_in_another_language(path, other):
    assert in_language(path, "fi") == other


def test_robots_are_told_what_to_leave_alone_and_where_the_sitemap_is(client):
    answer = client.get("/robots.txt")

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == (
        "User-agent: *\nDisallow: /admin/\nDisallow: /accounts/\nDisallow: /language/\nDisallow: /*/basket/\n"
        "Disallow: /*/b/\nDisallow: /*/search/*?\nDisallow: /*/join/link/\n\nSitemap: http://127.0.0.1:8000/sitemap.xml\n"
    )


@pytest.mark.django_db
def test_form_without_its_token_is_explained_and_changes_nothing():
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post("/accounts/login/", {"login": "someone@example.org", "password": "x"})

    html = answer.content.decode()
    assert answer.status_code == 403
    assert "<h1>This form has expired</h1>" in html
    assert '<a href="/en/">Go to the front page</a>' in html
