"""From the menu of the admin to a text that is saved: started, checked, written, met by somebody else's; with script
and without."""

import pytest
from playwright.sync_api import Page, expect

from portal.members.models import Organisation
from registry.models import CriterionVersion, Draft
from registry.services.drafting import save, start_from
from registry.services.sealing import head_of
from tests.factories.drafts import secretary
from tests.journeys.test_accessibility import WIDTHS, faults_here
from tests.journeys.test_reviewing import press, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

VALUE = "#id_parameters-0-value_1"


def begin(actor):
    criterion = CriterionVersion.objects.filter(criterion__code="BAT-01").first().criterion
    return start_from(head_of(criterion), proposed_by=Organisation.objects.public_buyers()[0], actor=actor)


def write(page: Page, address: str) -> None:
    """The whole way of one draft, whichever browser it is."""
    sign_in(page, address, secretary())
    page.goto("/admin/drafts/start/")
    page.locator("#id_next-base").select_option(label=page.locator("#id_next-base option").nth(1).inner_text())
    page.locator("#id_next-proposed_by").select_option(index=1)
    page.locator("#next-content").get_by_role("button", name="Start a draft").click()
    page.wait_for_url("**/admin/drafts/*/")

    press(page, "Add a means of proof")
    expect(page.get_by_text("A new row. Left empty, it is not saved.")).to_be_visible()
    page.locator("#id_texts-title_en").fill("A better title")
    page.get_by_role("button", name="Check without saving").first.click()
    expect(page.get_by_text("This is about the text that you have checked.")).to_be_visible()
    assert "title" not in Draft.objects.get().summary

    draft = Draft.objects.get()
    save(draft.pk, content=draft.parsed, summary={"en": "Theirs."}, seen=draft.lock_version, actor=secretary())
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_text("Nothing of yours is lost: it is on this page.")).to_be_visible()
    press(page, "Go on writing, with my text")
    expect(page.locator("#id_texts-title_en")).to_have_value("A better title")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_text("is saved.")).to_be_visible()
    assert Draft.objects.get().parsed.texts["en"]["title"] == "A better title"


def test_text_is_written(page, live_server, watch):
    watch.allow("409")
    write(page, live_server.url)


def test_text_is_written_without_script(page_without_script, live_server, watch):
    watch.allow("409")
    write(page_without_script, live_server.url)


@pytest.mark.parametrize("width", list(WIDTHS.values()), ids=list(WIDTHS))
def test_no_page_of_a_draft_has_a_fault(page, live_server, width):
    actor = secretary()
    sign_in(page, live_server.url, actor)
    page.set_viewport_size({"width": width, "height": 900})
    draft = begin(actor)
    content = draft.parsed
    changed = {**content.texts["en"], "requirement.1": content.texts["en"]["requirement.1"] + " It should have EPEAT."}
    save(
        draft.pk,
        content=type(content)(**{**vars(content), "texts": {"en": changed}}),
        summary={},
        seen=1,
        actor=actor,
    )
    root = f"/admin/drafts/{draft.pk}"
    found = {}
    for path in (
        "/admin/drafts/",
        "/admin/drafts/start/",
        f"{root}/",
        f"{root}/revisions/",
        f"{root}/revisions/compare/?from={draft.revisions.order_by('pk').first().pk}",
        f"{root}/same-bids/",
        f"{root}/steps/",
        f"{root}/steps/consult/",
        f"{root}/steps/abandon/",
        f"/en/criteria/drafts/{draft.pk}/",
    ):
        page.goto(path)
        found[path] = faults_here(page)

    assert {path: faults for path, faults in found.items() if faults} == {}
