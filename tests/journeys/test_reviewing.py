"""From the first page of the admin to a member: a question, an answer, two people's yes; with script and without."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from portal.joining.enums import State
from portal.joining.models import JoinRequest
from portal.joining.services.applying import submit
from portal.joining.services.reviewing import approve
from portal.members.models import Organisation
from tests.browser import follow
from tests.factories.accounts import coordinator, sign_in_with_second_factor
from tests.factories.joining import JoinRequestFactory, applicant_of
from tests.journeys.test_accessibility import WIDTHS, faults_here

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page: Page, address: str, user: User) -> None:
    """Let the browser be somebody who has shown a second factor."""
    client = Client()
    sign_in_with_second_factor(client, user)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": address}])


def press(page: Page, button: str) -> None:
    follow(page.get_by_role("button", name=button, exact=True))


def review(page: Page, address: str) -> None:
    """The whole way of one request, whichever browser it is."""
    reviewer = coordinator()
    join_request = JoinRequestFactory.create(state=State.SUBMITTED, name="City of Example", language="sv")
    sign_in(page, address, reviewer)
    page.goto("/admin/")
    follow(page.get_by_role("link", name=str(join_request)))
    follow(page.get_by_role("link", name="Start the review"))
    press(page, "Start the review")

    follow(page.get_by_role("link", name="Ask for more information"))
    page.get_by_label("Reason").fill("Vilket beslut gäller?")
    press(page, "Ask for more information")
    expect(page.get_by_text("is now “More information needed”")).to_be_visible()
    assert "Vilket beslut gäller?" in mail.outbox[-1].body
    assert re.search(r"/sv/join/link/\S+/\n", str(mail.outbox[-1].body))

    submit(join_request.pk, actor=applicant_of(join_request))
    page.reload()
    follow(page.get_by_role("link", name="Start the review"))
    press(page, "Start the review")
    approve(join_request.pk, actor=coordinator())
    page.reload()
    follow(page.get_by_role("link", name="Approve"))
    press(page, "Approve")
    expect(page.get_by_text("is now “Approved”")).to_be_visible()
    assert Organisation.objects.get(join_request=join_request).name == "City of Example"


def test_request_becomes_a_member(page, live_server):
    review(page, live_server.url)


def test_request_becomes_a_member_without_script(page_without_script, live_server):
    review(page_without_script, live_server.url)


@pytest.mark.parametrize("width", list(WIDTHS.values()), ids=list(WIDTHS))
def test_no_page_of_the_reviewers_has_a_fault(page, live_server, width):
    sign_in(page, live_server.url, coordinator())
    page.set_viewport_size({"width": width, "height": 900})
    join_request = JoinRequestFactory(state=State.IN_REVIEW, language="fi")
    root = f"/admin/join/{join_request.pk}"
    found = {}
    for path in (
        "/admin/",
        "/admin/join/",
        f"{root}/",
        f"{root}/step/ask/",
        f"{root}/step/approve/",
        f"{root}/recuse/",
    ):
        page.goto(path)
        assert page.url == live_server.url + path
        found[path] = faults_here(page)

    assert {path: faults for path, faults in found.items() if faults} == {}
    assert JoinRequest.objects.get().state == State.IN_REVIEW
