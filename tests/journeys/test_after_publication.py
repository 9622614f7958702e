"""After publication, in a browser: an erratum and a split by two coordinators, and what an old link shows."""

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from registry.models import CriterionVersion, StatusEvent, StatusProposal
from registry.services.sealing import head_of
from registry.takeaway.basket import Basket, BasketItem, share
from tests.browser import follow
from tests.factories.drafts import secretary
from tests.journeys.test_accessibility import faults_here
from tests.journeys.test_reviewing import press, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

WIDTH, PHONE = 1280, 390


@pytest.fixture
def battery(_site):
    head = head_of(CriterionVersion.objects.filter(criterion__code="BAT-01")[0].criterion)
    assert head is not None
    return head


def faults_at_both_widths(page: Page) -> list[str]:
    found = []
    for width in (PHONE, WIDTH):
        page.set_viewport_size({"width": width, "height": 900})
        found += faults_here(page)
    return found


def start(page: Page, live_server, step: str) -> None:
    """A coordinator, new each time, finds the criterion in the menu's list and opens a step's form."""
    page.context.clear_cookies()
    sign_in(page, live_server.url, secretary())
    page.set_viewport_size({"width": WIDTH, "height": 900})
    page.goto("/admin/criteria/")
    follow(page.get_by_role("main").get_by_role("link", name="BAT-01", exact=True))
    follow(page.get_by_role("main").get_by_role("link", name=step, exact=True))


def confirm_as_another(page: Page, live_server) -> None:
    proposal = StatusProposal.objects.latest("pk")
    page.context.clear_cookies()
    sign_in(page, live_server.url, secretary())
    page.goto("/admin/")
    page.goto(f"/admin/criteria/steps/{proposal.pk}/")
    press(page, "Confirm")


def test_erratum_reaches_whoever_holds_an_old_link(page, live_server, battery):
    link = share(Basket(items=(BasketItem(code="BAT-01", number=str(battery.number), level=1),)))
    start(page, live_server, "Erratum")
    page.get_by_label("Note (English)").fill("Read 80 % for 8 % in the means of proof.")
    press(page, "Propose")
    expect(page.get_by_role("button", name="Confirm", exact=True)).to_have_count(0)
    confirm_as_another(page, live_server)

    page.context.clear_cookies()
    for address in (battery.get_absolute_url(), battery.get_permanent_path(), link.get_absolute_url()):
        page.goto(address)
        expect(page.get_by_role("main")).to_contain_text("Read 80 % for 8 % in the means of proof.")
    page.goto(battery.get_absolute_url())
    page.goto("/en/criteria/smartphones/")
    expect(page.locator("article", has_text=str(battery))).to_contain_text("Erratum")


def test_split_criterion_says_what_to_use_now_and_what_was_in_force(page, live_server, battery):
    start(page, live_server, "Split into several criteria")
    page.get_by_label("Criteria that take its place").fill("bat-02, BAT-99")
    page.get_by_label("Reason (English)").fill("Two tests say it better than one.")
    press(page, "Propose")
    expect(page.get_by_role("alert")).to_contain_text("There is no criterion BAT-99.")
    page.get_by_label("Criteria that take its place").fill("BAT-02, DUR-01")
    press(page, "Propose")
    confirm_as_another(page, live_server)

    page.context.clear_cookies()
    page.goto(battery.get_absolute_url())
    box = page.get_by_role("region", name="What do I use now?")
    expect(box.get_by_role("link").first).to_contain_text("BAT-02@")
    assert faults_at_both_widths(page) == []
    box.get_by_role("button").first.click()
    page.goto("/en/basket/")
    expect(page.get_by_role("main")).to_contain_text("BAT-02@")

    page.goto(battery.get_absolute_url())
    follow(box.get_by_role("link", name="See what was in force on a day"))
    expect(page.get_by_role("main")).to_contain_text("Nothing of BAT-01 was in force on that day.")
    page.get_by_label("Day").fill("2026-03-01")
    press(page, "Show this day")
    expect(page.get_by_role("main")).to_contain_text("BAT-01@1.0.0")
    assert faults_at_both_widths(page) == []
    page.goto(f"/en/criteria/smartphones/on/?day={localdate()}")
    assert faults_at_both_widths(page) == []
    assert StatusEvent.objects.filter(version=battery, kind="superseded").count() == 1
