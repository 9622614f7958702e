"""A browser proves its work while its reader writes; without script, or without its cryptography, forms go too."""

import base64
import json

import pytest
from playwright.sync_api import Page, expect

from portal.core.guarded import LEAST_SECONDS
from portal.letters.models import Letter
from tests.factories.joining import DraftFactory

pytestmark = pytest.mark.django_db(transaction=True)
PROOF = "input[name=guard_proof]"
SENT = "**/en/join/email/sent/"
NEVER_IDLE = "globalThis.requestIdleCallback = (callback) => { globalThis.solveNow = callback; };"


def fill_in(page: Page, request) -> None:
    page.get_by_label("Reference of the request").fill(request.reference)
    page.get_by_label("E-mail address").fill(request.email)


def send(page: Page) -> None:
    page.get_by_role("button", name="Mail me a new link").click()


def wait_as_people_do(page: Page) -> None:
    page.wait_for_timeout(LEAST_SECONDS * 1_000 + 100)


def test_browser_solves_the_challenge_and_the_form_goes(page):
    request = DraftFactory()
    page.goto("/en/join/resume/")
    expect(page.locator(PROOF)).not_to_have_value("")
    answer = json.loads(base64.b64decode(page.locator(PROOF).input_value()))
    fill_in(page, request)
    wait_as_people_do(page)

    send(page)

    page.wait_for_url(SENT)
    assert sorted(answer["solution"]) == ["counter", "derivedKey"]
    assert Letter.objects.filter(object_id=request.pk).count() == 1


def test_form_that_is_sent_before_the_challenge_is_solved_waits_for_it(page):
    request = DraftFactory()
    page.add_init_script(NEVER_IDLE)
    page.goto("/en/join/resume/")
    fill_in(page, request)
    wait_as_people_do(page)
    assert page.locator(PROOF).input_value() == ""

    with page.expect_request(lambda sent: sent.method == "POST") as posted:
        send(page)
        page.evaluate("globalThis.solveNow()")

    assert "guard_proof=ey" in (posted.value.post_data or "")
    page.wait_for_url(SENT)


def test_fourth_form_without_script_is_told_what_to_do_and_keeps_its_answers(page_without_script):
    page, request = page_without_script, DraftFactory()
    for _ in range(3):
        page.goto("/en/join/resume/")
        fill_in(page, request)
        wait_as_people_do(page)
        send(page)
        page.wait_for_url(SENT)
    page.goto("/en/join/resume/")
    fill_in(page, request)
    wait_as_people_do(page)

    send(page)

    expect(page.locator(".ds-error-summary")).to_contain_text("Switch script on and reload the page")
    expect(page.get_by_label("E-mail address")).to_have_value(request.email)


def test_browser_without_cryptography_sends_the_form_as_it_is(page):
    request = DraftFactory()
    page.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });")
    page.goto("/en/join/resume/")
    fill_in(page, request)
    wait_as_people_do(page)

    send(page)

    page.wait_for_url(SENT)


def test_nobody_meets_the_trap(page):
    page.goto("/en/join/resume/")

    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") != "subject_line"
    box = page.locator("input[name=subject_line]").evaluate("(field) => field.closest('.ds-sr-only').offsetWidth")
    assert box <= 1
