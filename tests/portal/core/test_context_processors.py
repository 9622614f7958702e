"""What the frame of every page shows: the page in other languages, where one is, how full the basket is."""

import pytest
from django.template.loader import render_to_string

from portal.core.context_processors import site
from tests.factories.registry import ReleaseFactory, VersionFactory
from tests.registry.views.pages import all_words, parsed

pytestmark = pytest.mark.django_db


def test_page_names_itself_in_each_language_with_its_query(rf):
    context = site(rf.get("/en/criteria/smartphones/?level=2"))

    assert [(each.code, each.url) for each in context["alternates"]] == [
        (code, f"/{code}/criteria/smartphones/?level=2") for code in ("en", "sv", "nb", "fi", "da")
    ]
    assert context["permanent_url"] == "http://127.0.0.1:8000/en/criteria/smartphones/"


def test_language_switch_leads_to_the_same_page(client):
    VersionFactory(criterion__code="BAT-01")

    response = client.get("/fi/criterion/bat-01/1.0.0/")

    links = parsed(response).xpath("//nav[@class='language']//a")
    assert [(each.get("hreflang"), each.get("href")) for each in links] == [
        (code, f"/{code}/criterion/bat-01/1.0.0/") for code in ("en", "sv", "nb", "fi", "da")
    ]
    assert [each.get("hreflang") for each in links if each.get("aria-current")] == ["fi"]


def test_language_switch_of_a_permanent_page_comes_back_in_that_language(client):
    VersionFactory(criterion__code="BAT-01")
    page = client.get("/id/criterion/bat-01/v1.0.0")

    [address] = parsed(page).xpath("//nav[@class='language']//a[@hreflang='sv']/@href")
    response = client.get(address, follow=True)

    assert response.redirect_chain == [("/id/criterion/bat-01/v1.0.0", 302)]
    assert parsed(response).get("lang") == "sv"


def test_navigation_marks_where_one_is(client):
    ReleaseFactory()

    response = client.get("/en/criteria/smartphones/")

    assert all_words(response, "//nav[@class='site-nav']//a[@aria-current]") == ["Criteria"]
    assert all_words(client.get("/en/basket/"), "//nav[@class='site-nav']//a[@aria-current]") == []


def test_frame_of_a_page_that_knows_nothing_of_the_request_is_not_kept_for_others(client):
    without = render_to_string("base.html")

    assert 'class="site-nav"' in without
    assert all_words(client.get("/en/basket/"), "//nav[@class='site-nav']//a")[0] == "Criteria"


def test_frame_is_in_the_language_of_each_page(client):
    first, again = (
        [all_words(client.get(f"/{code}/basket/"), "//footer//a")[0] for code in ("en", "sv", "fi")] for _ in range(2)
    )

    assert first == ["Accessibility", "Tillgänglighet", "Esteettömyys ja saavutettavuus"]
    assert again == first


def test_basket_of_a_new_reader_is_not_looked_up(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/en/join/")


def test_basket_count_is_on_every_page(client):
    VersionFactory(criterion__code="BAT-01")
    client.post("/en/basket/add/", {"item": ["BAT-01@1.0.0/L1", "BAT-01@1.0.0/L2"]})

    for path in ("/en/criterion/bat-01/1.0.0/", "/id/criterion/bat-01/v1.0.0", "/accounts/login/"):
        assert all_words(client.get(path), "//a[@class='basket-link']//span[@class='count']") == ["2"], path
