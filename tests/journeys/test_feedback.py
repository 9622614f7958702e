"""A member says what is wrong with a criterion, a coordinator answers, the member reads it; and what it looks like."""

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from portal.experiences.models import CriterionFeedback
from portal.letters.sending import send_waiting
from tests.browser import follow
from tests.factories.accounts import MembershipFactory, coordinator
from tests.factories.experiences import CitationFactory, EditionFactory, FeedbackFactory, published
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory
from tests.journeys.test_accessibility import WIDTHS, faults_here, faults_of
from tests.journeys.test_reviewing import press, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
CRITERION = "/en/criterion/zzz-01/1.2.0/"


@pytest.fixture
def version():
    return VersionFactory(criterion__code="ZZZ-01", number="1.2.0")


def tell_and_answer(page: Page, address: str) -> None:
    """The whole way of one point, whichever browser it is."""
    member, answering = MembershipFactory.create(user__email="ada@example.org").user, coordinator()
    sign_in(page, address, member)
    page.goto(CRITERION)
    follow(page.get_by_role("link", name="Give feedback"))
    page.get_by_label("The proof is hard to get").check()
    page.get_by_label("What should the coordinators know?").fill("No lab offers the test.")
    page.get_by_label("English").check()
    press(page, "Send the feedback")
    expect(page.get_by_text("The coordinators read your feedback and answer it.")).to_be_visible()
    expect(page.get_by_text("No lab offers the test.")).to_be_visible()

    sign_in(page, address, answering)
    page.goto("/admin/feedback/")
    follow(page.get_by_role("link", name="ZZZ-01@1.2.0"))
    page.locator("#id_answer").fill("Two labs do now.")
    page.get_by_label("Language of the answer").select_option("en")
    press(page, "Save the answer")
    expect(page.get_by_text("The answer is saved.")).to_be_visible()

    send_waiting()
    assert [letter.to for letter in mail.outbox if "Two labs do now." in letter.body] == [["ada@example.org"]]
    sign_in(page, address, member)
    page.goto(CRITERION)
    expect(page.get_by_text("Two labs do now.")).to_be_visible()


def test_member_is_answered(page, live_server, version):
    tell_and_answer(page, live_server.url)


def test_member_is_answered_without_script(page_without_script, live_server, version):
    tell_and_answer(page_without_script, live_server.url)


def test_withdrawing_can_be_undone(page, live_server, version):
    feedback = FeedbackFactory(version=version)
    sign_in(page, live_server.url, MembershipFactory(organisation=feedback.organisation).user)
    page.goto(CRITERION)

    follow(page.get_by_role("button", name="Withdraw"))
    expect(page.get_by_text("Your feedback was withdrawn.")).to_be_visible()
    press(page, "Bring it back")

    expect(page.get_by_text("Your feedback is there again.")).to_be_visible()
    assert CriterionFeedback.objects.get().withdrawn_at is None


@pytest.mark.parametrize("width", list(WIDTHS.values()), ids=list(WIDTHS))
@pytest.mark.parametrize("language", ["en", "fi"])
def test_no_page_around_feedback_and_figures_has_a_fault(page, live_server, version, width, language):
    feedback = FeedbackFactory(version=version)
    CitationFactory(edition=(edition := EditionFactory(bids=4)), version=version, usage="adapted", change="700 cycles")
    published(edition)
    sign_in(page, live_server.url, MembershipFactory(organisation=feedback.organisation).user)
    page.set_viewport_size({"width": width, "height": 900})
    root = f"/{language}/criterion/zzz-01/1.2.0/"
    paths = (root, f"{root}feedback/", f"/{language}/me/feedback/{feedback.pk}/", f"/{language}/experiences/matrix/")

    found = {path: faults_of(page, path) for path in paths}

    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize("width", list(WIDTHS.values()), ids=list(WIDTHS))
def test_no_page_of_answering_has_a_fault(page, live_server, version, width):
    feedback = FeedbackFactory(version=version, language="fi")
    sign_in(page, live_server.url, coordinator())
    page.set_viewport_size({"width": width, "height": 900})
    found = {}
    for path in ("/admin/feedback/", f"/admin/feedback/{feedback.pk}/"):
        page.goto(path)
        found[path] = faults_here(page)

    assert {path: faults for path, faults in found.items() if faults} == {}


def test_wide_matrix_is_scrolled_by_keyboard(page):
    OrganisationFactory.create_batch(12)
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto("/en/experiences/matrix/")
    table = page.get_by_role("region", name="smartphones@2.0.0")

    table.focus()
    page.keyboard.press("ArrowRight")

    expect(table).to_be_focused()
    expect(table).not_to_have_js_property("scrollLeft", 0)
    expect(page.get_by_text("0 of 16 members use the same text").first).to_be_visible()
