"""Putting a draft to the members and to the vote, taking it back, giving it up: asked once, with what is in the way."""

import pytest
from django.utils import translation

from portal.members.enums import OrganisationKind
from portal.members.models import Organisation
from registry.enums import DraftState, StatusKind
from registry.models import Candidate, Draft, DraftStep, StatusEvent
from registry.services.sealing import seal_next
from tests.factories.drafts import (
    CONSULTED,
    VOTED,
    CommentFactory,
    DraftFactory,
    carried,
    in_consultation,
    in_vote,
    published,
)
from tests.factories.members import OrganisationFactory
from tests.factories.registry import battery_content
from tests.registry.admin.coordinators import at_noon, said, signed_in, step_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day():
    with at_noon(CONSULTED):
        yield


def state():
    return Draft.objects.order_by("-pk")[0].state


def errors(answer):
    return [str(error) for error in answer.context["form"].non_field_errors()]


# ---- opening the consultation


def test_page_shows_what_would_be_sealed_and_until_when(client):
    signed_in(client)
    draft = DraftFactory()

    page = client.get(step_of(draft, "consult"))

    assert (page.context["number"], page.context["faults"]) == (f"{draft.code}@1.0.1-rc.1", [])
    assert "can comment until 15 September 2026 at least" in page.content.decode()
    assert Candidate.objects.count() == 0


def test_coordinator_opens_the_consultation(client):
    user = signed_in(client)
    draft = DraftFactory()

    answer = client.post(step_of(draft, "consult"), {"seen": draft.lock_version})

    assert (answer["Location"], state()) == (step_of(draft), DraftState.CONSULTATION)
    assert said(client, draft) == [f"The consultation on {draft.code}@1.0.1-rc.1 is open."]
    assert StatusEvent.objects.get(kind=StatusKind.CONSULTATION).effective_on == CONSULTED
    assert DraftStep.objects.get().user == user


def test_button_pressed_twice_opens_one_consultation(client):
    signed_in(client)
    draft = DraftFactory()
    client.post(step_of(draft, "consult"), {"seen": 1})

    again = client.post(step_of(draft, "consult"), {"seen": 1})

    assert errors(again) == [
        f"{draft} is “in consultation”, so this step is not possible now. Reload the page to see which steps are."
    ]
    assert Candidate.objects.count() == 1


def test_text_that_was_saved_meanwhile_is_not_opened_unread(client):
    signed_in(client)
    draft = DraftFactory(lock_version=2)

    answer = client.post(step_of(draft, "consult"), {"seen": 1})

    assert (state(), "was saved meanwhile" in errors(answer)[0]) == (DraftState.DRAFTING, True)


@pytest.mark.parametrize("sent", [{}, {"seen": ""}, {"seen": "x"}])
def test_form_without_what_was_seen_opens_nothing(client, sent):
    signed_in(client)
    draft = DraftFactory()

    assert client.post(step_of(draft, "consult"), sent).status_code == 200
    assert state() == DraftState.DRAFTING


def test_fault_of_the_text_is_named_before_anybody_presses_a_button(client):
    signed_in(client)
    draft = DraftFactory(body=battery_content(blocks={"requirement.1": "It lasts {nothing} cycles."}))

    page = client.get(step_of(draft, "consult"))

    [fault] = page.context["faults"]
    assert fault.startswith("Requirement, level 1 Baseline (English): {nothing} ")
    assert (page.context["number"], b'name="seen"' in page.content) == ("", False)


def test_fault_of_the_text_is_refused_all_the_same(client):
    signed_in(client)
    draft = DraftFactory(body=battery_content(blocks={"requirement.1": "It lasts {nothing} cycles."}))

    answer = client.post(step_of(draft, "consult"), {"seen": 1})

    assert (state(), "cannot be put to the members yet" in errors(answer)[0]) == (DraftState.DRAFTING, True)


def test_draft_that_says_what_its_base_says_has_nothing_to_seal(client):
    signed_in(client)
    draft = DraftFactory(body=battery_content())

    [fault] = client.get(step_of(draft, "consult")).context["faults"]

    assert "There is nothing to seal." in fault


def test_draft_of_which_the_base_has_a_successor_has_to_start_again(client):
    signed_in(client)
    draft = DraftFactory()
    change = {"summary": {"en": "Another."}}
    seal_next(draft.base_version, battery_content(theme="warranty"), change=change, effective_on=CONSULTED, origin="x")

    [fault] = client.get(step_of(draft, "consult")).context["faults"]

    assert f"starts from a text that {draft.code}@1.0.1 has followed." in fault


# ---- opening the vote


def test_page_shows_who_would_vote_and_by_which_rules(client):
    signed_in(client)
    candidate = in_consultation()
    OrganisationFactory(name="Another city")
    OrganisationFactory(name="Example city", is_fictional=True)
    with at_noon(VOTED):
        page = client.get(step_of(candidate, "open-vote"))

    names = sorted(["Another city", candidate.draft.proposed_by.name])
    assert [member.name for member in page.context["members"]] == names
    assert page.context["is_ready"] is True
    assert "The quorum is 1/2 of them, the majority 2/3 of the votes" in page.content.decode()


def test_coordinator_opens_the_vote(client):
    signed_in(client)
    candidate = in_consultation()
    with at_noon(VOTED):
        answer = client.post(step_of(candidate, "open-vote"))

        assert (answer["Location"], state()) == (step_of(candidate), DraftState.VOTING)
        assert said(client, candidate) == [f"The vote on {candidate} is open."]
    assert candidate.electors.get().organisation == candidate.draft.proposed_by


def test_what_is_in_the_way_of_a_vote_is_said_and_holds(client):
    signed_in(client)
    candidate = in_consultation()
    CommentFactory(candidate=candidate)
    Organisation.objects.update(kind=OrganisationKind.SUPPORTER, legal_type="")

    page = client.get(step_of(candidate, "open-vote"))
    answer = client.post(step_of(candidate, "open-vote"))

    text = page.content.decode()
    assert "The consultation lasts until 15 September 2026 at least." in text
    assert "1 comment waits for an answer." in text
    assert "There is no member that is a public buyer, so nobody could vote." in text
    assert (page.context["is_ready"], state()) == (False, DraftState.CONSULTATION)
    assert errors(answer) == [
        f"The consultation on {candidate} lasts until 15 September 2026. Open the vote on that day or later."
    ]


def test_comment_that_arrives_meanwhile_stops_the_vote(client):
    signed_in(client)
    candidate = in_consultation()
    CommentFactory(candidate=candidate)
    with at_noon(VOTED):
        answer = client.post(step_of(candidate, "open-vote"))

    assert (errors(answer)[0][:8], state()) == ("Comments", DraftState.CONSULTATION)


# ---- taking back and giving up


@pytest.mark.parametrize(
    ("step", "make", "then", "says"),
    [
        ("rework", in_consultation, DraftState.DRAFTING, "can be edited again. Its candidate has lapsed."),
        ("rework", in_vote, DraftState.DRAFTING, "can be edited again. Its candidate has lapsed."),
        ("abandon", DraftFactory, DraftState.ABANDONED, "is abandoned."),
        ("abandon", in_vote, DraftState.ABANDONED, "is abandoned."),
    ],
)
def test_step_back_is_asked_once_and_taken_with_a_reason(client, step, make, then, says):
    signed_in(client)
    row = make()
    assert client.get(step_of(row, step)).status_code == 200

    answer = client.post(step_of(row, step), {"reason": " The market is not ready. "})

    assert (answer["Location"], state()) == (step_of(row), then)
    assert says in said(client, row)[0]
    assert DraftStep.objects.get(name=step).reason == "The market is not ready."


@pytest.mark.parametrize("step", ["rework", "abandon"])
def test_step_back_needs_a_reason(client, step):
    signed_in(client)
    candidate = in_consultation()

    answer = client.post(step_of(candidate, step), {"reason": " "})

    assert answer.context["form"].errors == {"reason": ["Write a reason: the others have to understand this step."]}
    assert state() == DraftState.CONSULTATION


@pytest.mark.parametrize(
    ("step", "make"),
    [
        ("consult", in_consultation),
        ("open-vote", DraftFactory),
        ("open-vote", in_vote),
        ("rework", DraftFactory),
        ("publish", in_consultation),
        ("abandon", lambda: published(carried()).draft),
    ],
)
def test_step_that_is_not_possible_leads_back_to_the_draft(client, step, make):
    signed_in(client)
    row = make()

    answer = client.get(step_of(row, step))

    assert answer["Location"] == step_of(row)
    assert "so this step is not possible now." in said(client, row)[0]


def test_steps_are_said_in_the_language_of_the_coordinator(client):
    signed_in(client)
    draft = DraftFactory()

    with translation.override("en"):
        assert "Open the consultation" in client.get(step_of(draft)).content.decode()
