"""The language of an address, and which policy a page is served under."""

from types import SimpleNamespace

import pytest
from django.http import HttpResponse

from portal.core.middleware import AdminContentSecurityPolicyMiddleware
from tests.factories.accounts import sign_in_with_second_factor
from tests.factories.registry import VersionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("accept", "language"), [("sv", "sv"), ("da-DK,da;q=0.9", "da"), ("de", "en"), ("", "en")])
def test_address_without_a_language_leads_to_the_readers(client, accept, language):
    response = client.get("/criteria/?theme=battery", headers={"Accept-Language": accept})

    assert (response.status_code, response.url) == (302, f"/{language}/criteria/?theme=battery")
    assert "Accept-Language" in response["Vary"]


def test_chosen_language_beats_that_of_the_browser(client):
    client.cookies["language"] = "fi"

    assert client.get("/criteria/", headers={"Accept-Language": "sv"}).url == "/fi/criteria/"


@pytest.mark.parametrize("path", ["/id/criterion/nix-01", "/id/criterion/nix-01/v1.0.0", "/id/set/nothing/v1.0.0"])
def test_permanent_address_of_nothing_is_a_404_where_it_stands(client, path):
    response = client.get(path, headers={"Accept-Language": "sv"})

    assert (response.status_code, response["Content-Language"]) == (404, "sv")
    assert "Accept-Language" in response["Vary"]


def test_address_of_nothing_under_a_language_stays_there(client):
    response = client.get("/sv/criterion/nix-01/")

    assert (response.status_code, response["Content-Language"]) == (404, "sv")


def policy(response):
    """The content security policy, directive: sources."""
    parts = [each.split() for each in response["Content-Security-Policy"].split(";") if each.strip()]
    return {name: sources for name, *sources in parts}


def test_public_page_is_served_under_the_strict_policy(client):
    VersionFactory(criterion__code="BAT-01")

    for path in ("/en/criterion/bat-01/1.0.0/", "/en/criterion/nix-01/", "/accounts/login/", "/en/basket/"):
        response = client.get(path)
        sources = policy(response)
        assert sources["default-src"] == ["'none'"], path
        assert (sources["style-src"], sources["connect-src"], sources["frame-ancestors"]) == (
            ["'self'"],
            ["'self'"],
            ["'none'"],
        )
        assert [each for each in sources["script-src"] if each != "'self'" and not each.startswith("'nonce-")] == []
        assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("view_name", "policy"),
    [
        ("wagtailadmin_pages:preview_on_edit", None),
        ("wagtailadmin_pages:preview_on_add", None),
        ("joining_admin:evidence", "sandbox"),
        ("", "sandbox"),
    ],
)
def test_only_a_preview_loses_the_policy_that_its_view_set(rf, view_name, policy):
    """A document of an applicant keeps its sandbox in the admin too."""
    request = rf.get("/admin/somewhere/")
    request.resolver_match = SimpleNamespace(view_name=view_name)
    answer = HttpResponse(headers={"Content-Security-Policy": "sandbox", "X-Frame-Options": "DENY"})

    response = AdminContentSecurityPolicyMiddleware(lambda _request: answer)(request)

    assert response.get("Content-Security-Policy") == policy
    assert response["X-Frame-Options"] == ("DENY" if policy else "SAMEORIGIN")


def test_admin_has_its_own_policy_and_may_frame_its_previews(admin_client, admin_user):
    sign_in_with_second_factor(admin_client, admin_user)

    response = admin_client.get("/admin/")

    sources = policy(response)
    assert (response.status_code, response["X-Frame-Options"]) == (200, "SAMEORIGIN")
    assert (sources["default-src"], sources["object-src"]) == (["'self'"], ["'none'"])
    assert sources["script-src"] == ["'self'", "'unsafe-inline'", "'unsafe-eval'"]
    assert sources["frame-ancestors"] == ["'self'"]


def test_address_that_only_looks_like_the_admin_is_public(client):
    assert policy(client.get("/administration/", follow=True))["default-src"] == ["'none'"]


def test_page_says_what_it_sends_elsewhere_and_forbids_guessing(client):
    response = client.get("/en/basket/")

    assert (response["Referrer-Policy"], response["X-Content-Type-Options"]) == ("same-origin", "nosniff")


@pytest.mark.parametrize(
    "path", ["/en/experiences/matrix/?set=%00", "/en/me/tenders/?show=a%00b", "/en/%00/", "/en/?q=%00"]
)
def test_address_with_a_character_that_no_text_has_is_refused(client, path):
    assert client.get(path).status_code == 400


def test_percent_sign_before_noughts_is_none(client):
    assert client.get("/en/experiences/matrix/?set=%2500").status_code == 200
