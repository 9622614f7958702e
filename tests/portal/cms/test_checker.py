"""Whoever edits a page is told by Wagtail's own checker what somebody else could not read."""

import pytest
from playwright.sync_api import expect

from portal.cms.models import ContentPage
from tests.factories.accounts import UserFactory
from tests.factories.cms import block, home_in, page_under
from tests.journeys.test_reviewing import sign_in

BOLD_INSTEAD_OF_A_HEADING = "<p><b><i>Who may join</i></b></p><p>Every public buyer may join, whatever it buys.</p>"


@pytest.fixture
def editor(page, live_server, transactional_db, watch):
    watch.allow("axe.run results")  # Wagtail writes there what it has found
    sign_in(page, live_server.url, UserFactory(is_superuser=True, is_staff=True))
    page.set_viewport_size({"width": 1400, "height": 1000})
    return page


def checks_of(page, text):
    """Open the editor of a page with that text, and its panel of checks."""
    written = page_under(home_in("en"), ContentPage, title="Help", body=[block("text", text)])
    page.goto(f"/admin/pages/{written.pk}/edit/")
    page.get_by_role("button", name="Toggle checks").click()
    return page.locator("[data-content-checker-count]")


def test_editor_is_told_of_bold_text_that_stands_for_a_heading(editor):
    expect(checks_of(editor, BOLD_INSTEAD_OF_A_HEADING)).to_have_text("1")


def test_editor_is_told_nothing_of_a_page_without_fault(editor):
    count = checks_of(editor, "<p>Every public buyer may join.</p>")

    editor.locator("[data-checks-panel]").wait_for(state="attached")
    expect(count).to_have_text("0")
