"""Finding a criterion by one's own words, in a real browser, with script and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import follow


def results(page):
    return page.get_by_role("main").get_by_role("article")


def filters(page):
    return page.locator("#filters")


def test_buyer_finds_a_criterion_in_her_language_and_opens_it(page):
    page.goto("/sv/")
    page.get_by_role("banner").get_by_role("combobox").fill("batteriets livslängd")
    page.get_by_role("banner").get_by_role("combobox").press("Enter")

    first = results(page).first
    expect(first).to_contain_text("BAT-01@")
    expect(first.locator("mark").first).to_be_visible()
    follow(first.get_by_role("heading").get_by_role("link"))

    expect(page).to_have_url(re.compile(r"/sv/criterion/bat-01/"))


def test_reader_without_script_narrows_and_widens_a_search(page_without_script):
    page = page_without_script
    page.goto("/en/search/?q=battery")
    before = results(page).count()

    filters(page).get_by_label(re.compile("^Battery")).check()
    follow(filters(page).get_by_role("button", name="Show results"))
    expect(results(page)).to_have_count(3)
    expect(filters(page).get_by_label(re.compile("^Battery"))).to_be_checked()

    follow(page.get_by_role("link", name="Remove the filter: Battery"))
    expect(results(page)).to_have_count(before)


def test_filters_open_as_a_sheet_on_a_telephone(page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/en/search/?q=battery&kind=criterion")
    expect(filters(page)).to_be_hidden()

    page.get_by_role("main").get_by_role("button", name="Filter").click()
    filters(page).get_by_label(re.compile("^3 Frontrunner")).check()
    follow(filters(page).get_by_role("button", name="Show results"))

    expect(page).to_have_url(re.compile(r"level=3"))
    expect(filters(page)).to_be_hidden()


def test_misspelt_word_is_one_click_from_what_was_meant(page):
    page.goto("/en/search/?q=refubrished")

    follow(page.get_by_role("link", name="refurbished"))

    expect(results(page).first).to_contain_text(re.compile("refurbished", re.IGNORECASE))


@pytest.mark.parametrize(("kind", "heading"), [("Criteria", "Minerals from responsible sources")])
def test_tabs_lead_from_everything_to_one_kind(page, kind, heading):
    page.goto("/en/search/?q=minerals")

    follow(page.get_by_role("navigation", name="What to search in").get_by_role("link", name=re.compile(kind)))

    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page).to_have_url(re.compile(r"kind=criterion"))


def test_text_found_in_another_language_says_so_and_opens_in_the_readers(page):
    page.goto("/en/search/?q=konfliktmineraler")

    first = results(page).first
    expect(first).to_contain_text("Svenska")
    expect(first.locator("h3")).to_have_attribute("lang", "sv")
    follow(first.get_by_role("heading").get_by_role("link"))

    expect(page).to_have_url(re.compile(r"/en/criterion/min-01/"))


def box(page):
    return page.get_by_role("banner").get_by_role("combobox")


def options(page):
    return page.get_by_role("banner").get_by_role("option")


def test_reader_chooses_a_title_by_keyboard_while_typing(page):
    page.goto("/en/")
    expect(box(page)).to_have_attribute("aria-expanded", "false")

    box(page).press_sequentially("bat-0")
    expect(options(page).first).to_contain_text("BAT-01")
    expect(box(page)).to_have_attribute("aria-expanded", "true")

    box(page).press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute("aria-activedescendant", options(page).first.get_attribute("id"))
    box(page).press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box(page)).to_have_value("bat-0")

    box(page).press_sequentially("1")
    expect(options(page).first).to_contain_text("BAT-01")
    box(page).press("ArrowDown")
    box(page).press("Enter")
    expect(page).to_have_url(re.compile(r"/en/criterion/bat-01/"))


def test_enter_without_a_choice_sends_the_form(page):
    page.goto("/en/")
    box(page).press_sequentially("battery")
    expect(options(page).first).to_be_visible()

    box(page).press("Enter")

    expect(page).to_have_url(re.compile(r"/en/search/\?q=battery"))
