"""From a basket to a logged tender in two minutes, and the criteria of a record told about one by one."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from portal.experiences.models import Citation, Edition, TenderExperience
from tests.browser import follow
from tests.factories import files
from tests.factories.accounts import MembershipFactory
from tests.factories.experiences import EditionFactory
from tests.journeys.test_accessibility import faults_here
from tests.portal.experiences.authors import own, sign_in

MOST_STEPS = 8  # from a full basket to a logged tender


@pytest.fixture
def membership(_site):
    return MembershipFactory(organisation__name="City of Example", organisation__slug="city-of-example")


@pytest.fixture
def edition(membership):
    return EditionFactory(experience__organisation=membership.organisation, title="Telefoner", language="sv")


def fill_basket(page: Page) -> int:
    """Put some criteria in the basket and go there; how many there are."""
    items = ["BAT-01@2.0.0/L2", "CLI-01@1.0.0/L2", "TAK-01@1.1.0/L3"]
    for item in items:
        page.request.post("/en/basket/add/", form={"item": item})
    page.goto("/en/basket/")
    expect(page.locator("main article")).to_have_count(len(items))
    return len(items)


class Steps:
    """What somebody does on a page, counted: a click, a choice, a field filled in."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def click(self, role: Literal["link", "button"], name: str) -> None:
        self.count += 1
        follow(self.page.get_by_role(role, name=name, exact=True))

    def fill(self, label: str, text: str) -> None:
        self.count += 1
        self.page.get_by_label(label).fill(text)

    def choose(self, name: str) -> None:
        self.count += 1
        self.page.get_by_role("radio", name=name, exact=True).check()


def log(page: Page, button: str) -> Steps:
    steps = Steps(page)
    steps.click("link", "We used these")
    steps.fill("Title of the tender", "Smartphones with repair service")
    steps.fill("Year of the tender", "14.3.2026")
    steps.choose("Awarded")
    steps.choose("Svenska")
    steps.click("button", button)
    return steps


def test_buyer_logs_a_tender_from_the_basket_in_a_few_steps(client, page, membership):
    sign_in(client, page, membership.user)
    count = fill_basket(page)

    steps = log(page, "Save")

    expect(page.locator(".messages")).to_contain_text("The tender is logged.")
    experience = TenderExperience.objects.get(organisation=membership.organisation)
    expect(page).to_have_url(re.compile(f"/en/me/tenders/{experience.reference}/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Smartphones with repair service")
    assert steps.count <= MOST_STEPS
    edition = experience.editions.get()
    assert (edition.year, edition.stage, edition.language, edition.state) == (2026, "awarded", "sv", "draft")
    assert edition.citations.count() == count


def test_buyer_without_script_logs_a_shared_basket_and_sends_it(client, page_without_script, membership):
    page = page_without_script
    sign_in(client, page, membership.user)
    page.goto("/en/criterion/bat-01/2.0.0/")
    follow(page.locator("#level-2").get_by_role("button", name="Put in the basket"))
    page.goto("/en/basket/")
    follow(page.get_by_role("button", name="Make a link to share"))

    steps = log(page, "Save and send to the coordinators")

    expect(page.locator(".messages")).to_contain_text("The tender is logged and was sent to the coordinators.")
    assert steps.count <= MOST_STEPS
    edition = Edition.objects.get(experience__organisation=membership.organisation)
    assert (edition.state, [str(row) for row in edition.citations.all()]) == ("submitted", ["BAT-01@2.0.0/L2"])


def test_impatient_double_click_logs_one_tender(client, page, membership):
    sign_in(client, page, membership.user)
    fill_basket(page)
    follow(page.get_by_role("link", name="We used these"))
    page.get_by_label("Title of the tender").fill("Phones")
    page.get_by_label("Year of the tender").fill("2026")
    page.get_by_role("radio", name="Awarded", exact=True).check()
    page.get_by_role("radio", name="Svenska").check()

    page.get_by_role("button", name="Save", exact=True).dblclick()

    expect(page.get_by_role("heading", level=1)).to_have_text("Phones")
    assert TenderExperience.objects.filter(organisation=membership.organisation).count() == 1


def row(page: Page, citation: str):
    return page.locator("details.criterion-row", has=page.locator("summary .code", has_text=citation))


def add_by_paste(page: Page) -> None:
    page.get_by_label("Paste a link to a basket, or citations").fill(
        "BAT-01@1.0.0/L2\nCLI-01@1.0.0, level 1, sv\nBAT-99@1.0.0/L1"
    )
    follow(page.get_by_role("button", name="Add what I pasted"))
    expect(page.locator(".messages")).to_contain_text("2 criteria were added.")
    expect(page.locator("main")).to_contain_text("BAT-99@1.0.0 cannot be cited: there is no such version.")
    expect(page.get_by_label("Paste a link to a basket, or citations")).to_have_value("BAT-99@1.0.0/L1")


def add_by_search(page: Page) -> None:
    page.get_by_label("Paste a link to a basket, or citations").fill("")
    page.get_by_label("Search by code or title").fill("tak-01")
    follow(page.get_by_role("button", name="Save and search"))
    page.get_by_label("Version and level TAK-01").select_option(index=0)
    follow(page.get_by_role("button", name="Add TAK-01"))
    expect(page.locator(".messages")).to_contain_text("was added.")
    follow(page.get_by_role("link", name="Back to the 3 criteria of this tender"))


def tell(page: Page) -> None:
    battery = row(page, "BAT-01@1.0.0")
    expect(battery).to_contain_text("superseded")
    battery.locator("summary").click()
    battery.get_by_label("Full charge cycles").fill("9000")
    battery.get_by_label("What did you change?").fill("9 000 cykler, för att telefonerna går i lån.")
    battery.get_by_label("How many bidders met it?").fill("3")
    battery.get_by_label("How was it verified?").select_option("By testing a sample")
    follow(page.get_by_role("button", name="Save", exact=True).last)
    expect(page.locator(".messages")).to_contain_text("Saved.")


def remove_and_put_back(page: Page) -> None:
    battery = row(page, "BAT-01@1.0.0")
    if not battery.get_attribute("open"):
        battery.locator("summary").click()
    follow(battery.get_by_role("button", name="Remove"))
    expect(row(page, "BAT-01@1.0.0")).to_have_count(0)
    follow(page.get_by_role("button", name="Put it back"))
    expect(row(page, "BAT-01@1.0.0")).to_have_count(1)


def walk(page: Page, edition: Edition) -> None:
    page.goto(own(edition))
    follow(page.get_by_role("link", name="Say which criteria you used"))
    add_by_paste(page)
    add_by_search(page)
    tell(page)
    remove_and_put_back(page)

    battery = Citation.objects.get(edition=edition, position=0)
    assert (str(battery), battery.values, battery.usage) == ("BAT-01@1.0.0/L2", {"cycles": "9000"}, "adapted")
    assert (battery.bidders_met, battery.verification) == (3, "sample")
    codes = [citation.version.criterion.code for citation in edition.citations.order_by("position")]
    assert codes == ["BAT-01", "CLI-01", "TAK-01"]


def test_criteria_are_pasted_found_told_about_removed_and_put_back(client, page, edition, membership):
    sign_in(client, page, membership.user)

    walk(page, edition)


def test_criteria_are_written_without_script(client, page_without_script, edition, membership):
    sign_in(client, page_without_script, membership.user)

    walk(page_without_script, edition)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_has_a_fault(client, page, edition, membership, width):
    sign_in(client, page, membership.user)
    page.set_viewport_size({"width": width, "height": 900})
    fill_basket(page)
    found = {"basket": faults_here(page)}
    follow(page.get_by_role("link", name="We used these"))
    found["quick"] = faults_here(page)
    follow(page.get_by_role("button", name="Save", exact=True))
    found["quick with errors"] = faults_here(page)

    page.goto(own(edition, "task/criteria/"))
    follow(page.get_by_role("button", name="Add 3 criteria from your basket"))
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    found["criteria"] = faults_here(page)
    page.goto(own(edition, "task/criteria/find/?q=battery"))
    found["search"] = faults_here(page)

    page.goto(own(edition, "task/documents/"))
    page.get_by_label("Choose a file").set_input_files({"name": "a.pdf", "mimeType": "", "buffer": files.pdf()})
    page.get_by_label("Which part does it belong to?").select_option("Lessons")
    follow(page.get_by_role("button", name="Add this document"))
    expect(page.locator("main")).to_contain_text("Part: Lessons.")
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    found["documents"] = faults_here(page)

    assert {name: faults for name, faults in found.items() if faults} == {}
