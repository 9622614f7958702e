"""A guest suggests a change, proves the address, is answered by mail, takes it back; and what the pages look like."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from portal.core.guarded import LEAST_SECONDS
from portal.experiences.models import CriterionFeedback
from portal.experiences.services.suggesting import link_to_follow, link_to_prove
from tests.browser import follow
from tests.factories.accounts import coordinator
from tests.factories.experiences import SuggestionFactory
from tests.factories.registry import VersionFactory
from tests.journeys.test_accessibility import faults_here
from tests.journeys.test_reviewing import press, sign_in
from tests.registry.views.consulted import mailed_link

pytestmark = pytest.mark.django_db(transaction=True)
CRITERION = "/en/criterion/zzz-01/1.2.0/"
WIDTHS = (320, 390, 1280)


@pytest.fixture
def version():
    return VersionFactory(criterion__code="ZZZ-01", number="1.2.0")


def suggest_and_follow(page: Page, base: str, mailoutbox) -> None:
    """The whole way of one suggestion, whichever browser it is."""
    answering = coordinator(email="c@example.org")
    page.goto(CRITERION)
    follow(page.get_by_role("link", name="Suggest a change"))
    page.get_by_label("The law has moved").check()
    page.get_by_label("E-mail address").fill("anna@example.org")
    page.wait_for_timeout(LEAST_SECONDS * 1_000 + 100)
    press(page, "Send the suggestion")
    expect(page.get_by_role("link", name="Write what the coordinators should know.")).to_be_visible()
    page.get_by_label("What should the coordinators know?").fill("The rule of June says five years.")
    press(page, "Send the suggestion")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your mail")

    own = mailed_link(mailoutbox)
    assert mailoutbox[-1].to == ["anna@example.org"]
    page.goto(own)
    press(page, "Confirm")
    expect(page.get_by_text("The coordinators read your suggestion and answer it.")).to_be_visible()

    sign_in(page, base, answering)
    page.goto("/admin/feedback/")
    expect(page.get_by_role("cell", name="Guest", exact=True)).to_be_visible()
    follow(page.get_by_role("link", name="ZZZ-01@1.2.0"))
    page.locator("#id_answer").fill("We take it up.")
    page.get_by_label("Language of the answer").select_option("en")
    press(page, "Save the answer")
    expect(page.get_by_text("The guest is mailed the first answer only")).to_be_visible()

    page.context.clear_cookies()
    page.goto(mailed_link(mailoutbox))
    assert mailoutbox[-1].to == ["anna@example.org"]
    expect(page.get_by_text("We take it up.")).to_be_visible()
    press(page, "Withdraw")
    expect(page.get_by_role("button", name="Bring it back")).to_be_visible()
    assert CriterionFeedback.objects.get().withdrawn_at is not None


def test_guest_is_answered(page, live_server, version, mailoutbox):
    suggest_and_follow(page, live_server.url, mailoutbox)


def test_guest_is_answered_without_script(page_without_script, live_server, version, mailoutbox):
    suggest_and_follow(page_without_script, live_server.url, mailoutbox)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_of_a_guest_has_a_fault(page, watch, version, width):
    watch.allow("410")
    page.set_viewport_size({"width": width, "height": 900})
    said = {"version": version, "text": "A sentence of some length. " * 20, "language": "fi"}
    waiting = SuggestionFactory(**said, verified_at=None)
    done = SuggestionFactory(**said, answer="Det gör vi.", answer_language="sv", answered_at=timezone.now())
    paths = {
        "form": f"{CRITERION}suggest/",
        "form-fi": f"/fi{CRITERION.removeprefix('/en')}suggest/",
        "sent": f"{CRITERION}suggest/sent/",
        "confirm": f"/en/suggestions/{link_to_prove(waiting)}/",
        "own": f"/en/suggestions/{link_to_follow(done)}/",
        "dead": "/en/suggestions/forged/",
    }
    found = {}
    for name, path in paths.items():
        page.goto(path)
        found[name] = faults_here(page)
        page.emulate_media(color_scheme="light")

    assert {name: faults for name, faults in found.items() if faults} == {}


def test_form_that_comes_back_keeps_what_was_typed_and_says_what_is_missing(page, version):
    page.goto(f"{CRITERION}suggest/")
    page.get_by_label("What should the coordinators know?").fill("Five years.")
    page.get_by_label("Your name or organisation").fill("Anna")
    page.wait_for_timeout(LEAST_SECONDS * 1_000 + 100)

    press(page, "Send the suggestion")

    expect(page.get_by_role("link", name="Choose what it is about.")).to_be_visible()
    expect(page.get_by_label("What should the coordinators know?")).to_have_value("Five years.")
    expect(page.get_by_label("Your name or organisation")).to_have_value("Anna")
