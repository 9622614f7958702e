"""Where a request stands, as its applicant, a colleague and a stranger see it; checking, sending, withdrawing."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from portal.joining.enums import EDITABLE_STATES, State, Task
from portal.joining.models import JoinRequest
from portal.joining.services.applying import submit
from portal.joining.services.moving import log, move
from portal.letters.models import Letter, MailedLink
from portal.members.enums import OrganisationKind
from tests.factories.accounts import coordinator
from tests.factories.joining import DraftFactory, EvidenceFactory, JoinRequestFactory, applicant_of
from tests.portal.joining.visitors import heading, path_of, text_of, visiting

pytestmark = pytest.mark.django_db

PAGES = ["", "task/organisation/", "task/volumes/colleague/", "check/", "sent/", "record.docx", "withdraw/"]


def sent(**fields):
    """A request that has just been sent."""
    request = JoinRequestFactory(**fields)
    return submit(request.pk, actor=applicant_of(request))


def rows_of(response):
    """The rows of the task list, as a reader reads them."""
    html = response.content.decode()
    [found] = re.findall(r'<ul class="task-list.*?</ul>', html, flags=re.DOTALL)
    rows = re.findall(r"<li>(.*?)</li>", found, flags=re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


# Strangers


@pytest.mark.parametrize("rest", PAGES)
def test_stranger_sees_the_same_for_every_reference(client, rest):
    known, unknown = JoinRequestFactory(reference="JD-7Q4KM2XP"), "JD-22222222"
    varying = r'(name="(guard_stamp|csrfmiddlewaretoken)" value="[^"]*"|data-challenge="[^"]*"|nonce="[^"]*")'

    pages = [client.get(f"/en/join/{reference}/{rest}") for reference in (known.reference, unknown)]

    texts = [re.sub(varying, "", page.content.decode()).replace(known.reference, unknown) for page in pages]
    assert [page.status_code for page in pages] == [200, 200]
    assert heading(pages[0]) == "Go on with a request"
    assert texts[0] == texts[1]


@pytest.mark.parametrize("rest", ["check/", "withdraw/", "task/organisation/", "task/volumes/colleague/"])
def test_stranger_changes_nothing(client, rest):
    request = JoinRequestFactory()

    response = client.post(path_of(request, rest), {"email": "b@example.org", "name": "New", "reason": "no"})

    assert heading(response) == "Go on with a request"
    after = JoinRequest.objects.get()
    assert (after.state, after.name, Letter.objects.count()) == (State.DRAFT, request.name, 0)


def test_coordinator_reads_requests_in_the_admin_and_not_here(client):
    client.force_login(coordinator(is_superuser=True))

    assert heading(client.get(path_of(JoinRequestFactory()))) == "Go on with a request"


def test_grant_to_one_request_opens_no_other(client):
    visiting(client, DraftFactory())

    assert heading(client.get(path_of(JoinRequestFactory()))) == "Go on with a request"


def test_revoked_link_closes_the_page_at_once(client):
    draft = DraftFactory()
    visiting(client, draft)
    assert heading(client.get(path_of(draft))) == "Your request to join"

    MailedLink.objects.update(revoked_at=timezone.now())

    assert heading(client.get(path_of(draft))) == "Go on with a request"


# The task list


def test_task_list_names_each_part_with_its_status(client):
    draft = DraftFactory(name="City of Example", contact_email="it@example.org", volumes_unknown=True)

    response = visiting(client, draft).get(path_of(draft))

    assert heading(response) == "Request to join of City of Example"
    assert rows_of(response) == [
        "Tell us about your organisation In progress Still missing: the country, the website, the legal type",
        "Say who signs, and by which mandate Not yet begun",
        "Estimate your yearly volumes Completed",
        "Choose your own dates for the ambitions Not yet begun",
        "Add the signed statement or other evidence Not yet begun",
        "Check your answers and send the request You can look at any time; you can send when all parts are complete.",
    ]
    assert "1 of 5 parts are complete." in text_of(response)


def test_task_list_of_a_supporter_is_shorter(client):
    draft = DraftFactory(kind=OrganisationKind.SUPPORTER)

    assert len(rows_of(visiting(client, draft).get(path_of(draft)))) == 3


def test_reference_in_small_letters_is_found(client):
    draft = DraftFactory(reference="JD-7Q4KM2XP")

    assert heading(visiting(client, draft).get("/en/join/jd-7q4km2xp/")) == "Your request to join"


@pytest.mark.parametrize("rest", ["", "check/", "task/volumes/"])
def test_question_of_the_network_stands_on_top(client, rest):
    request = JoinRequestFactory(state=State.MORE_INFORMATION_NEEDED)
    log(request, "ask", actor=coordinator(), reason="Who decides?")

    response = visiting(client, request).get(path_of(request, rest))

    assert "The network has a question" in text_of(response)
    assert '<div lang="sv"><p>Who decides?</p></div>' in response.content.decode()


def test_colleague_is_led_to_the_one_task(client):
    draft = DraftFactory()
    visiting(client, draft, Task.VOLUMES)

    for rest in ("", "check/", "sent/", "record.docx", "withdraw/", "task/volumes/colleague/"):
        assert client.get(path_of(draft, rest)).url == path_of(draft, "task/volumes/")


def test_colleague_neither_sends_nor_withdraws(client):
    request = JoinRequestFactory()
    visiting(client, request, Task.VOLUMES)

    for rest in ("check/", "withdraw/"):
        assert client.post(path_of(request, rest)).url == path_of(request, "task/volumes/")
    request.refresh_from_db()
    assert request.state == State.DRAFT


# Checking and sending


def test_check_shows_every_answer_with_the_way_to_change_it(client):
    request = JoinRequestFactory(mandate_reference="")

    response = visiting(client, request).get(path_of(request, "check/"))

    text = text_of(response)
    for answer in (request.name, "1 October 2026", "100–200 a year", "Planned, 31 December 2027", "statement.pdf"):
        assert answer in text
    assert "Reference of the decision Not provided Change Reference of the decision" in text
    change = f'href="{path_of(request, "task/signatory/")}?from=check#id_signatory_name"'
    assert response.content.decode().count(change) == 1
    assert "Before you can send it" not in text


def test_check_names_what_is_missing_with_the_way_there(client):
    draft = DraftFactory(volumes_unknown=True)

    response = visiting(client, draft).get(path_of(draft, "check/"))

    html = response.content.decode()
    assert "Before you can send it" in html
    assert html.count(f'<li><a href="{path_of(draft, "task/signatory/")}?from=check">') == 1
    assert html.count(f'<li><a href="{path_of(draft, "task/volumes/")}?from=check">') == 0
    assert "Send the request</button>" not in html


def test_sending_leads_to_the_confirmation_with_reference_and_day(client):
    request = JoinRequestFactory()

    response = visiting(client, request).post(path_of(request, "check/"), follow=True)

    request.refresh_from_db()
    assert response.redirect_chain == [(path_of(request, "sent/"), 302)]
    assert request.state == State.SUBMITTED
    assert heading(response) == "Your request has been sent"
    text = text_of(response)
    assert request.reference in text
    assert re.search(r"You have an answer by \d+ \w+ \d{4} at the latest\.", text)


def test_incomplete_request_is_not_sent_and_the_page_says_why(client):
    draft = DraftFactory()

    response = visiting(client, draft).post(path_of(draft, "check/"), follow=True)

    draft.refresh_from_db()
    assert draft.state == State.DRAFT
    assert heading(response) == "Check your answers"
    assert "is not complete: Tell us about your organisation;" in response.content.decode()


def test_button_pressed_twice_sends_once_and_confirms_twice(client):
    request = JoinRequestFactory()
    visiting(client, request)

    urls = [client.post(path_of(request, "check/")).url for _time in range(2)]

    request.refresh_from_db()
    assert urls == [path_of(request, "sent/")] * 2
    assert request.submission == 1


def test_sending_needs_its_token():
    request = JoinRequestFactory()
    strict = visiting(Client(enforce_csrf_checks=True), request)

    assert strict.post(path_of(request, "check/")).status_code == 403
    request.refresh_from_db()
    assert request.state == State.DRAFT


def test_confirmation_stays_at_its_address(client):
    request = sent()
    visiting(client, request)

    pages = [heading(client.get(path_of(request, "sent/"))) for _time in range(2)]

    assert pages == ["Your request has been sent"] * 2


@pytest.mark.parametrize("state", [State.DRAFT, State.APPROVED])
def test_bookmarked_confirmation_leads_to_where_the_request_stands(client, state):
    request = JoinRequestFactory(state=state)

    assert visiting(client, request).get(path_of(request, "sent/")).url == path_of(request)


# Afterwards


def test_status_tells_the_way_and_the_next_step_without_a_reviewers_name(client):
    request, reviewer = sent(), coordinator()
    move(request.pk, "start_review", actor=reviewer)

    response = visiting(client, request).get(path_of(request))

    text = text_of(response)
    assert "In review" in text
    assert "Two people of the network read your request and decide." in text
    assert text.index("The network began to read it") < text.index("The request was sent")
    assert reviewer.email not in response.content.decode()


@pytest.mark.parametrize(("kind", "count"), [(OrganisationKind.PUBLIC_BUYER, 1), (OrganisationKind.SUPPORTER, 0)])
def test_approved_buyer_is_told_of_the_invitation(client, kind, count):
    request = JoinRequestFactory(state=State.APPROVED, kind=kind, email="it@example.org")

    text = text_of(visiting(client, request).get(path_of(request)))

    assert text.count("An invitation to look after your organisation's page was mailed to it@example.org.") == count


def test_reason_of_a_refusal_is_told(client):
    request = JoinRequestFactory(state=State.DECLINED)
    log(request, "decline", actor=coordinator(), reason="Only public bodies may sign.\n<b>Sorry.</b>")

    html = visiting(client, request).get(path_of(request)).content.decode()

    assert "<p>Only public bodies may sign.<br>&lt;b&gt;Sorry.&lt;/b&gt;</p>" in html


@pytest.mark.parametrize("state", sorted(set(State) - set(EDITABLE_STATES) - {State.ON_HOLD}))
def test_answers_of_a_request_that_is_sent_are_shut(client, state):
    request = JoinRequestFactory(state=state)
    visiting(client, request)

    assert heading(client.get(path_of(request, "task/volumes/"))) == "The answers cannot be changed now"
    assert client.get(path_of(request, "check/")).url == path_of(request, "sent/")


def test_request_is_withdrawn_after_one_more_question(client):
    request = sent()
    visiting(client, request)
    assert heading(client.get(path_of(request, "withdraw/"))) == "Withdraw the request?"

    response = client.post(path_of(request, "withdraw/"), {"reason": "The council said no."}, follow=True)

    request.refresh_from_db()
    assert (request.state, request.steps.last().reason) == (State.WITHDRAWN, "The council said no.")
    assert "The request was withdrawn. Nobody reads it any more." in response.content.decode()
    assert "This request is closed." in text_of(response)


def test_draft_without_a_name_is_withdrawn_too(client):
    draft = DraftFactory()

    response = visiting(client, draft).post(path_of(draft, "withdraw/"), {"reason": ""}, follow=True)

    assert heading(response) == "Your request to join"
    assert "Withdrawn" in text_of(response)


def test_reason_that_is_too_long_stays_in_the_form(client):
    request = sent()

    response = visiting(client, request).post(path_of(request, "withdraw/"), {"reason": "x" * 1001})

    request.refresh_from_db()
    assert request.state == State.SUBMITTED
    assert "x" * 1001 in response.content.decode()


@pytest.mark.parametrize("state", [State.APPROVED, State.DECLINED, State.WITHDRAWN])
def test_closed_request_is_not_withdrawn(client, state):
    request = JoinRequestFactory(state=state)
    visiting(client, request)

    assert client.get(path_of(request, "withdraw/")).url == path_of(request)
    assert "this step is not possible now" in client.post(path_of(request, "withdraw/"), follow=True).content.decode()
    request.refresh_from_db()
    assert request.state == state


# What holds for all of them


@pytest.mark.parametrize(
    ("rest", "methods"),
    [
        ("", ["post", "put", "delete"]),
        ("task/organisation/", ["put", "delete"]),
        ("task/volumes/colleague/", ["put", "delete"]),
        ("check/", ["put", "delete"]),
        ("sent/", ["post", "put"]),
        ("record.docx", ["post", "put"]),
        ("withdraw/", ["put", "delete"]),
    ],
)
def test_other_methods_are_not_allowed(client, rest, methods):
    draft = DraftFactory()
    visiting(client, draft)

    assert [getattr(client, method)(path_of(draft, rest)).status_code for method in methods] == [405] * len(methods)


@pytest.mark.parametrize("rest", ["", "check/", "withdraw/", "task/volumes/"])
def test_pages_answer_head_as_they_do_get(client, rest):
    request = JoinRequestFactory()

    assert visiting(client, request).head(path_of(request, rest)).status_code == 200


@pytest.mark.parametrize("rest", PAGES)
def test_pages_of_a_request_are_kept_by_no_cache_and_found_by_nobody(client, rest):
    request = sent() if rest in ("sent/", "record.docx") else JoinRequestFactory()

    response = visiting(client, request).get(path_of(request, rest))

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("count", [1, 3])
def test_check_takes_as_many_queries_for_three_documents_as_for_one(client, django_assert_num_queries, count):
    request = JoinRequestFactory(answers=False)
    EvidenceFactory.create_batch(count, join_request=request)
    visiting(client, request)

    with django_assert_num_queries(10):
        client.get(path_of(request, "check/"))


@pytest.mark.parametrize("count", [1, 3])
def test_status_takes_as_many_queries_for_three_steps_as_for_one(client, django_assert_num_queries, count):
    request = JoinRequestFactory(state=State.SUBMITTED)
    for _number in range(count):
        log(request, "resume", actor=coordinator())
    visiting(client, request)

    with django_assert_num_queries(5):
        client.get(path_of(request))
