"""A step with its letter: prefilled in the applicant's language, edited, sent; nothing typed is lost."""

import re

import pytest
from django.core import mail

from portal.joining.enums import State
from portal.joining.letters import draft
from portal.joining.models import Approval, JoinRequest
from portal.joining.services.moving import move
from portal.joining.services.reviewing import approve
from portal.letters.models import Letter
from portal.letters.sending import send_waiting
from portal.members.models import Organisation
from tests.factories.accounts import coordinator
from tests.factories.joining import JoinRequestFactory
from tests.factories.members import OrganisationFactory
from tests.portal.joining.reviewers import page_of, reviewer, step_of

pytestmark = pytest.mark.django_db


def in_review(**fields):
    return JoinRequestFactory(**{"state": State.IN_REVIEW, "language": "sv", **fields})


def filled(join_request, name, **changes):
    """The form of a step as a browser sends it back."""
    letter = draft(join_request, name, language=join_request.language).body
    return {"seen": join_request.submission, "letter": letter, "reason_text": "Vilket beslut?", **changes}


def said(client, join_request):
    """The messages on the next page."""
    return [str(message).strip() for message in client.get(page_of(join_request)).context["messages"]]


def test_letter_is_prefilled_in_the_applicants_language_with_english_beside_it(client):
    reviewer(client)
    join_request = in_review(name="City of Example", own_name="Exempelstad")

    response = client.get(step_of(join_request, "ask"))

    page, form = " ".join(response.content.decode().split()), response.context["form"]
    assert form["letter"].value() == draft(join_request, "ask", language="sv").body
    assert response.context["in_english"] == draft(join_request, "ask", language="en")
    assert f"This letter goes to {join_request.email}, in Swedish." in page
    assert "{link} becomes the applicant&#x27;s link when the letter leaves." in page
    assert '<textarea name="letter"' in page
    assert 'lang="sv"' in page


def test_letter_in_english_is_shown_once(client):
    reviewer(client)

    assert client.get(step_of(in_review(language="en"), "ask")).context["in_english"] is None


@pytest.mark.parametrize(("name", "asks"), [("ask", True), ("hold", True), ("decline", True), ("approve", False)])
def test_reason_is_asked_for_where_the_table_says(client, name, asks):
    reviewer(client)
    join_request = in_review()
    Approval.objects.create(join_request=join_request, reviewer=coordinator(), submission=1)

    assert ("reason_text" in client.get(step_of(join_request, name)).context["form"].fields) is asks


def test_edited_letter_leaves_with_reason_and_link_in_their_places(client):
    user = reviewer(client)
    join_request = in_review()

    answer = client.post(
        step_of(join_request, "ask"), filled(join_request, "ask", letter="Hej!\r\n{reason}\r\n\r\n{link}\r\nHälsningar")
    )

    assert answer["Location"] == page_of(join_request)
    assert said(client, join_request) == [
        f"{join_request} is now “More information needed”. The letter goes to {join_request.email}."
    ]
    [step] = join_request.steps.all()
    assert (step.name, step.user, step.reason) == ("ask", user, "Vilket beslut?")
    assert send_waiting() == 1
    [message] = mail.outbox
    assert re.fullmatch(r"Hej!\nVilket beslut\?\n\nhttp\S+/sv/join/link/\S+/\nHälsningar", message.body)


@pytest.mark.parametrize(
    ("state", "name", "target"),
    [
        (State.SUBMITTED, "start_review", State.IN_REVIEW),
        (State.IN_REVIEW, "ask", State.MORE_INFORMATION_NEEDED),
        (State.IN_REVIEW, "hold", State.ON_HOLD),
        (State.IN_REVIEW, "decline", State.DECLINED),
    ],
)
def test_unedited_letter_takes_the_step(client, state, name, target):
    reviewer(client)
    join_request = in_review(state=state)

    client.post(step_of(join_request, name), filled(join_request, name))

    assert JoinRequest.objects.get().state == target
    [letter] = Letter.objects.all()
    assert (letter.kind, "{link}" in letter.body, "{reason}" in letter.body) == (f"joining.{name}", True, False)


def test_request_on_hold_is_resumed(client):
    reviewer(client)
    join_request = in_review(state=State.ON_HOLD, held_state=State.SUBMITTED)

    client.post(step_of(join_request, "resume"), filled(join_request, "resume"))

    assert JoinRequest.objects.get().state == State.SUBMITTED


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"letter": "Hej! {reason}"}, "The letter has lost the applicant&#x27;s link. Put {link} back"),
        ({"letter": ""}, "This field is required."),
        ({"reason_text": " "}, "Write a reason: the applicant has to understand this step."),
        ({"seen": ""}, "This field is required."),
    ],
)
def test_letter_that_is_refused_comes_back_as_typed(client, changes, says):
    reviewer(client)
    join_request = in_review()
    typed = filled(join_request, "ask", **changes)

    answer = client.post(step_of(join_request, "ask"), typed)

    assert (answer.status_code, says in answer.content.decode()) == (200, True)
    form = answer.context["form"]
    assert {name: form[name].value() for name in ("letter", "reason_text")} == {
        name: typed[name] for name in ("letter", "reason_text")
    }
    assert (JoinRequest.objects.get().state, Letter.objects.count()) == (State.IN_REVIEW, 0)


def test_step_that_somebody_else_took_meanwhile_keeps_what_was_typed(client):
    reviewer(client)
    join_request = in_review()
    typed = filled(join_request, "ask", letter="Hej! {link}")
    move(join_request.pk, "decline", actor=coordinator(), reason="No.")

    answer = client.post(step_of(join_request, "ask"), typed)

    page = answer.content.decode()
    assert (answer.status_code, answer.context["form"]["letter"].value()) == (200, "Hej! {link}")
    assert "is “Declined”, so this step is not possible now." in page
    assert Letter.objects.filter(kind="joining.ask").count() == 0


def test_answers_that_were_sent_anew_are_read_first(client):
    reviewer(client)
    join_request = in_review()
    typed = filled(join_request, "decline")
    JoinRequest.objects.update(submission=2)

    answer = client.post(step_of(join_request, "decline"), typed)

    assert "was sent anew since you opened this page" in answer.content.decode()
    assert JoinRequest.objects.get().state == State.IN_REVIEW


def test_page_of_a_step_that_is_not_possible_leads_back(client):
    reviewer(client)
    join_request = in_review(state=State.SUBMITTED)

    answer = client.get(step_of(join_request, "decline"))

    assert answer["Location"] == page_of(join_request)
    assert said(client, join_request) == [
        f"{join_request} is “Sent”, so this step is not possible now. Reload the page to see which steps are."
    ]


def test_first_yes_sends_no_letter_and_says_so(client):
    reviewer(client)
    join_request = in_review()
    page = " ".join(client.get(step_of(join_request, "approve")).content.decode().split())
    assert "You are the first to say yes. No letter leaves" in page

    client.post(step_of(join_request, "approve"), {"seen": 1})

    assert said(client, join_request) == ["Your yes is noted: 1 of 2. Another coordinator has to approve too."]
    assert not Letter.objects.exists()


def test_second_yes_sends_the_edited_welcome_and_makes_the_member(client):
    reviewer(client)
    join_request = in_review()
    approve(join_request.pk, actor=coordinator())
    assert "{link}" in client.get(step_of(join_request, "approve")).context["form"]["letter"].value()

    client.post(step_of(join_request, "approve"), filled(join_request, "approve", letter="Välkomna!\n\n{link}"))

    assert Letter.objects.get(kind="joining.approve").body == "Välkomna!\n\n{link}"
    assert Organisation.objects.get(join_request=join_request).name == join_request.name


def test_yes_that_became_the_second_meanwhile_shows_its_letter_first(client):
    reviewer(client)
    join_request = in_review()
    approve(join_request.pk, actor=coordinator())

    answer = client.post(step_of(join_request, "approve"), {"seen": 1})

    assert "Another coordinator has said yes meanwhile. Read the letter, then approve." in answer.content.decode()
    assert answer.context["form"]["letter"].value() == draft(join_request, "approve", language="sv").body
    assert JoinRequest.objects.get().state == State.IN_REVIEW


def test_name_in_a_message_is_text(client):
    reviewer(client)
    join_request = in_review(name="<b>City</b>")

    client.post(step_of(join_request, "decline"), filled(join_request, "decline"))

    page = client.get(page_of(join_request)).content.decode()
    assert ("<b>City</b> is now" in page, "&lt;b&gt;City&lt;/b&gt; is now" in page) == (False, True)


def test_member_that_is_listed_already_is_told_and_the_letter_kept(client):
    reviewer(client)
    join_request = in_review(name="City of Example")
    Approval.objects.create(join_request=join_request, reviewer=coordinator(), submission=1)
    OrganisationFactory(name="City of Example")

    answer = client.post(step_of(join_request, "approve"), filled(join_request, "approve", letter="Hej {link}"))

    assert "is in the list of organisations already. Settle that first." in answer.content.decode()
    assert answer.context["form"]["letter"].value() == "Hej {link}"
