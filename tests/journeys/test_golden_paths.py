"""The ways that buyers take most, with keys alone, and no longer than promised.

That of a new city is in ``test_joining.py``, that of a member in ``test_used_criteria.py``, that of a coordinator in
``test_publishing.py`` and ``test_voting.py``.
"""

import re
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import expect

from registry.takeaway.basket import Basket, BasketItem, share
from tests.browser import follow
from tests.journeys.clipboard import copied
from tests.journeys.keyboard import Keys
from tests.tracked import accepted, changes_of, rejected

MOST_TO_COPY, MOST_TO_ANNEX, MOST_TO_TRACK = 4, 8, 4
OPENED = 1  # the link itself, where it counts
SHARED = (("BAT-01", "1.0.0", 2), ("CLI-01", "1.0.0", 2))


@pytest.fixture
def old_link(_site):
    """A basket that somebody shared when its first criterion was new."""
    items = tuple(BasketItem(code=code, number=number, level=level) for code, number, level in SHARED)
    return f"/sv/b/{share(Basket(items=items, title='Bilaga 3')).key}/"


def test_officer_finds_and_copies_a_text_in_her_language(page):
    keys = Keys(page)
    page.goto("/sv/")

    keys.type_into_search("batteri")
    keys.follow(page.locator("main [data-item]", has_text="BAT-01").locator("h3 a, h2 a").first)
    keys.press("j")
    keys.press("c")

    copy = copied(page, "Kopierat")
    assert copy.lines[-1] == "BAT-01@2.0.0, level 1, sv"
    assert copy.html.get("lang") == "sv"
    assert keys.actions <= MOST_TO_COPY


def test_officer_takes_an_annex_and_a_form_for_bidders(page):
    keys = Keys(page)
    page.goto("/sv/criteria/smartphones/")

    keys.choose(page.locator("input[name=level]").first, steps=1)
    keys.follow(page.get_by_role("button", name="Visa kriterier"))
    chosen = page.locator("#criteria input:checked").count()
    keys.follow(page.locator("main button[type=submit]", has_text="i korgen").last)
    keys.follow(page.locator("a.basket-link"))
    keys.fill(page.locator("[name='value|BAT-01@2.0.0/L2|cycles']"), "1200")
    keys.follow(page.locator("button[name=do][value=save]").last)
    annex = Document(keys.download(page.locator("a[href$='.docx']")))
    form = load_workbook(BytesIO(Path(keys.download(page.locator("a[href$='.xlsx']"))).read_bytes()))

    cited = [each.text for each in annex.paragraphs if re.fullmatch(r"[A-Z0-9]+-\d\d@\S+, level \d, sv", each.text)]
    assert len(cited) == chosen > 5
    assert form.active.max_row > chosen
    assert keys.actions <= MOST_TO_ANNEX


def test_officer_sees_a_year_later_what_has_changed_and_takes_it_to_word(page, old_link):
    keys = Keys(page)
    page.goto(old_link)

    keys.follow(page.get_by_role("link", name=re.compile(r"BAT-01@1\.0\.0.*2\.0\.0")))

    assert page.url.endswith("/sv/criterion/bat-01/compare/1.0.0...2.0.0/")
    expect(page.locator("main ins").first).to_be_visible()
    expect(page.locator("main del").first).to_be_visible()
    changes = Path(keys.download(page.locator("main a[href$='/changes.docx']"))).read_bytes()

    [change, *others] = changes_of(changes)
    assert change[1] == "Joint Demand"
    assert {way for way, *_facts in (change, *others)} == {"ins", "del"}
    assert accepted(changes) != rejected(changes)
    assert keys.actions + OPENED <= MOST_TO_TRACK


def test_officer_takes_all_that_has_changed_in_one_file(page, old_link):
    keys = Keys(page)
    page.goto(old_link)

    changes = Document(keys.download(page.locator("main a[href$='/changes.docx']")))

    cited = [row.cells[0].text for table in changes.tables for row in table.rows[1:]]
    assert cited[:2] == ["BAT-01@1.0.0", "BAT-01@2.0.0"]
    assert len(cited) == 2 * len([each for each in changes.paragraphs if each.style.name == "Heading 1"])
    assert keys.actions + OPENED <= MOST_TO_TRACK


def test_officer_without_script_sees_what_has_changed_and_takes_the_newest(page_without_script, old_link):
    page = page_without_script
    page.goto(old_link)

    follow(page.get_by_role("button", name="Skapa en länk med de nyaste versionerna"))

    expect(page.locator("main")).to_contain_text("BAT-01@2.0.0")
    assert page.url.rstrip("/") != old_link.rstrip("/")
