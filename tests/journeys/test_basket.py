"""From the set to an annex in hand: level, ticks, basket, a changed value, a Word file, a link for a colleague."""

import re

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.browser import follow

SET = "/en/criteria/smartphones/"


def choose_level_two(page: Page) -> None:
    page.goto(SET)
    page.get_by_role("radio", name="2 Advanced").check()
    follow(page.get_by_role("button", name="Show criteria"))


def fill_basket(page: Page) -> int:
    """Put what is ticked in the basket and go there; how many there are."""
    count = page.locator("#criteria input:checked").count()
    follow(page.get_by_role("button", name="Put the ticked ones in the basket"))
    expect(page.locator(".messages")).to_contain_text(f"{count} criteria are in the basket.")
    follow(page.locator("a.basket-link"))
    return count


def save(page: Page) -> None:
    follow(page.get_by_role("button", name="Save", exact=True).last)


def change_value(page: Page) -> None:
    field = page.locator("[id='bat-01200l2']").get_by_label("Full charge cycles")
    expect(field).to_have_value("1,000")
    field.fill("1,200")
    page.get_by_label("Title of the annex").fill("Annex 3: telephones")
    save(page)
    expect(page.locator(".messages")).to_contain_text("The basket was saved.")


def downloaded(page: Page) -> list[str]:
    """The paragraphs of the Word file."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Tender annex (Word, DOCX)").click()
    assert download.value.suggested_filename == "joint-demand-annex-en.docx"
    return [paragraph.text for paragraph in Document(str(download.value.path())).paragraphs]


def share(page: Page) -> str:
    follow(page.get_by_role("button", name="Make a link to share"))
    expect(page).to_have_url(re.compile(r"/en/b/[a-z2-7]{26}/$"))
    return page.url


def check_shared(page: Page, address: str, count: int) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Annex 3: telephones")
    assert page.locator("main article").count() == count
    expect(page.locator("main article", has_text="BAT-01@2.0.0, level 2, en")).to_contain_text("1,200")


def check_document(paragraphs: list[str], count: int) -> None:
    citations = [text for text in paragraphs if re.fullmatch(r"[A-Z0-9]+-\d\d@\d+\.\d+\.\d+, level \d, en", text)]

    assert paragraphs[0] == "Annex 3: telephones"
    assert (len(citations), "BAT-01@2.0.0, level 2, en" in citations) == (count, True)
    assert [text for text in paragraphs if "after 1,200 full charge cycles" in text] != []
    assert [text for text in paragraphs if re.search(r"\{[a-z_]+\}", text)] == []


def test_buyer_takes_an_annex_home_and_a_colleague_opens_the_link(page, page_elsewhere):
    choose_level_two(page)
    expect(page.locator("output")).to_have_text(str(page.locator("#criteria input:checked").count()))
    page.get_by_label("Tick all").check()
    members = page.locator("#criteria article").count()
    expect(page.locator("output")).to_have_text(str(members))

    assert fill_basket(page) == members
    change_value(page)
    check_document(downloaded(page), members)
    address = share(page)

    check_shared(page_elsewhere, address, members)


def test_buyer_without_script_does_the_same(page_without_script):
    page = page_without_script
    choose_level_two(page)

    count = fill_basket(page)
    change_value(page)
    check_document(downloaded(page), count)
    address = share(page)

    page.context.clear_cookies()
    check_shared(page, address, count)


def test_value_out_of_its_bounds_is_told_at_its_field_and_mended_there(page):
    page.goto("/en/criterion/bat-01/2.0.0/")
    follow(page.locator("#level-2").get_by_role("button", name="Put in the basket"))
    page.goto("/en/basket/")
    field = page.get_by_label("Full charge cycles")
    field.fill("9000")
    save(page)

    expect(field).to_have_value("9000")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".ds-validation-message").first).to_contain_text("Enter a value from 800 to 2,000.")
    field.fill("1500")
    save(page)

    expect(page.locator("[aria-invalid]")).to_have_count(0)


def test_removed_criterion_comes_back_by_undo(page):
    choose_level_two(page)
    count = fill_basket(page)
    first = page.locator("main article .code").first.inner_text()

    follow(page.get_by_role("button", name="Remove").first)
    expect(page.locator(".messages")).to_contain_text("was taken out of the basket")
    expect(page.locator("main article")).to_have_count(count - 1)
    follow(page.get_by_role("button", name="Undo the last step"))

    expect(page.locator("main article")).to_have_count(count)
    expect(page.locator("main article .code").first).to_have_text(first)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_full_basket_never_scrolls_sideways(page, width):
    page.set_viewport_size({"width": 1280, "height": 800})
    choose_level_two(page)
    fill_basket(page)

    page.set_viewport_size({"width": width, "height": 800})

    assert page.evaluate("document.documentElement.scrollWidth") == width
