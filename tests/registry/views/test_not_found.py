"""The page for an address that names nothing."""

from django.http import HttpResponse
from django.test import RequestFactory

from registry.views.not_found import not_found
from tests.registry.views.pages import all_words, parsed


def _answer(thing: str, suggestions: list[tuple[str, str]]) -> HttpResponse:
    return not_found(RequestFactory().get("/en/criterion/bat-10/"), thing, suggestions)


def test_page_names_what_is_missing_and_the_nearest_things():
    response = _answer("BAT-10", [("BAT-01", "/en/criterion/bat-01/"), ("BAT-11", "/en/criterion/bat-11/")])

    assert response.status_code == 404
    assert all_words(response, "//h1") == ["There is no BAT-10"]
    assert all_words(response, "//main//li") == ["BAT-01", "BAT-11"]
    assert parsed(response).xpath("//main//li/a/@href") == ["/en/criterion/bat-01/", "/en/criterion/bat-11/"]


def test_page_without_anything_near_still_leads_on():
    response = _answer("BAT-10", [])

    assert all_words(response, "//main//li") == []
    assert all_words(response, "//main//p/a") == ["All criteria"]
    assert parsed(response).xpath("//main//form/@role") == ["search"]


def test_page_escapes_what_was_asked_for():
    response = _answer("<script>alert(1)</script>", [("<b>", "/en/?a=1&b=2")])

    assert all_words(response, "//h1") == ["There is no <script>alert(1)</script>"]
    assert parsed(response).xpath("//h1/*") == []
    assert parsed(response).xpath("//main//li/a/@href") == ["/en/?a=1&b=2"]
