"""A whole record in Chromium: begun, written with and without a script, saved on the way, previewed, sent."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from portal.experiences.enums import Audience, Stage, State
from portal.experiences.models import Edition
from portal.experiences.services.moving import correct, send_back, submit
from portal.experiences.tasks import Learned, Task
from portal.members.models import Organisation
from registry.models import CriterionVersion
from tests.browser import follow
from tests.factories.accounts import MembershipFactory, coordinator
from tests.factories.experiences import CitationFactory, EditionFactory, LessonFactory, SupplierFactory, published
from tests.journeys.test_accessibility import WIDTHS, faults_here, faults_of
from tests.portal.experiences.authors import AREA, author_of, own, say, sign_in, task_of

SAVED = re.compile(r"Saved at \d\d:\d\d\.")


@pytest.fixture
def malmo():
    return Organisation.objects.get(slug="malmo")


@pytest.fixture
def author(client, page, malmo):
    user = MembershipFactory(organisation=malmo).user
    sign_in(client, page, user)
    return user


@pytest.fixture
def draft(author, malmo):
    """A record of Malmö that could be sent, in Swedish."""
    return draft_of(malmo)


def draft_of(organisation):
    return EditionFactory(experience__organisation=organisation, language="sv", title="Telefoner")


def begin(page: Page) -> None:
    page.goto("/en/me/")
    follow(page.get_by_role("link", name="Tender experiences"))
    follow(page.get_by_role("link", name="Begin a new record"))
    page.get_by_label("Title of the tender").fill("Telefoner som går att laga")
    page.get_by_label("Svenska").check()
    follow(page.get_by_role("button", name="Begin the record"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Telefoner som går att laga")


def open_part(page: Page, name: str) -> None:
    follow(page.locator(".task-list").get_by_role("link", name=name))
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def go_on(page: Page) -> None:
    follow(page.get_by_role("button", name="Save and continue"))
    expect(page.locator(".messages")).to_contain_text("Saved.")


def describe_tender(page: Page) -> None:
    open_part(page, "Describe the tender")
    page.get_by_label("Summary").fill("Vi köpte 1 500 telefoner.")
    page.get_by_label("How far is the tender?").select_option(label="Awarded")
    page.get_by_label("Year").fill("2026")
    page.get_by_label("CPV codes").fill("32250000")
    page.get_by_label("TED notice number").fill("https://ted.europa.eu/sv/notice/-/detail/554113-2026")
    go_on(page)


def say_what_happened(page: Page) -> None:
    open_part(page, "Say what happened")
    page.get_by_label("Estimated value").fill("4,5 mn SEK")
    page.get_by_label("Awarded value").fill("4 200 000")
    page.get_by_label("How many bids did you get?").fill("4")
    page.get_by_label("Supplier 1", exact=True).fill("Exempel Telefoner AB")
    page.get_by_label("won a contract Supplier 1").check()
    page.get_by_label("Supplier 2", exact=True).fill("Fel AB")
    follow(page.get_by_role("button", name="Save and add more suppliers"))
    expect(page.get_by_label("Supplier 4", exact=True)).to_be_visible()
    follow(page.get_by_role("button", name="Remove Fel AB"))
    expect(page.get_by_label("Supplier 2", exact=True)).to_have_value("")
    page.get_by_label("Would you do it again?").select_option(label="Yes")
    go_on(page)


def share_lessons(page: Page) -> None:
    open_part(page, "Share what you learned")
    page.get_by_label("Wording of the criteria").fill("Skriv kort. Exempel Telefoner förstod det.")
    go_on(page)


def choose_readers(page: Page) -> None:
    open_part(page, "Choose who may see it")
    page.get_by_label("Everyone, without signing in").check()
    page.get_by_label("Values").select_option(label="Members of the network")
    page.get_by_label("Whom may others ask?").fill("Inköpare av ICT")
    go_on(page)


def check_and_send(page: Page) -> None:
    follow(page.get_by_role("link", name="Preview the page that readers get"))
    expect(page.get_by_text("Preview: this is what everyone sees")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Skriv kort. Leverantör A förstod det.")
    expect(page.locator("main")).not_to_contain_text("Exempel Telefoner")
    follow(page.get_by_role("link", name="As your colleagues see it"))
    expect(page.locator("main")).to_contain_text("Exempel Telefoner AB")
    follow(page.get_by_role("link", name="Back to the record"))
    follow(page.get_by_role("link", name="Check your answers and send the record"))
    follow(page.get_by_role("link", name="Change Year"))
    page.get_by_label("Year").fill("2025")
    follow(page.get_by_role("button", name="Save and continue"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    follow(page.get_by_role("button", name="Send to the coordinators"))
    expect(page.locator(".messages")).to_contain_text("The record was sent to the coordinators.")


def whole_record(page: Page) -> Edition:
    begin(page)
    for part in (describe_tender, say_what_happened, share_lessons, choose_readers, check_and_send):
        part(page)
    return Edition.objects.latest("pk")


def check_sent(edition: Edition) -> None:
    assert (edition.state, edition.language, edition.year, edition.stage) == (
        State.SUBMITTED,
        "sv",
        2025,
        Stage.AWARDED,
    )
    assert (edition.currency, edition.estimated_value, edition.awarded_value) == (
        "SEK",
        Decimal(4_500_000),
        Decimal(4_200_000),
    )
    assert (edition.cpv, edition.notice, edition.bids) == (["32250000-0"], "554113-2026", 4)
    assert (edition.visibility, edition.values_visibility) == (Audience.EVERYONE, Audience.MEMBERS)
    assert list(edition.suppliers.values_list("name", "is_winner")) == [("Exempel Telefoner AB", True)]
    assert edition.lessons.get().topic == "wording"


def test_member_writes_a_whole_record_and_sends_it(page, author):
    check_sent(whole_record(page))


def test_member_without_script_does_the_same(client, page_without_script, malmo):
    sign_in(client, page_without_script, MembershipFactory(organisation=malmo).user)

    check_sent(whole_record(page_without_script))


# Saving on the way


def now(edition):
    return Edition.objects.get(pk=edition.pk)


def test_text_is_saved_without_a_button(page, draft):
    page.goto(task_of(draft, Task.TENDER))

    page.get_by_label("Summary").fill("Geschrieben")
    expect(page.get_by_role("status").filter(has_text=SAVED)).to_be_visible()
    page.get_by_label("Summary").fill("Skrivet")
    go_on(page)  # no conflict with oneself

    assert now(draft).summary == "Skrivet"


def test_text_is_saved_when_the_page_is_left(page, draft):
    page.goto(task_of(draft, Task.LESSONS))
    page.get_by_label("Something else").fill("Skrivet på väg ut.")

    page.goto(AREA)
    for _moment in range(300):  # the request outlives its page, so that no page can be asked for the answer
        if draft.lessons.exists():
            break
        page.wait_for_timeout(100)

    assert draft.lessons.get().text == "Skrivet på väg ut."


def test_button_right_after_typing_meets_no_conflict(page, draft):
    page.goto(task_of(draft, Task.TENDER))
    page.get_by_label("Summary").fill("Först")
    page.get_by_label("Summary").fill("Sist")
    page.evaluate("dispatchEvent(new Event('online'))")  # a background saving is on its way
    page.get_by_label("Title of the tender").fill("Sist")
    go_on(page)

    assert (now(draft).title, now(draft).summary) == ("Sist", "Sist")


def test_text_of_a_colleague_is_met_with_the_way_to_compare(page, watch, draft):
    watch.allow("409")
    page.goto(task_of(draft, Task.TENDER))
    say(draft, Task.TENDER, author_of(draft), title="Från en kollega")

    page.get_by_label("Title of the tender").fill("Min titel")
    expect(page.get_by_role("button", name="Compare both texts")).to_be_in_viewport()
    assert faults_here(page) == []
    follow(page.get_by_role("button", name="Compare both texts"))

    both = page.get_by_role("region", name="Both texts")
    expect(both).to_contain_text("Från en kollega")
    expect(both).to_contain_text("Min titel")
    expect(page.get_by_label("Title of the tender")).to_have_value("Min titel")
    follow(page.get_by_role("button", name="Save and continue"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Min titel")


def test_text_waits_in_the_window_while_there_is_no_network(page, watch, draft):
    watch.allow("ERR_INTERNET_DISCONNECTED")
    page.goto(task_of(draft, Task.LESSONS))

    page.context.set_offline(True)
    page.get_by_label("Something else").fill("Skrivet på tåget.")
    expect(page.get_by_text("You seem to be offline.")).to_be_visible()
    before = draft.lessons.count()
    page.context.set_offline(False)
    expect(page.get_by_text(SAVED)).to_be_visible()

    assert (before, draft.lessons.get().text) == (0, "Skrivet på tåget.")


def test_browser_asks_before_a_text_is_lost_that_cannot_be_saved(page, draft):
    page.goto(task_of(draft, Task.LESSONS))
    page.get_by_label("Something else").click()
    page.context.set_offline(True)
    page.keyboard.type("Skrivet på tåget.")

    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    asked.value.dismiss()

    expect(page.get_by_label("Something else")).to_have_value("Skrivet på tåget.")
    assert (asked.value.type, page.is_closed()) == ("beforeunload", False)


def test_whoever_was_removed_is_told_and_keeps_the_text_on_the_page(page, watch, draft, author):
    watch.allow("404")
    page.goto(task_of(draft, Task.TENDER))
    author.memberships.all().delete()

    page.get_by_label("Summary").fill("Allt det här")

    expect(page.get_by_text("Not saved: you are signed out, or work for this organisation no more.")).to_be_visible()
    expect(page.get_by_label("Summary")).to_have_value("Allt det här")


def test_what_cannot_be_stored_is_told_while_the_rest_is_saved(page, draft):
    page.goto(task_of(draft, Task.TENDER))

    page.get_by_label("Summary").fill("Det här går.")
    page.get_by_label("Number of lots").fill("några")

    expect(page.get_by_text("apart from what cannot be stored")).to_be_visible()
    assert (now(draft).summary, now(draft).lots) == ("Det här går.", None)


# Every page, for everybody


@pytest.fixture(params=list(WIDTHS.values()), ids=list(WIDTHS))
def sized(request, page, watch):
    watch.allow("409")
    page.set_viewport_size({"width": request.param, "height": 900})


@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.usefixtures("sized")
def test_no_page_of_a_record_that_is_written_has_a_fault(page, draft, author, language):
    CitationFactory(edition=draft, version=CriterionVersion.objects.finals().first())
    SupplierFactory(edition=draft, name="Ett företag med ett mycket långt namn i Sverige AB", is_winner=True)
    LessonFactory(edition=draft)
    say(draft, Task.TENDER, author, summary="Fråga Sven Svensson, 070-123 45 67.", cpv=["32250000-1"])
    paths = {rest: own(draft, rest) for rest in ("", "check/", "preview/?as=everyone", "preview/?as=own", "discard/")}
    paths |= {task: task_of(draft, task) for task in (Task.TENDER, Task.OUTCOME, Task.LESSONS, Task.SHARING)}
    paths |= {"list": AREA, "start": f"{AREA}new/", "nothing found": f"{AREA}?show=returned"}

    found = {name: faults_of(page, path.replace("/en/", f"/{language}/")) for name, path in paths.items()}

    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.usefixtures("sized")
def test_no_answer_to_a_form_has_a_fault(page, draft, author):
    found = {}
    page.goto(f"{AREA}new/")
    follow(page.get_by_role("button", name="Begin the record"))
    found["nothing typed"] = faults_here(page)
    page.goto(task_of(draft, Task.OUTCOME))
    page.get_by_label("Estimated value").fill("a lot")
    follow(page.get_by_role("button", name="Save", exact=True).last)
    found["with a fault"] = faults_here(page)
    page.goto(task_of(draft, Task.LESSONS))
    say(draft, Task.LESSONS, author, lessons=[Learned("wording", "Theirs, and a rather long text of theirs.")])
    page.get_by_label("Wording of the criteria").fill("Mine")
    follow(page.get_by_role("button", name="Save", exact=True).last)
    found["both texts"] = faults_here(page)

    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.usefixtures("sized")
def test_no_page_of_a_record_on_its_way_has_a_fault(page, draft, author, malmo):
    found = {}
    submit(draft.experience_id, actor=author)
    found["sent"] = faults_of(page, own(draft))
    send_back(draft.experience_id, reason="Vilket år?\nSkriv det.", seen=1, actor=coordinator())
    found["sent back"] = faults_of(page, own(draft))
    found["list"] = faults_of(page, AREA)
    public = published(draft_of(malmo))
    author.memberships.update(role="city_editor")
    found["published"] = faults_of(page, own(public))
    found["retract"] = faults_of(page, own(public, "retract/"))
    correct(public.pk, actor=author)
    found["correction"] = faults_of(page, own(public))

    assert {name: faults for name, faults in found.items() if faults} == {}
