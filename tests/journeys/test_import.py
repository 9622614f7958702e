"""Ten tenders written offline: the template is downloaded, filled in, tried, mended and imported."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from portal.experiences.models import Edition
from tests.browser import follow
from tests.factories.accounts import MembershipFactory
from tests.factories.experiences import EditionFactory
from tests.journeys.test_accessibility import faults_here
from tests.portal.experiences.authors import AREA, sign_in
from tests.portal.experiences.workbooks import FIRST, Filled

WIDTHS = (320, 1280)


@pytest.fixture
def membership(_site):
    return MembershipFactory(organisation__name="City of Example", organisation__slug="city-of-example")


def downloaded(page: Page, link: str) -> Filled:
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    return Filled(Path(download.value.path()).read_bytes())


def upload(page: Page, book: Filled) -> None:
    file = FilePayload(name="tenders.xlsx", mimeType="application/octet-stream", buffer=book.content)
    page.get_by_label("Workbook", exact=True).set_input_files(file)
    follow(page.get_by_role("button", name="Check the workbook"))
    expect(page.get_by_role("heading", name="Send another workbook")).to_be_visible()


def filled_in(book: Filled) -> Filled:
    """Ten tenders, one of them with two faults, and a criterion of each."""
    for number in range(10):
        row = FIRST + number
        book.tender(row, title=f"Smartphones {number}", language="Svenska", year=2020, estimated_value="1,2 MSEK")
        book.criterion(row, key=number + 1, citation="BAT-01@2.0.0/L2", bidders_met=number)
    return book.tender(FIRST + 4, year="soon", stage="won")


def test_ten_tenders_are_imported_without_script(client, page_without_script, membership):
    page = page_without_script
    sign_in(client, page, membership.user)
    page.goto(AREA)
    follow(page.get_by_role("link", name=re.compile("Excel")))

    book = filled_in(downloaded(page, "an empty workbook"))
    upload(page, book)

    expect(page.get_by_text("Nothing can be imported yet")).to_be_visible()
    expect(page.get_by_text("No year is found in “soon”.")).to_be_visible()
    expect(page.get_by_text("“won” is none of the choices: Planned;")).to_be_visible()
    upload(page, book.tender(FIRST + 4, year=2021, stage="Awarded"))
    follow(page.get_by_role("button", name="Import all"))

    expect(page.locator(".messages")).to_contain_text("10 records were begun.")
    editions = Edition.objects.filter(experience__organisation=membership.organisation)
    assert sorted(editions.values_list("title", flat=True)) == [f"Smartphones {number}" for number in range(10)]
    assert {edition.citations.get().level for edition in editions} == {2}


def test_own_records_are_changed_offline(client, page, membership):
    edition = EditionFactory(experience__organisation=membership.organisation, title="Phones", year=2025)
    sign_in(client, page, membership.user)
    page.goto(f"{AREA}import/")

    book = downloaded(page, "a workbook with your own records").tender(year=2026)
    upload(page, book)
    expect(page.get_by_role("row", name="Phones")).to_contain_text("Year")
    follow(page.get_by_role("button", name="Import all"))

    expect(page.locator(".messages")).to_contain_text("1 record was changed.")
    edition.refresh_from_db()
    assert edition.year == 2026


def test_reader_sees_that_a_long_check_goes_on(client, page, membership):
    sign_in(client, page, membership.user)
    page.goto(f"{AREA}import/")
    page.evaluate("document.querySelector('main form').addEventListener('submit', (event) => event.preventDefault())")

    page.get_by_role("button", name="Check the workbook").click()  # as long as no answer has come

    expect(page.get_by_role("progressbar", name="Every row is checked.")).to_be_visible()
    expect(page.locator("#announcer")).to_contain_text("takes some seconds")


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_the_import_have_no_fault(client, page, membership, width):
    EditionFactory(experience__organisation=membership.organisation, title="Smartphones 0")
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(client, page, membership.user)
    page.goto(f"{AREA}import/")
    found = faults_here(page)

    upload(page, filled_in(Filled()).lesson(key=99, topic="price", text="Lower."))

    assert found + faults_here(page) == []
