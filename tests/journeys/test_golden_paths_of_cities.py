"""The ways of a city that joins, of a member and of a coordinator, with keys alone, and no longer than promised.

What else is promised of them is told elsewhere: joining without script and with a colleague's help in
``test_joining.py``, a tender told about without script in ``test_used_criteria.py``, three criteria of a release in
``test_releasing.py``, and in ``test_drafting.py`` that of two who write one text neither loses a word.
"""

import re

from django.core import mail
from playwright.sync_api import expect

from portal.experiences.models import Edition
from portal.joining.models import JoinRequest
from portal.letters.sending import send_waiting
from registry.models import CriteriaSet, Draft, ReleaseDraft
from registry.sealed.verify import find_faults
from tests.factories.accounts import MembershipFactory
from tests.factories.drafts import secretary
from tests.journeys import test_reviewing as reviewing
from tests.journeys.keyboard import Keys
from tests.journeys.test_joining import EMAIL, LEAST_MILLISECONDS, STATEMENT, check_sent, mailed_path
from tests.journeys.test_releasing import carry
from tests.journeys.test_used_criteria import MOST_STEPS as MOST_TO_LOG
from tests.journeys.test_used_criteria import fill_basket
from tests.portal.experiences.authors import sign_in

MOST_TO_JOIN = 62  # eighteen of them for nine dates: in fifteen minutes, a quarter of a minute each
MOST_TO_RELEASE = 20  # a draft, its way through a vote, and the release


class Applicant(Keys):
    """Somebody who fills in a request to join, by the labels of its questions."""

    def button(self, name):
        self.follow(self.page.get_by_role("button", name=name, exact=True))

    def answer(self, label, text, *, exact=False):
        self.fill(self.page.get_by_label(label, exact=exact), text)

    def open_part(self, name):
        self.follow(self.page.locator(".task-list").get_by_role("link", name=name))

    def leave_address(self, button):
        """Whoever sends too soon after opening is taken for a machine."""
        self.page.wait_for_timeout(LEAST_MILLISECONDS)
        self.button(button)
        self.page.goto(mailed_path())
        self.actions += 1  # the link of the mail
        self.button("Continue")

    def begin(self):
        self.page.goto("/en/")
        self.follow(self.page.get_by_role("link", name="Join", exact=True).first)
        self.follow(self.page.get_by_role("main").get_by_role("link", name="Start your request"))
        self.choose(self.page.get_by_label("Local authority"), steps=0)
        self.button("Continue")
        self.answer("Where shall we mail your link?", EMAIL)
        self.leave_address("Mail me the link")
        return self.page.locator(".page-head .code").inner_text()

    def resume(self, reference):
        self.page.goto("/en/join/")
        self.follow(self.page.get_by_role("link", name="I have begun already"))
        self.answer("Reference of the request", reference)
        self.answer("E-mail address", EMAIL)
        self.leave_address("Mail me a new link")

    def tell_about_organisation(self):
        self.open_part("Tell us about your organisation")
        self.answer("Name of the organisation in English", "City of Example")
        self.answer("Name in your own language", "Exempelstad")
        self.pick(self.page.get_by_label("Country"), "Sweden")
        self.answer("Website", "example.org")
        self.answer("Contact address", "it@example.org")
        self.button("Save and continue")

    def say_who_signs(self):
        self.open_part("Say who signs")
        self.answer("Name of the person who signs", "A Signatory")
        self.answer("Position", "Head of procurement")
        self.choose(self.page.get_by_label("Decision of the council"), steps=0)
        self.answer("Day of the decision", "1 October 2026")
        self.button("Save and continue")

    def estimate_volumes(self):
        self.open_part("Estimate your yearly volumes")
        self.answer("From", "6 500", exact=True)
        self.answer("To (optional)", "7.000")
        self.button("Save and continue")

    def choose_dates(self):
        self.open_part("Choose your own dates")
        for number in range(1, 10):
            self.pick(self.page.get_by_label(f"How far are you with A{number}?"), "Planned")
            self.answer(f"Your date for A{number}", "2028")
        self.button("Save and continue")

    def add_evidence(self):
        self.open_part("Add the signed statement")
        self.tick(self.page.get_by_label("Our organisation supports the joint statement"))
        self.hand_in(self.page.get_by_label("Document (optional)"), STATEMENT)
        self.button("Add this document")
        self.button("Save and continue")

    def send(self):
        self.open_part("Check your answers")
        self.button("Send the request")


def test_city_joins_and_goes_on_after_a_break(page, page_elsewhere):
    first, later = Applicant(page), Applicant(page_elsewhere)

    reference = first.begin()
    first.tell_about_organisation()
    first.say_who_signs()
    later.resume(reference)
    later.estimate_volumes()
    later.choose_dates()
    later.add_evidence()
    later.send()

    expect(page_elsewhere.get_by_role("heading", level=1)).to_have_text("Your request has been sent")
    check_sent(JoinRequest.objects.get(reference=reference))
    assert first.actions + later.actions <= MOST_TO_JOIN


def test_member_logs_what_they_used(client, page):
    member = MembershipFactory.create(organisation__name="City of Example")
    sign_in(client, page, member.user)
    count = fill_basket(page)
    keys = Keys(page)

    keys.follow(page.get_by_role("link", name="We used these", exact=True))
    keys.fill(page.get_by_label("Title of the tender"), "Smartphones with repair service")
    keys.fill(page.get_by_label("Year of the tender"), "14.3.2026")
    keys.choose(page.locator("input[name=stage]").first, steps=2)
    keys.choose(page.locator("input[name=language]").first, steps=1)
    keys.follow(page.get_by_role("button", name="Save", exact=True))

    expect(page.locator(".messages")).to_contain_text("The tender is logged.")
    edition = Edition.objects.get(experience__organisation=member.organisation)
    assert (edition.year, edition.stage, edition.language, edition.citations.count()) == (2026, "awarded", "sv", count)
    assert keys.actions <= MOST_TO_LOG


def change(keys, code):
    """A draft that fits refurbished devices too: started, checked against its base, saved."""
    page = keys.page
    page.goto("/admin/drafts/start/")
    keys.pick(page.locator("#id_next-base"), code)
    keys.pick(page.locator("#id_next-proposed_by"), page.locator("#id_next-proposed_by option").nth(1).inner_text())
    keys.follow(page.locator("#next-content").get_by_role("button", name="Start a draft"))
    keys.tick(page.get_by_role("checkbox", name="Refurbished devices"))
    keys.fill(page.locator("#id_change-summary_en"), "Fits refurbished devices too.")
    keys.follow(page.get_by_role("button", name="Check without saving").first)
    expect(page.get_by_text("Now applies to: Refurbished devices")).to_be_visible()
    keys.follow(page.get_by_role("button", name="Save", exact=True).first)
    return Draft.objects.get(code=code)


def take_steps(keys, draft):
    """Through the check list of a draft: into consultation, and to the vote."""
    main = keys.page.get_by_role("main")
    keys.page.goto(f"/admin/drafts/{draft.pk}/steps/")
    for step in ("Open the consultation", "Open the vote"):
        keys.follow(main.get_by_role("link", name=step, exact=True))
        keys.follow(main.get_by_role("button", name=step, exact=True))
    return Draft.objects.get(pk=draft.pk).candidate


def send_ballot(keys, elector):
    keys.page.goto(f"/admin/drafts/{elector.candidate.draft_id}/steps/votes/{elector.pk}/ballot/")
    keys.fill(keys.page.get_by_label("E-mail address"), "mayor@example.org")
    keys.pick(keys.page.get_by_label("Language of the letter"), "English")
    keys.follow(keys.page.get_by_role("button", name="Send the ballot", exact=True))
    send_waiting()
    [letter] = [each for each in mail.outbox if each.to == ["mayor@example.org"]]
    return re.search(r"/en/ballot/[\w-]+/", letter.body)[0]


def approve(keys, path):
    keys.page.goto(path)
    keys.choose(keys.page.get_by_role("radio", name="We approve this text"), steps=0)
    keys.follow(keys.page.get_by_role("button", name="Vote", exact=True))
    keys.follow(keys.page.get_by_role("button", name="Cast the vote"))


def put_together(keys):
    """A release of everything new, with notes."""
    keys.page.goto("/admin/releases/")
    keys.follow(keys.page.get_by_role("button", name="Start a release of Circular and fair smartphones"))
    draft = ReleaseDraft.objects.get()
    keys.page.goto(f"/admin/releases/{draft.pk}/notes/")
    keys.follow(keys.page.get_by_role("button", name="Generate the notes"))
    keys.follow(keys.page.get_by_role("link", name="English"))
    keys.fill(keys.page.get_by_label("What matters most"), "It fits refurbished telephones too.")
    keys.follow(keys.page.get_by_role("button", name="Save", exact=True))
    return draft


def publish(keys, path):
    keys.page.goto(path)
    keys.follow(keys.page.get_by_role("button", name="Publish", exact=True))


def test_coordinator_changes_a_text_until_it_is_released(
    page, page_elsewhere, page_without_script, live_server, cities
):
    before = CriteriaSet.objects.get(slug="smartphones").releases.newest_first().first().number
    reviewing.sign_in(page, live_server.url, secretary())
    reviewing.sign_in(page_elsewhere, live_server.url, secretary())
    author, mayor, second = Keys(page), Keys(page_without_script), Keys(page_elsewhere)

    draft = change(author, "BAT-01")
    candidate = take_steps(author, draft)
    approve(mayor, send_ballot(author, candidate.electors.get(organisation=cities[2])))
    carry(candidate, cities[:2])
    publish(second, f"/admin/drafts/{draft.pk}/steps/publish/")
    frozen = put_together(author)
    publish(second, f"/admin/releases/{frozen.pk}/publish/")

    after = CriteriaSet.objects.get(slug="smartphones").releases.newest_first().first().number
    assert (after.major, after.minor) == (before.major, before.minor + 1)
    assert list(find_faults()) == []
    assert (author.actions <= MOST_TO_RELEASE, mayor.actions, second.actions) == (True, 3, 2)
