"""A city asks for 1,000 cycles instead of 800 and nothing else; a second person publishes it, and it is taken away."""

import io
import os
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from portal.members.models import Organisation
from registry.models import Adaptation, Release
from tests.browser import follow
from tests.factories.accounts import city_editor
from tests.factories.adaptations import AdaptationDraftFactory, changes, cycles, words
from tests.journeys.test_accessibility import faults_here
from tests.portal.experiences.authors import sign_in

WIDTHS = {"telephone": 390, "desk": 1280}
SHOTS = os.environ.get("SHOTS")


@pytest.fixture
def city(_site):
    return Organisation.objects.get(slug="malmo")


def look(page: Page, name: str, width: int) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
    assert faults_here(page) == []


def button(page, name):
    return page.get_by_role("main").get_by_role("button", name=name)


@pytest.mark.parametrize("width", WIDTHS.values(), ids=list(WIDTHS))
def test_city_adapts_one_value_and_takes_it_away(page, client, city, width):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(client, page, city_editor(city))
    page.goto("/en/me/adaptations/")
    look(page, "list-empty", width)
    follow(page.get_by_role("link", name="Adapt a release"))
    look(page, "start", width)
    page.get_by_label("Release").select_option("smartphones@1.0.0")
    follow(button(page, "Begin"))
    look(page, "draft", width)

    follow(page.get_by_role("link", name="Change BAT-01", exact=True))
    page.get_by_label("full charge cycles").first.fill("50")
    follow(button(page, "Save"))
    expect(page.get_by_role("alert")).to_contain_text("outside the bounds")
    look(page, "criterion-fault", width)
    page.get_by_label("full charge cycles").first.fill("1,000")
    page.get_by_label("Why other values").fill("Our phones are used for five years.")
    follow(button(page, "Save"))
    expect(page.locator("#bat-01")).to_contain_text("stricter")
    look(page, "draft-changed", width)
    follow(page.get_by_role("link", name="Change BAT-01", exact=True))
    look(page, "criterion", width)
    page.go_back()
    follow(page.get_by_role("link", name="See what it means for your changes"))
    look(page, "move-settled", width)
    follow(button(page, "Move the draft"))
    follow(page.get_by_role("link", name="Check and publish"))
    expect(page.get_by_role("main")).to_contain_text("You saved it last")
    address = page.url

    sign_in(client, page, city_editor(city))
    page.goto(address)
    look(page, "check", width)
    follow(button(page, "Publish"))
    adaptation = Adaptation.objects.get()
    assert str(adaptation) == "malmo/smartphones@1.0.0"
    assert [value.value for value in adaptation.parsed.overrides] == ["1000"]
    look(page, "adaptation", width)

    with page.expect_download() as sheet:
        button(page, "Form for bidders").click()
    book = load_workbook(io.BytesIO(sheet.value.path().read_bytes()))
    said = " ".join(str(cell.value) for each in book for row in each for cell in row)
    assert "malmo/smartphones@1.0.0#BAT-01" in said
    follow(button(page, "Put this city's adaptation in the basket"))
    expect(page.get_by_role("main")).to_contain_text("malmo/smartphones@1.0.0#BAT-01")
    look(page, "basket", width)
    page.goto("/en/criteria/smartphones/adaptations/")
    look(page, "of-set", width)
    page.goto("/en/experiences/matrix/")
    expect(page.get_by_role("main")).to_contain_text("Adaptation 1.0.0: stricter")
    look(page, "matrix", width)
    page.goto("/en/me/adaptations/")
    look(page, "list", width)


@pytest.mark.parametrize("width", WIDTHS.values(), ids=list(WIDTHS))
def test_city_decides_what_becomes_of_its_changes_above_a_newer_release(page, client, city, width):
    release = Release.objects.get(major=1, minor=0, patch=0)
    changed = changes(cycles("1300", level=3), cycles("1100"), words())
    draft = AdaptationDraftFactory(organisation=city, release=release, changed=changed)
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(client, page, city_editor(city))
    page.goto(f"/en/me/adaptations/{draft.pk}/move/")
    look(page, "move", width)
    follow(button(page, "Move the draft"))
    expect(page.get_by_role("alert")).to_contain_text("not decided yet")
    look(page, "move-fault", width)

    page.get_by_role("radio", name="Take another value").check()
    page.get_by_role("textbox", name="Another value").fill("1,500")
    follow(button(page, "Move the draft"))

    draft.refresh_from_db()
    assert [(value.level, value.value) for value in draft.parsed.values] == [(1, "1100"), (3, "1500")]
    assert draft.release.number.major == 2
