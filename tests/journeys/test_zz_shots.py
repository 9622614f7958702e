import pytest
from tests.journeys.test_used_criteria import *
from portal.experiences.tasks import Task, Cited
from tests.portal.experiences.authors import say
from registry.models import CriterionVersion
@pytest.mark.parametrize("width", [390, 1280])
def test_shots(client, page, edition, membership, width):
    def shot(name): page.screenshot(path=f"/tmp/data-b/shots/{name}-{width}.png", full_page=True)
    sign_in(client, page, membership.user)
    page.set_viewport_size({"width": width, "height": 900})
    fill_basket(page)
    shot("basket")
    page.get_by_role("link", name="We used these").click()
    shot("quick")
    page.goto(own(edition, "task/criteria/"))
    page.get_by_role("button", name="Add 3 criteria from your basket").click()
    shot("criteria-closed")
    add_by_paste(page)
    b = row(page, "BAT-01@1.0.0"); b.locator("summary").click()
    b.get_by_label("Full charge cycles").fill("9000")
    page.get_by_role("button", name="Save", exact=True).last.click()
    b = row(page, "BAT-01@1.0.0"); b.locator("summary").click()
    shot("criteria-open")
    b.get_by_role("button", name="Remove").click()
    shot("criteria-removed")
    page.goto(own(edition, "task/criteria/find/?q=battery"))
    shot("find")
    page.goto(own(edition, "task/documents/"))
    page.get_by_label("Choose a file").set_input_files({"name": "annex.pdf", "mimeType": "", "buffer": files.pdf()})
    page.get_by_label("Which part does it belong to?").select_option("Lessons")
    page.get_by_role("button", name="Add this document").click()
    shot("documents")
    page.context.clear_cookies(); fill_basket(page); shot("basket-visitor")
