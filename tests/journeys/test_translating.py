"""From the menu of the admin to a sealed revision that readers see: written by one, confirmed by another; with script
and without."""

import pytest
from playwright.sync_api import Page, expect

from registry.models import Criterion, CriterionVersion
from registry.services.sealing import head_of
from registry.services.translating import begin, hand_in, save
from tests.factories.drafts import secretary
from tests.factories.translations import followed
from tests.journeys.test_accessibility import WIDTHS, faults_here
from tests.journeys.test_reviewing import press, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
OLD, NEW = "A battery that lasts.", "A battery that lasts keeps a phone in use."


def lagging() -> CriterionVersion:
    """A version that changed one text of the translated one before it."""
    return followed(OLD, NEW, criterion__code="AA-01")[1]


def translate(page: Page, address: str) -> None:
    """The whole way of one translation, whichever browser it is."""
    version = lagging()
    sign_in(page, address, secretary())
    page.goto("/admin/translations/")
    page.get_by_role("link", name="Swedish").click()
    press(page, f"Translate {version}")
    press(page, "Take over all that still hold")
    expect(page.get_by_text("1 text is to be translated.")).to_be_visible()
    press(page, "Save and hand in")
    expect(page.get_by_role("alert")).to_contain_text("There is no translation yet")
    page.get_by_role("alert").get_by_role("link", name="Purpose").click()
    page.locator("#id_purpose").fill("Ett batteri som håller.")
    press(page, "Save and hand in")
    expect(page.get_by_text("You have written in this translation, so somebody else confirms it.")).to_be_visible()

    sign_in(page, address, secretary())
    page.goto("/admin/translations/sv/?show=waiting")
    page.get_by_role("link", name=f"Read and confirm {version}").click()
    press(page, "Confirm and seal")
    expect(page.get_by_text(f"{version}/sv.r1 is sealed. Readers see it from now on.")).to_be_visible()
    page.goto(f"/sv/criterion/{version.criterion.slug}/{version.number}/")
    expect(page.get_by_text("Ett batteri som håller.").first).to_be_visible()


def test_translation_is_made_by_two(page, live_server):
    translate(page, live_server.url)


def test_translation_is_made_by_two_without_script(page_without_script, live_server):
    translate(page_without_script, live_server.url)


@pytest.mark.parametrize("width", list(WIDTHS.values()), ids=list(WIDTHS))
def test_no_page_of_a_translation_has_a_fault(page, live_server, width):
    actor = secretary()
    sign_in(page, live_server.url, actor)
    page.set_viewport_size({"width": width, "height": 900})
    draft = begin(lagging(), "sv", actor=actor)
    draft = save(draft.pk, blocks={"requirement.1": "Minst {share} %."}, seen=1, actor=actor)
    waiting = begin(head_of(Criterion.objects.get(code="BAT-01")), "sv", actor=actor)
    words = {**waiting.blocks, "title": "Ett annat batteri"}
    waiting = save(waiting.pk, blocks=words, kept=sorted(words), seen=1, actor=actor)
    hand_in(waiting.pk, seen=waiting.lock_version, actor=actor)
    root, found = "/admin/translations", {}
    for path in (
        f"{root}/",
        f"{root}/sv/",
        f"{root}/sv/import/",
        f"{root}/log/",
        f"{root}/{draft.pk}/edit/",
        f"{root}/{draft.pk}/",
        f"{root}/{waiting.pk}/",
        f"{root}/{waiting.pk}/send-back/",
        f"{root}/{waiting.pk}/abandon/",
    ):
        page.goto(path)
        found[path] = faults_here(page)
    page.goto(f"{root}/{draft.pk}/edit/")
    press(page, "Save and hand in")
    found["refused"] = faults_here(page)

    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize("width", list(WIDTHS.values()), ids=list(WIDTHS))
def test_conflict_and_trial_of_a_workbook_have_no_fault(page, live_server, watch, width, tmp_path):
    watch.allow("409")
    actor = secretary()
    sign_in(page, live_server.url, actor)
    page.set_viewport_size({"width": width, "height": 900})
    draft = begin(lagging(), "sv", actor=actor)
    page.goto(f"/admin/translations/{draft.pk}/edit/")
    page.locator("#id_title").fill("Hans batteri")
    save(draft.pk, blocks={"title": "Hennes batteri"}, seen=1, actor=secretary())
    press(page, "Save and hand in")
    expect(page.get_by_text("Nothing of yours is lost: it is on this page.")).to_be_visible()
    found = {"conflict": faults_here(page)}

    press(page, "Go on writing, with my text")
    expect(page.locator("#id_title")).to_have_value("Hans batteri")
    with page.expect_download() as download:
        page.evaluate("location = '/admin/translations/sv/export/?show=drafting'")
    download.value.save_as(tmp_path / "sv.xlsx")
    page.goto("/admin/translations/sv/import/")
    page.locator("#id_file").set_input_files(tmp_path / "sv.xlsx")
    press(page, "Check the workbook")
    expect(page.get_by_text("There is nothing to import")).to_be_visible()
    found["trial"] = faults_here(page)

    assert {name: faults for name, faults in found.items() if faults} == {}
