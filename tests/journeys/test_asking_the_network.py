"""A member finds nothing and asks the others; a colleague elsewhere gets the letter; the asker takes it back."""

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from portal.letters.sending import send_waiting
from portal.members.enums import Frequency, Topic
from portal.members.models import NotificationChoice
from portal.outbox.services import deliver_waiting
from search.models import NetworkQuestion
from tests.browser import follow
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.network import NetworkQuestionFactory
from tests.journeys.test_accessibility import WIDTHS, faults_of
from tests.journeys.test_reviewing import press, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
QUESTION = "Who has bought telephones without chargers?"


def letters() -> list[tuple[list[str], list[str], bool]]:
    """Of those that have left: to whom, where an answer goes, and whether they hold the question."""
    deliver_waiting()
    send_waiting()
    return [(letter.to, letter.reply_to, QUESTION in letter.body) for letter in mail.outbox]


def ask_and_withdraw(page: Page, address: str) -> None:
    """The whole way of one question, whichever browser it is."""
    asker = MembershipFactory.create(user__email="ada@example.org", organisation__name="City of Example").user
    colleague = MembershipFactory.create(user__email="bo@example.org").user
    NotificationChoice.objects.create(user=colleague, topic=Topic.QUESTIONS, frequency=Frequency.AT_ONCE)
    sign_in(page, address, asker)
    page.goto("/en/search/?q=unobtainium")
    follow(page.get_by_role("link", name="Ask the network"))
    expect(page.get_by_label("What you searched for")).to_have_value("unobtainium")
    press(page, "Ask the network")
    expect(page.get_by_role("alert")).to_contain_text("Write your question.")
    page.get_by_label("What do you want to know?").fill(QUESTION)
    press(page, "Ask the network")
    expect(page.get_by_text("Your question is with the network.")).to_be_visible()

    assert letters() == [(["bo@example.org"], ["ada@example.org"], True)]

    sign_in(page, address, colleague)
    page.goto("/en/me/questions/")
    expect(page.get_by_role("link", name="Answer ada@example.org")).to_have_attribute("href", "mailto:ada@example.org")

    sign_in(page, address, asker)
    page.goto("/en/me/questions/")
    follow(page.get_by_role("link", name="Withdraw"))
    press(page, "Withdraw the question")
    expect(page.get_by_text("The question is withdrawn.")).to_be_visible()
    assert NetworkQuestion.objects.count() == 0


def test_member_asks_the_network_and_withdraws(page, live_server):
    ask_and_withdraw(page, live_server.url)


def test_member_asks_the_network_and_withdraws_without_script(page_without_script, live_server):
    ask_and_withdraw(page_without_script, live_server.url)


@pytest.mark.parametrize("width", list(WIDTHS.values()), ids=list(WIDTHS))
@pytest.mark.parametrize("language", ["en", "fi"])
def test_no_page_around_a_question_has_a_fault(page, live_server, width, language):
    member = MembershipFactory()
    own = NetworkQuestionFactory(membership=member)
    other = UserFactory(email="a-colleague-with-a-rather-long-address@purchasing.city-of-example.example.org")
    NetworkQuestionFactory(membership=MembershipFactory(user=other, organisation__name="City of Example by the Sea"))
    sign_in(page, live_server.url, member.user)
    page.set_viewport_size({"width": width, "height": 900})
    root = f"/{language}/me/questions/"
    paths = (root, f"{root}ask/?q=unobtainium", f"{root}{own.pk}/withdraw/", f"/{language}/search/?q=unobtainium")

    found = {path: faults_of(page, path) for path in paths}

    assert {path: faults for path, faults in found.items() if faults} == {}
