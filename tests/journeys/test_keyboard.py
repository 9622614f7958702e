"""Keys for those who work with the site all day; they can be turned off."""

from playwright.sync_api import expect

from tests.journeys.clipboard import copied

SET, PAGE = "/en/criteria/smartphones/", "/en/criterion/bat-01/2.0.0/"


def focused(page):
    """The code of the item that has the focus."""
    return page.locator("[data-item]:focus .code")


def codes(page):
    return page.locator("#criteria .code").all_inner_texts()


def test_slash_goes_to_the_search_of_the_page_and_types_no_slash(page):
    page.goto(SET)

    page.keyboard.press("/")

    expect(page.locator("#set-search")).to_be_focused()
    expect(page.locator("#set-search")).to_have_value("")


def test_j_and_k_walk_the_list_and_x_ticks(page):
    page.goto(SET)
    first, second = codes(page)[:2]

    page.keyboard.press("j")
    expect(focused(page)).to_have_text(first)
    page.keyboard.press("j")
    expect(focused(page)).to_have_text(second)
    page.keyboard.press("x")
    page.keyboard.press("k")
    expect(focused(page)).to_have_text(first)

    expect(page.locator("#criteria article", has=page.locator("input:checked")).locator(".code")).to_have_text([second])
    expect(page.locator("output")).to_have_text("1")


def test_k_starts_from_the_end(page):
    page.goto(SET)

    page.keyboard.press("k")

    expect(focused(page)).to_have_text(codes(page)[-1])


def test_c_copies_the_level_one_stands_on(page):
    page.goto(PAGE)
    page.keyboard.press("j")
    page.keyboard.press("j")

    page.keyboard.press("c")

    assert copied(page, "Copied").lines[-1] == "BAT-01@2.0.0, level 2, en"


def test_letters_typed_into_a_field_stay_letters(page):
    page.goto(SET)
    page.locator("#set-search").fill("")

    page.locator("#set-search").press_sequentially("jkxc/")

    expect(page.locator("#set-search")).to_have_value("jkxc/")
    assert page.locator("#criteria input:checked").count() == 0


def test_question_mark_shows_the_keys_and_they_can_be_turned_off(page):
    page.goto(SET)
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.locator("[data-shortcuts-switch]").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()

    page.keyboard.press("j")
    expect(focused(page)).to_have_count(0)
    page.reload()
    page.keyboard.press("/")

    expect(page.locator("#set-search")).not_to_be_focused()


def test_first_stop_of_the_tab_key_leads_past_the_menu(page):
    page.goto(PAGE)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#content")).to_be_focused()
