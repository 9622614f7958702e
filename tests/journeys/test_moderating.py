"""From the first page of the admin to a published record: sent back, corrected, published; with script and without."""

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from portal.experiences.models import Edition, Face
from portal.experiences.services.moving import submit
from tests.browser import follow
from tests.factories.accounts import coordinator
from tests.factories.experiences import ExperienceDocumentFactory, LessonFactory
from tests.journeys.test_accessibility import WIDTHS, faults_here
from tests.journeys.test_reviewing import press, sign_in
from tests.portal.experiences.marked import marked
from tests.portal.experiences.moderators import author_of, correction, page_of, retract_of, send_back_of, sent

pytestmark = pytest.mark.django_db(transaction=True)


def moderate(page: Page, address: str) -> None:
    """The whole way of one record, whichever browser it is."""
    edition = sent(title="Telefoner", language="sv", summary="Kontakt: Anna Svensson.")
    author = author_of(edition)
    Edition.objects.update(submitted_by=author)
    sign_in(page, address, coordinator())
    page.goto("/admin/")
    follow(page.get_by_role("link", name="Telefoner"))
    expect(page.locator("mark")).to_have_text("Anna Svensson")
    follow(page.get_by_role("link", name="Send back"))
    page.get_by_label("Reason").fill("Ta bort namnet.")
    press(page, "Send back")
    expect(page.get_by_text("is sent back to its authors.")).to_be_visible()
    assert mail.outbox[-1].to == [author.email]
    assert "Ta bort namnet." in mail.outbox[-1].body

    Edition.objects.update(summary="Vi köpte telefoner.")
    submit(edition.experience_id, actor=author)
    page.reload()
    follow(page.get_by_role("link", name="As members see it"))
    expect(page.get_by_text("Vi köpte telefoner.")).to_be_visible()
    press(page, "Publish")
    expect(page.get_by_text("is published. Its authors get a letter.")).to_be_visible()
    assert Face.objects.filter(title="Telefoner").count() == 3


def test_record_is_sent_back_corrected_and_published(page, live_server):
    moderate(page, live_server.url)


def test_record_is_sent_back_corrected_and_published_without_script(page_without_script, live_server):
    moderate(page_without_script, live_server.url)


@pytest.mark.parametrize("width", list(WIDTHS.values()), ids=list(WIDTHS))
def test_no_page_of_the_moderators_has_a_fault(page, live_server, width):
    sign_in(page, live_server.url, coordinator())
    page.set_viewport_size({"width": width, "height": 900})
    edition = correction(marked(), summary="Contact: Anna Svensson.", visibility="everyone", language="fi")
    ExperienceDocumentFactory(edition=edition, title="Prices")
    LessonFactory(edition=edition, topic="price")
    sent()
    found = {}
    for path in (
        "/admin/",
        "/admin/experiences/",
        page_of(edition),
        page_of(edition, "?as=own"),
        send_back_of(edition),
        retract_of(edition),
    ):
        page.goto(path)
        assert page.url == live_server.url + path
        found[path] = faults_here(page)

    assert {path: faults for path, faults in found.items() if faults} == {}
