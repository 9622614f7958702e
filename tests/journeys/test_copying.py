"""A buyer copies a requirement into her tender: Word gets a list, a mail gets plain text, both say where it is from."""

import pytest
from playwright.sync_api import expect

from tests.journeys.clipboard import copied

PAGE = "/sv/criterion/bat-01/2.0.0/"
SOURCE = "BAT-01@2.0.0, level 2, sv"


@pytest.fixture
def level(page):
    page.goto(PAGE)
    return page.locator("#level-2")


def press_copy(level):
    level.locator("[data-copy]").click()
    return copied(level.page, "Kopierat")


def test_copy_is_a_numbered_list_for_word_and_text_with_its_source_for_the_rest(level):
    copy = press_copy(level)

    assert [item.rpartition(" ")[2][-1] for item in copy.items] == [";", "."]
    assert [line[:2] for line in copy.lines[1:3]] == ["1.", "2."]
    assert copy.lines[-1] == SOURCE
    assert copy.html.xpath("//@lang")[0] == "sv"
    assert " ".join(copy.html.text_content().split()).endswith(SOURCE)


def test_copy_holds_values_as_text_and_no_controls(level):
    copy = press_copy(level)

    assert "1 000" in copy.items[0].replace("\u00a0", " ")
    assert "1 000" in copy.plain
    assert copy.html.xpath("//input | //button | //select | //*[@class]") == []


def test_changed_value_is_in_the_copy(level):
    level.get_by_label("laddningscykler", exact=False).fill("1 200")

    copy = press_copy(level)

    assert "1 200" in copy.items[0].replace("\u00a0", " ")
    assert "1 000" not in copy.plain


def test_copy_goes_without_its_source_where_that_is_switched_off(level):
    level.locator("[data-source-line-switch]").uncheck()
    copy = press_copy(level)

    assert SOURCE not in copy.plain
    assert SOURCE not in copy.html.text_content()
    assert len(copy.items) == 2


def test_second_copy_is_announced_as_well(level):
    press_copy(level)
    level.page.locator("#announcer").evaluate("region => region.replaceChildren()")  # what was said before
    level.page.locator("#level-1 [data-copy]").click()

    copy = copied(level.page, "Kopierat")

    assert copy.lines[-1] == "BAT-01@2.0.0, level 1, sv"


def test_reader_without_script_selects_the_same_text(page_without_script):
    page = page_without_script
    page.goto(f"{PAGE}?2.cycles=1+200")
    page.locator("#level-2 details summary").click()

    text = page.locator("#plain-2").input_value().replace("\u00a0", " ")

    assert "1 200" in text
    assert text.strip().splitlines()[-1] == SOURCE
    expect(page.locator("#level-2 [data-copy]")).to_be_hidden()
