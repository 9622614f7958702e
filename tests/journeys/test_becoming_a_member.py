"""From the request that was sent to the city's own page: two people say yes, an invitation, a passkey, a page."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from portal.cms.city_pages import draft_city_pages
from portal.joining.enums import State
from portal.joining.models import JoinRequest
from portal.joining.services.moving import move
from portal.joining.services.reviewing import approve
from portal.members.models import Organisation
from tests.browser import follow
from tests.factories.accounts import city_editor, coordinator
from tests.factories.members import VolumeFactory
from tests.journeys.test_accessibility import WIDTHS, faults_here
from tests.journeys.test_joining import EMAIL, press, whole_request
from tests.journeys.test_reviewing import sign_in
from tests.journeys.test_signing_in import device, sign_out

__all__ = ["device"]


def approve_by_two(request: JoinRequest) -> Organisation:
    first, second = coordinator(), coordinator()
    move(request.pk, "start_review", actor=first)
    approve(request.pk, actor=first)
    approve(request.pk, actor=second)
    return Organisation.objects.get(join_request=request)


def invitation() -> str:
    """The path in the mail that invites the first city editor."""
    [body] = [str(message.body) for message in mail.outbox if "/invitation/" in str(message.body)]
    [path] = re.findall(r"https?://[^/\s]+(/en/invitation/\S+)", body)
    return str(path)


def accept(page: Page, path: str) -> None:
    page.goto(path)
    page.get_by_label("Your name").fill("New Editor")
    press(page, "Accept the invitation")
    expect(page.locator(".messages")).to_contain_text("You now work for City of Example here.")


def add_passkey(page: Page) -> None:
    follow(page.get_by_role("link", name="Add a passkey"))
    follow(page.get_by_role("link", name="Add", exact=True))
    page.get_by_label("Sign in with this key alone").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/recovery-codes/")


def publish_page(page: Page, slug: str) -> None:
    page.goto(f"/en/me/organisations/{slug}/page/en/")
    page.get_by_label("Lead").fill("We repair before we buy.")
    press(page, "Save the draft")
    press(page, "Publish the saved draft")


def test_city_becomes_a_member_and_its_editor_signs_in_with_a_passkey(page, device):
    organisation = approve_by_two(whole_request(page))
    accept(page, invitation())
    add_passkey(page)
    sign_out(page)

    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/en/me/")
    expect(page.locator("main")).to_contain_text("City of Example")
    publish_page(page, organisation.slug)

    page.goto("/en/members/")
    follow(page.get_by_role("link", name="City of Example", exact=True).first)
    expect(page.locator("main")).to_contain_text("We repair before we buy.")
    expect(page.locator("main")).to_contain_text("6,500")
    editor = User.objects.get(email=EMAIL)
    assert (editor.has_perm("wagtailadmin.access_admin"), editor.memberships.get().role) == (False, "city_editor")


def test_city_without_script_comes_to_its_pages_too(page_without_script):
    page = page_without_script
    request = whole_request(page)
    organisation = approve_by_two(request)
    accept(page, invitation())

    page.goto(f"/en/me/organisations/{organisation.slug}/volumes/")
    press(page, "Our figures still hold")

    assert JoinRequest.objects.get(pk=request.pk).state == State.APPROVED
    expect(page.locator(".messages")).to_be_visible()


@pytest.mark.parametrize("width", list(WIDTHS.values()), ids=list(WIDTHS))
@pytest.mark.parametrize("language", ["en", "fi"])
def test_no_page_of_the_members_area_has_a_fault(page, live_server, width, language):
    organisation = VolumeFactory.create().organisation
    draft_city_pages(organisation)
    sign_in(page, live_server.url, city_editor(organisation))
    page.set_viewport_size({"width": width, "height": 900})
    root = f"/{language}/me"
    city = f"{root}/organisations/{organisation.slug}"
    found = {}
    for path in (
        *(f"{root}/", f"{root}/security/", f"{root}/notifications/", f"{city}/", f"{city}/profile/"),
        *(f"{city}/volumes/", f"{city}/volumes/add/", f"{city}/commitments/", f"{city}/colleagues/"),
        *(f"{city}/colleagues/invite/", f"{city}/page/{language}/"),
    ):
        page.goto(path)
        assert page.url == live_server.url + path
        found[path] = faults_here(page)

    assert {path: faults for path, faults in found.items() if faults} == {}
