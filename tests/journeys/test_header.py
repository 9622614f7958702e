"""The menu on top of every page: one line, or a button that opens it."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser import follow
from tests.factories.accounts import MembershipFactory
from tests.portal.experiences.authors import sign_in

WIDTHS = (1024, 1088, 1199, 1200, 1280, 1440)
SHAPE = """() => {
  const nav = document.querySelector(".site-nav"), page = document.documentElement;
  const tops = [...nav.querySelectorAll("li")].map(word => word.getBoundingClientRect().top);
  return [new Set(tops).size, page.scrollWidth <= page.clientWidth];
}"""


@pytest.fixture
def member(client, page):
    user = MembershipFactory().user
    sign_in(client, page, user)
    return user


def fill_basket(page):
    page.goto("/en/criterion/bat-03/1.0.0/")
    follow(page.get_by_role("button", name="Put in the basket").first)


def shapes(page):
    """Of each language and width: how many lines the menu has, and whether the page fits."""
    found = {}
    for language, _name in settings.LANGUAGES:
        page.goto(f"/{language}/experiences/")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 700})
            found[language, width] = page.evaluate(SHAPE)
    return found


def test_menu_of_a_visitor_is_one_line_in_every_language(page):
    fill_basket(page)

    assert {key: shape for key, shape in shapes(page).items() if shape != [1, True]} == {}


def test_menu_of_a_member_is_one_line_in_every_language(page, member):
    fill_basket(page)

    assert {key: shape for key, shape in shapes(page).items() if shape != [1, True]} == {}


def test_signs_without_words_have_names(page, member):
    page.goto("/en/experiences/")
    header = page.get_by_role("banner")

    expect(header.locator(".language summary")).to_have_text("Language: English")
    expect(header.get_by_role("link", name="Basket")).to_be_visible()
    expect(header.get_by_role("link", name="My pages")).to_be_visible()


def test_menu_opens_from_its_button_where_it_has_no_room(page):
    page.set_viewport_size({"width": 1199, "height": 700})
    page.goto("/en/experiences/")

    hidden = page.get_by_role("link", name="Statement").is_hidden()
    page.get_by_role("button", name="Menu").click()

    assert hidden
    expect(page.get_by_role("banner").get_by_role("link", name="Statement")).to_be_visible()
