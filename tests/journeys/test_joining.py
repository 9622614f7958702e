"""From the first click to the confirmation: with script and without, with a pause, with a colleague's help."""

import re

import pytest
from django.core import mail
from playwright.sync_api import FilePayload, Page, expect

from portal.joining.enums import State, Task
from portal.joining.models import JoinRequest
from portal.joining.services.applying import LINK_LIFETIME, answer
from portal.joining.services.moving import move
from portal.letters.services import issue_link
from tests.browser import follow
from tests.factories.accounts import coordinator
from tests.factories.files import pdf
from tests.factories.joining import DraftFactory, JoinRequestFactory, applicant_of
from tests.journeys.test_accessibility import WIDTHS, faults_here, faults_of

EMAIL = "procurement@example.org"
LEAST_MILLISECONDS = 2_100  # between opening a guarded form and sending it
STATEMENT: FilePayload = {"name": "statement.pdf", "mimeType": "application/pdf", "buffer": pdf()}


def mailed_path(to: str = EMAIL) -> str:
    """The path of the link in the newest mail to an address."""
    body = [str(message.body) for message in mail.outbox if message.to == [to]][-1]
    return re.findall(r"https?://[^/\s]+(/\S+/join/link/\S+)", body)[-1]


def send_guarded(page: Page, button: str) -> None:
    page.wait_for_timeout(LEAST_MILLISECONDS)
    follow(page.get_by_role("button", name=button))


def press(page: Page, button: str) -> None:
    follow(page.get_by_role("button", name=button, exact=True))


def follow_mailed_link(page: Page, to: str = EMAIL) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your mail")
    page.goto(mailed_path(to))
    press(page, "Continue")


def open_part(page: Page, name: str) -> None:
    follow(page.locator(".task-list").get_by_role("link", name=name))


def begin(page: Page) -> str:
    """From the front page to an empty task list; the reference of the request."""
    page.goto("/en/")
    follow(page.get_by_role("link", name="Join", exact=True).first)
    follow(page.get_by_role("main").get_by_role("link", name="Start your request"))
    page.get_by_label("Local authority").check()
    press(page, "Continue")
    page.get_by_label("Where shall we mail your link?").fill(EMAIL)
    send_guarded(page, "Mail me the link")
    follow_mailed_link(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your request to join")
    return page.locator(".page-head .code").inner_text()


def tell_about_organisation(page: Page) -> None:
    open_part(page, "Tell us about your organisation")
    expect(page.get_by_label("Legal type")).to_have_value("la")
    page.get_by_label("Name of the organisation in English").fill("City of Example")
    page.get_by_label("Name in your own language").fill("Exempelstad")
    page.get_by_label("Country").select_option("SE")
    page.get_by_label("Website").fill("example.org")
    page.get_by_label("Contact address").fill("it@example.org")
    press(page, "Save and continue")


def say_who_signs(page: Page) -> None:
    open_part(page, "Say who signs")
    page.get_by_label("Name of the person who signs").fill("A Signatory")
    page.get_by_label("Position").fill("Head of procurement")
    page.get_by_label("Decision of the council").check()
    page.get_by_label("Day of the decision").fill("1 October 2026")
    press(page, "Save and continue")


def estimate_volumes(page: Page) -> None:
    open_part(page, "Estimate your yearly volumes")
    page.get_by_label("From", exact=True).fill("6 500")
    page.get_by_label("To (optional)").fill("7.000")
    press(page, "Save and continue")


def choose_dates(page: Page) -> None:
    open_part(page, "Choose your own dates")
    for number in range(1, 10):
        page.get_by_label(f"How far are you with A{number}?").select_option("planned")
        page.get_by_label(f"Your date for A{number}").fill("2028")
    press(page, "Save and continue")


def add_evidence(page: Page) -> None:
    open_part(page, "Add the signed statement")
    page.get_by_label("Our organisation supports the joint statement").check()
    page.get_by_label("Document (optional)").set_input_files(STATEMENT)
    press(page, "Add this document")
    page.get_by_label("If there is no document yet").fill("The minutes follow.")
    press(page, "Remove statement.pdf")
    expect(page.get_by_label("If there is no document yet")).to_have_value("The minutes follow.")
    page.get_by_label("Document (optional)").set_input_files(STATEMENT)
    press(page, "Add this document")
    expect(page.get_by_role("link", name="statement.pdf")).to_be_visible()
    press(page, "Save and continue")


def check_and_send(page: Page, reference: str) -> None:
    expect(page.locator(".task-list")).to_contain_text("Completed")
    expect(page.locator(".page-head .lead")).to_contain_text("5 of 5 parts are complete.")
    open_part(page, "Check your answers")
    expect(page.locator("main")).to_contain_text("6,500–7,000 a year")
    follow(page.get_by_role("link", name="Change Position"))
    page.get_by_label("Position").fill("Director")
    press(page, "Save and continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    expect(page.locator("main")).to_contain_text("Director")
    press(page, "Send the request")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your request has been sent")
    expect(page.locator("main")).to_contain_text(reference)


def whole_request(page: Page) -> JoinRequest:
    reference = begin(page)
    for part in (tell_about_organisation, say_who_signs, estimate_volumes, choose_dates, add_evidence):
        part(page)
    check_and_send(page, reference)
    return JoinRequest.objects.get(reference=reference)


def check_sent(request: JoinRequest) -> None:
    assert (request.state, request.name, request.website) == (State.SUBMITTED, "City of Example", "https://example.org")
    assert list(request.volumes.values_list("low", "high")) == [(6500, 7000)]
    assert {str(each.target_date) for each in request.commitments.all()} == {"2028-12-31"}
    assert [each.name for each in request.evidence.all()] == ["statement.pdf"]
    assert request.email_verified_at is not None


def test_city_asks_to_join_and_keeps_a_record(page):
    request = whole_request(page)

    check_sent(request)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download your answers").click()
    assert download.value.suggested_filename == f"joint-demand-{request.reference.lower()}.docx"
    follow(page.get_by_role("link", name="See where your request stands"))
    expect(page.locator(".timeline > li").first).to_contain_text("The request was sent")


def test_city_without_script_does_the_same(page_without_script):
    check_sent(whole_request(page_without_script))


def test_applicant_stops_and_goes_on_in_another_browser(page, page_elsewhere):
    reference = begin(page)
    tell_about_organisation(page)

    elsewhere = page_elsewhere
    elsewhere.goto("/en/join/")
    follow(elsewhere.get_by_role("link", name="I have begun already"))
    elsewhere.get_by_label("Reference of the request").fill(reference.lower().replace("-", " "))
    elsewhere.get_by_label("E-mail address").fill(EMAIL)
    send_guarded(elsewhere, "Mail me a new link")
    follow_mailed_link(elsewhere)

    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Request to join of Exempelstad")
    expect(elsewhere.locator(".task-list > li").first).to_contain_text("Completed")


def test_colleague_fills_in_one_part_and_the_applicant_sees_it(page, page_elsewhere):
    begin(page)
    open_part(page, "Estimate your yearly volumes")
    page.get_by_label("Where the number comes from").fill("")
    press(page, "Save and ask a colleague to fill in this part")
    page.get_by_label("E-mail address of your colleague").fill("buyer@example.org")
    press(page, "Mail the link")
    expect(page.locator(".messages")).to_contain_text("A link was mailed to buyer@example.org.")

    colleague = page_elsewhere
    colleague.goto(mailed_path("buyer@example.org"))
    expect(colleague.get_by_role("heading", level=1)).to_have_text("A colleague asks for your help")
    press(colleague, "Continue")
    colleague.get_by_label("From", exact=True).fill("300")
    press(colleague, "Save")
    expect(colleague.locator(".messages")).to_contain_text("Saved.")

    page.reload()
    expect(page.locator(".task-list > li").nth(2)).to_contain_text("Completed")


# Every page of the journey, for everybody


@pytest.fixture(params=list(WIDTHS.values()), ids=list(WIDTHS))
def sized(request, page, watch):
    watch.allow("409|410")  # pages of their own
    page.set_viewport_size({"width": request.param, "height": 900})


def open_request(page: Page, join_request: JoinRequest, language: str) -> str:
    """Follow a link to a request; the path of its pages."""
    token = issue_link("joining.apply", join_request.pk, email=join_request.email, lifetime=LINK_LIFETIME)
    page.goto(f"/{language}/join/link/{token}/")
    follow(page.locator("main form button"))
    return f"/{language}/join/{join_request.reference}/"


@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.usefixtures("sized")
def test_no_page_before_a_request_has_a_fault(page, language):
    root = f"/{language}/join/"
    draft = DraftFactory()
    token = issue_link("joining.apply", draft.pk, email=draft.email, lifetime=LINK_LIFETIME)
    paths = ["", "suitability/", "suitability/?go=1", "suitability/?organisation=supplier", "email/?kind=la"]
    paths += ["email/sent/", "resume/", f"link/{token}/", "link/used-up/", f"{draft.reference}/"]

    found = {path: faults_of(page, root + path) for path in paths}
    page.goto(f"{root}email/?kind=la")
    follow(page.locator("main form button"))
    expect(page.get_by_role("alert")).to_be_visible()  # once the proof of work is done, and the form came back
    found["no address"] = faults_here(page)

    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.usefixtures("sized")
def test_no_page_of_a_draft_has_a_fault(page, language):
    draft = JoinRequestFactory(signatory_name="", no_evidence_reason="In March.")
    root = open_request(page, draft, language)

    found = {rest: faults_of(page, root + rest) for rest in ["", "check/", "withdraw/"]}
    for task in Task:
        found[task] = faults_of(page, f"{root}task/{task}/")
    found["colleague"] = faults_of(page, f"{root}task/volumes/colleague/")
    page.goto(f"{root}task/signatory/")
    page.locator("#id_decided_on").fill("soon")
    follow(page.locator("button[value='save']"))
    found["with a fault"] = faults_here(page)
    page.goto(f"{root}task/organisation/")
    answer(draft.pk, Task.ORGANISATION, {"name": "Theirs"}, seen=0, actor=applicant_of(draft))
    follow(page.locator("button[value='save']"))
    found["changed meanwhile"] = faults_here(page)

    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.usefixtures("sized")
def test_no_page_of_a_sent_request_has_a_fault(page, language):
    request = JoinRequestFactory()
    root = open_request(page, request, language)

    page.goto(f"{root}check/")
    follow(page.locator("main form button"))
    found = {"confirmation": faults_here(page)}
    found["sent"] = faults_of(page, root)
    found["shut"] = faults_of(page, f"{root}task/volumes/")
    reviewer = coordinator()
    move(request.pk, "start_review", actor=reviewer)
    move(request.pk, "ask", actor=reviewer, reason="Who decides?\nBy when?")
    found["asked"] = faults_of(page, root)
    move(request.pk, "withdraw", actor=applicant_of(request))
    found["withdrawn"] = faults_of(page, root)

    assert {name: faults for name, faults in found.items() if faults} == {}
