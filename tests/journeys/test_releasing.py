"""Three criteria are changed, consulted, voted on by three cities and released as a minor version; mails go out, and an
old basket link shows what is newer."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.core import mail
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from portal.letters.sending import send_waiting
from portal.members.enums import Frequency, Topic
from portal.members.models import NotificationChoice, Organisation
from portal.outbox.services import deliver_waiting
from registry.enums import VoteChoice
from registry.models import Candidate, CriteriaSet, Criterion, Draft, Release, ReleaseDraft
from registry.sealed.verify import find_faults
from registry.services.candidates import open_consultation
from registry.services.drafting import save, start_from
from registry.services.publishing import publish
from registry.services.sealing import head_of
from registry.services.voting import cast, open_vote
from registry.takeaway.basket import Basket, BasketItem, share
from tests.browser import follow
from tests.factories.accounts import MembershipFactory, city_editor
from tests.factories.drafts import secretary
from tests.factories.releases import noted
from tests.journeys.test_accessibility import WIDTHS, faults_here
from tests.journeys.test_reviewing import press, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

CHANGED = ("BAT-01", "LAB-01", "REP-01")
LEAD = "Three criteria now fit refurbished telephones too."
SHOTS = os.environ.get("SHOTS")


@pytest.fixture
def old_basket(_site):
    """The address of a basket that was shared before anything changed."""
    heads = [head_of(Criterion.objects.get(code=code)) for code in CHANGED]
    items = [BasketItem(code=head.criterion.code, number=str(head.number), level=1) for head in heads]
    return f"/en/b/{share(Basket(items=tuple(items))).key}/"


def look(page: Page, name: str, width: int) -> None:
    if SHOTS:
        page.emulate_media(color_scheme="light")
        page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
    assert faults_here(page) == []


def draft_in_browser(page: Page, code: str) -> Draft:
    """A draft that also fits refurbished devices, started, checked and saved by a coordinator."""
    page.goto("/admin/drafts/start/")
    option = page.locator("#id_next-base option", has_text=re.compile(rf"^{code}"))
    page.locator("#id_next-base").select_option(label=option.first.inner_text())
    page.locator("#id_next-proposed_by").select_option(index=1)
    follow(page.locator("#next-content").get_by_role("button", name="Start a draft"))
    page.get_by_role("checkbox", name="Refurbished devices").check()
    page.locator("#id_change-summary_en").fill("Fits refurbished devices too.")
    follow(page.get_by_role("button", name="Check without saving").first)
    expect(page.get_by_text("Now applies to: Refurbished devices")).to_be_visible()
    follow(page.get_by_role("button", name="Save", exact=True).first)
    return Draft.objects.get(code=code)


def drafted(code, actor):
    """The same by the services."""
    head = head_of(Criterion.objects.get(code=code))
    draft = start_from(head, proposed_by=Organisation.objects.public_buyers()[0], actor=actor)
    content = replace(draft.parsed, applies_to=(*draft.parsed.applies_to, "refurbished"))
    summary = {"en": "Fits refurbished devices too."}
    return save(draft.pk, content=content, summary=summary, seen=draft.lock_version, actor=actor)


def put_to_the_vote(page, draft):
    for step, button in (("consult", "Open the consultation"), ("open-vote", "Open the vote")):
        page.goto(f"/admin/drafts/{draft.pk}/steps/{step}/")
        press(page, button)
    return Draft.objects.get(pk=draft.pk).candidate


def vote_by_link(page, elsewhere, candidate, city):
    """The mayor of a city without an editor gets a ballot by mail, and votes with it in a browser of their own."""
    elector = candidate.electors.get(organisation=city)
    page.goto(f"/admin/drafts/{candidate.draft_id}/steps/votes/{elector.pk}/ballot/")
    page.get_by_label("E-mail address").fill("mayor@example.org")
    page.get_by_label("Language of the letter").select_option("en")
    press(page, "Send the ballot")
    send_waiting()
    [message] = [each for each in mail.outbox if each.to == ["mayor@example.org"]]
    elsewhere.goto(re.search(r"/en/ballot/[\w-]+/", message.body)[0])
    elsewhere.get_by_role("radio", name="We approve this text").check()
    follow(elsewhere.get_by_role("button", name="Vote", exact=True))
    follow(elsewhere.get_by_role("button", name="Cast the vote"))


def carry(candidate: Candidate, cities: list[Organisation]) -> None:
    for city in cities:
        elector = candidate.electors.get(organisation=city)
        cast(elector.pk, choice=VoteChoice.APPROVE, actor=city_editor(city))


def publish_in_browser(page: Page, draft: Draft) -> None:
    page.goto(f"/admin/drafts/{draft.pk}/steps/publish/")
    press(page, "Publish")


def published(draft: Draft, cities: list[Organisation], actor) -> None:
    today = localdate()
    open_consultation(draft.pk, on=today, actor=actor)
    candidate = open_vote(draft.pk, on=today, actor=actor)
    carry(candidate, cities)
    publish(draft.pk, seen=candidate.version.content_hash, effective_on=today, on=today, actor=secretary())


def release_in_browser(page: Page, elsewhere: Page) -> Release:
    """One coordinator puts it together and writes the notes, another one publishes it."""
    page.goto("/admin/releases/")
    press(page, "Start a release of Circular and fair smartphones")
    draft = ReleaseDraft.objects.get()
    page.goto(f"/admin/releases/{draft.pk}/notes/")
    press(page, "Generate the notes")
    follow(page.get_by_role("link", name="English"))
    page.get_by_label("What matters most").fill(LEAD)
    press(page, "Save")
    elsewhere.goto(f"/admin/releases/{draft.pk}/publish/")
    expect(elsewhere.get_by_role("heading", name="Ready")).to_be_visible()
    press(elsewhere, "Publish")
    return Release.objects.get(draft=draft)


def test_three_criteria_become_a_minor_release(
    page, page_elsewhere, page_without_script, live_server, cities, old_basket
):
    author, publisher = secretary(), secretary()
    reader = MembershipFactory.create(organisation=cities[0]).user
    NotificationChoice.objects.create(user=reader, topic=Topic.PUBLISHED, frequency=Frequency.AT_ONCE)
    before = CriteriaSet.objects.get(slug="smartphones").releases.newest_first().first()
    sign_in(page, live_server.url, author)
    sign_in(page_elsewhere, live_server.url, publisher)

    draft = draft_in_browser(page, CHANGED[0])
    candidate = put_to_the_vote(page, draft)
    vote_by_link(page, page_without_script, candidate, cities[2])
    carry(candidate, cities[:2])
    publish_in_browser(page_elsewhere, draft)
    others = [drafted(code, author) for code in CHANGED[1:]]
    for each in others:
        published(each, cities, author)
    release = release_in_browser(page, page_elsewhere)

    assert (release.number.major, release.number.minor) == (before.number.major, before.number.minor + 1)
    assert list(find_faults()) == []
    check_mails(reader.email, release)
    check_feed(page_without_script, release)
    check_public_page(page_without_script, release)
    page_without_script.goto(old_basket)
    main = page_without_script.get_by_role("main")
    expect(main.get_by_role("button", name="Make a link with the newest versions")).to_be_visible()
    expect(main.locator("[data-finding=superseded]")).to_have_count(3)


def check_feed(page: Page, release: Release) -> None:
    """The set's page leads to its feed, which tells of the versions and the release."""
    page.goto("/en/criteria/smartphones/")
    place = page.get_by_role("link", name="Follow the news (Atom)").get_attribute("href")
    feed = page.request.get(f"{page.url.partition('/en/')[0]}{place}").text()
    titles = re.findall(r"<title>([^<]*): published</title>", feed)
    heads = [head_of(Criterion.objects.get(code=code)) for code in CHANGED]
    assert {title.split()[0] for title in titles[:4]} == {*map(str, heads), str(release)}


def check_mails(address: str, release: Release) -> None:
    """One about each version, one about the release."""
    deliver_waiting()
    send_waiting()
    told = sorted(message.subject.split(": ")[1] for message in mail.outbox if message.to == [address])
    heads = [head_of(Criterion.objects.get(code=code)) for code in CHANGED]
    assert told == sorted(map(str, (*heads, release)))


def check_public_page(page: Page, release: Release) -> None:
    page.goto("/en/criteria/smartphones/")
    expect(page.get_by_role("main")).to_contain_text(str(release))
    page.locator("summary", has_text="Release notes").click()
    notes = page.locator("details", has_text="Release notes")
    expect(notes).to_contain_text(LEAD)
    for code in CHANGED:
        expect(notes.get_by_role("listitem").filter(has_text=code)).to_have_count(1)


@pytest.mark.parametrize("width", WIDTHS.values(), ids=list(WIDTHS))
def test_pages_of_a_release_have_no_fault(page, live_server, cities, width):
    author = secretary()
    sign_in(page, live_server.url, author)
    page.set_viewport_size({"width": width, "height": 900})
    published(drafted("BAT-01", author), cities, author)
    page.goto("/admin/releases/")
    look(page, "sets", width)
    press(page, "Start a release of Circular and fair smartphones")
    page.reload()  # without the message, which comes in slowly
    look(page, "members", width)
    draft = noted(ReleaseDraft.objects.get())
    for name in ("notes/", "notes/en/", "notes/sv/", "notes/sv/replace/", "publish/", "abandon/"):
        page.goto(f"/admin/releases/{draft.pk}/{name}")
        look(page, name.replace("/", "-"), width)

    page.goto(f"/admin/releases/{draft.pk}/publish/")
    press(page, "Publish")
    page.reload()  # without the message, which comes in slowly
    look(page, "published", width)
    page.goto("/en/criteria/smartphones/")
    page.locator("summary", has_text="Release notes").click()
    look(page, "public", width)
