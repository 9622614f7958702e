"""The page of one request: answers, checks, log, notes, documents, and the buttons that are possible."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.files.models import Verdict
from portal.joining.enums import OPEN_STATES, State
from portal.joining.models import Approval, Note, Recusal
from portal.joining.services.moving import log, move
from portal.joining.services.reviewing import approve
from portal.members.enums import OrganisationKind
from tests.factories.accounts import coordinator
from tests.factories.joining import EvidenceFactory, JoinRequestFactory, applicant_of
from tests.factories.members import OrganisationFactory
from tests.portal.joining.reviewers import page_of, reviewer, step_of

pytestmark = pytest.mark.django_db


def in_review(**fields):
    return JoinRequestFactory(**{"state": State.IN_REVIEW, "submitted_at": timezone.now(), **fields})


def test_page_shows_every_answer(client):
    reviewer(client)
    join_request = in_review(name="City of Example", mandate_reference="KS 2026/1")

    parts = client.get(page_of(join_request)).context["parts"]

    assert [part.label for part in parts] == [
        "Organisation",
        "Signatory and mandate",
        "Yearly volumes",
        "Ambitions",
        "Evidence",
    ]
    answers = {answer.text for part in parts for answer in part.answers}
    assert {"City of Example", "Sweden", "KS 2026/1", "100–200 a year", "Planned, 31 December 2027"} <= answers


def test_page_of_a_supporter_has_its_two_parts(client):
    reviewer(client)

    parts = client.get(page_of(in_review(kind=OrganisationKind.SUPPORTER))).context["parts"]

    assert [part.label for part in parts] == ["Organisation", "Signatory and mandate"]


def test_answers_are_text_whatever_they_contain(client):
    reviewer(client)

    page = client.get(page_of(in_review(name="<script>alert(1)</script>"))).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_page_says_who_is_written_to_and_in_which_language(client):
    reviewer(client)

    page = " ".join(client.get(page_of(in_review(email="a@example.org", language="fi"))).content.decode().split())

    assert "The applicant is a@example.org and is written to in Finnish." in page


@pytest.mark.parametrize(
    ("state", "labels"),
    [
        (State.SUBMITTED, ["Start the review", "Put on hold"]),
        (State.IN_REVIEW, ["Approve", "Ask for more information", "Put on hold", "Decline"]),
        (State.MORE_INFORMATION_NEEDED, ["Put on hold"]),
        (State.ON_HOLD, ["Go on after the hold"]),
        (State.APPROVED, []),
        (State.DECLINED, []),
        (State.WITHDRAWN, []),
    ],
)
def test_buttons_are_the_possible_steps(client, state, labels):
    reviewer(client)
    held = State.IN_REVIEW if state == State.ON_HOLD else ""

    context = client.get(page_of(in_review(state=state, held_state=held))).context

    assert [button.label for button in context["buttons"]] == labels
    assert context["may_recuse"] is (state in OPEN_STATES)


def test_one_of_two_is_named_and_her_own_page_offers_no_second_yes(client):
    user = reviewer(client, name="Ada Reviewer")
    join_request = in_review()
    approve(join_request.pk, actor=user)
    Approval.objects.create(join_request=join_request, reviewer=coordinator(name="Of long ago"), submission=0)

    response = client.get(page_of(join_request))

    text = " ".join(response.content.decode().split())
    assert "Yes from 1 of 2: Ada Reviewer </p>" in text
    assert "Approve" not in [button.label for button in response.context["buttons"]]


def test_log_has_internal_steps_and_reviewers_names(client):
    user = reviewer(client, name="Ada Reviewer")
    join_request = in_review()
    log(join_request, "submit", actor=applicant_of(join_request))
    move(join_request.pk, "hold", actor=user, reason="Summer.")
    move(join_request.pk, "resume", actor=user)
    approve(join_request.pk, actor=user)

    events = client.get(page_of(join_request)).context["events"]

    assert [(event.label, event.by, event.step.reason) for event in events] == [
        ("A first reviewer said yes", "Ada Reviewer", ""),
        ("The network went on with the request", "Ada Reviewer", ""),
        ("The network put the request on hold", "Ada Reviewer", "Summer."),
        ("The request was sent", "the applicant", ""),
    ]


def test_checks_warn_of_members_and_other_requests(client):
    reviewer(client)
    OrganisationFactory(name="Example", website="https://else.example/")
    rival = JoinRequestFactory(state=State.SUBMITTED, name="x", own_name="", website="https://www.city.example.org")
    JoinRequestFactory(state=State.DRAFT, name="City of Example")
    JoinRequestFactory(state=State.DECLINED, name="City of Example")
    join_request = in_review(name="City of Example", own_name="", website="https://city.example.org/")

    checks = client.get(page_of(join_request)).context["checks"]

    assert [check.sentence for check in checks if not check.is_fine] == [
        "In the list of organisations already, it seems: Example.",
        f"Another open request seems to be of the same authority: {rival.reference}.",
    ]


def test_decided_request_needs_no_checks(client):
    reviewer(client)

    assert client.get(page_of(in_review(state=State.DECLINED))).context["checks"] == []


def test_document_is_a_link_once_it_is_clean(client):
    reviewer(client)
    join_request = in_review(answers=False)
    names = {Verdict.CLEAN: "clean.pdf", Verdict.WAITING: "waiting.pdf", Verdict.REFUSED: "refused.pdf"}
    documents = [EvidenceFactory(join_request=join_request, verdict=each, name=name) for each, name in names.items()]
    addresses = [reverse("joining_admin:evidence", args=[join_request.pk, each.pk]) for each in documents]

    page = client.get(page_of(join_request)).content.decode()

    assert [name in page for name in names.values()] == [True, True, True]
    assert [f'href="{address}"' in page for address in addresses] == [True, False, False]
    assert [client.get(address).status_code for address in addresses] == [200, 404, 404]


def test_document_arrives_as_a_harmless_download(client):
    reviewer(client)
    document = in_review().evidence.get()

    response = client.get(reverse("joining_admin:evidence", args=[document.join_request_id, document.pk]))

    assert response.content == b"%PDF-1.7\n%%EOF\n"
    assert response["Content-Disposition"] == 'attachment; filename="statement.pdf"'
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_document_of_another_request_is_not_found(client):
    reviewer(client)
    foreign = EvidenceFactory(join_request=in_review(answers=False))

    address = reverse("joining_admin:evidence", args=[in_review().pk, foreign.pk])

    assert client.get(address).status_code == 404


def test_note_is_added_and_read_by_the_others(client):
    user = reviewer(client, name="Ada Reviewer")
    join_request = in_review()

    answer = client.post(reverse("joining_admin:note", args=[join_request.pk]), {"text": "Called them."})

    assert answer["Location"] == page_of(join_request) + "#notes-section"
    page = client.get(page_of(join_request)).content.decode()
    assert ("Called them." in page, "Your note is kept." in page) == (True, True)
    assert list(Note.objects.values_list("author", "text")) == [(user.pk, "Called them.")]


@pytest.mark.parametrize(("text", "says"), [("", "Write the note first."), ("x" * 2001, "at most 2000 characters")])
def test_note_that_is_refused_stays_in_its_box(client, text, says):
    reviewer(client)
    join_request = in_review()

    answer = client.post(reverse("joining_admin:note", args=[join_request.pk]), {"text": text})

    assert (answer.status_code, says in answer.content.decode()) == (200, True)
    assert answer.context["note_form"]["text"].value() == text
    assert not Note.objects.exists()


def test_staying_out_asks_why_and_is_final(client):
    user = reviewer(client)
    join_request = in_review()
    address = reverse("joining_admin:recuse", args=[join_request.pk])
    assert "You cannot take this back" in client.get(address).content.decode()

    assert "Write why you stay out" in client.post(address, {"reason": " "}).content.decode()
    assert client.post(address, {"reason": "I worked there."})["Location"] == page_of(join_request)

    assert list(Recusal.objects.values_list("reviewer", "reason")) == [(user.pk, "I worked there.")]
    answer = client.get(step_of(join_request, "approve"), follow=True)
    assert "You have recused yourself from" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_forty_queries(client, django_assert_num_queries, count):
    user = reviewer(client)
    join_request = in_review()
    for number in range(count):
        log(join_request, "ask", actor=user)
        EvidenceFactory(join_request=join_request)
        Note.objects.create(join_request=join_request, author=user, text=str(number))
        Approval.objects.create(join_request=join_request, reviewer=coordinator(), submission=1)
        OrganisationFactory()
        JoinRequestFactory(state=State.SUBMITTED)
    client.get(page_of(join_request))

    with django_assert_num_queries(40):
        client.get(page_of(join_request))
