"""What is done with a draft as a whole: locked, declared to shut no bid out, abandoned."""

import pytest

from registry.enums import DraftState
from registry.models import DraftStep
from registry.services.drafting import declare_same_bids
from registry.services.locking import lock_draft
from tests.factories.drafts import DraftFactory, in_consultation, secretary
from tests.registry.admin.drafters import drafter, page_of
from tests.registry.admin.pages import alerts_of, messages_of, parsed, texts_of

pytestmark = pytest.mark.django_db

BUTTONS = "//div[contains(@class, 'nice-padding')]//button[@name='do']"


@pytest.fixture
def draft():
    return DraftFactory()


def decided(client, draft, name, **fields):
    answer = client.post(page_of(draft, name), fields, follow=True)
    draft.refresh_from_db()
    return answer


def test_draft_is_locked_and_unlocked(client, draft):
    user = drafter(client)

    locked = messages_of(decided(client, draft, "lock", do="lock"))
    assert (draft.locked, draft.locked_by, locked) == (True, user, [f"{draft} is locked: only you can save it."])

    unlocked = messages_of(decided(client, draft, "lock", do="unlock"))
    assert (draft.locked, draft.locked_by, unlocked) == (False, None, [f"{draft} is unlocked."])


def test_lock_of_somebody_else_is_said_and_can_be_taken_off(client, draft):
    drafter(client)
    lock_draft(draft.pk, actor=secretary())

    answer = decided(client, draft, "lock", do="lock")
    assert messages_of(answer) == [
        f"{draft} is locked for editing. Ask whoever locked it, or a coordinator, to unlock it."
    ]
    assert texts_of(parsed(answer), BUTTONS)[0] == "Unlock"

    decided(client, draft, "lock", do="unlock")
    assert draft.locked is False


def test_declaration_is_made_with_a_reason_and_waits_for_another_person(client, draft):
    user = drafter(client)

    answer = decided(client, draft, "same-bids", do="declare", seen=1, reason="Only a typing error.")

    assert messages_of(answer) == ["The declaration is saved. Somebody else has to confirm it."]
    assert (draft.same_bids_reason, draft.declared_by, draft.is_declared) == ("Only a typing error.", user, False)
    assert texts_of(parsed(answer), BUTTONS) == ["Take it back", "Declare it"]


def test_declaration_needs_a_reason(client, draft):
    drafter(client)

    answer = decided(client, draft, "same-bids", do="declare", seen=1, reason=" ")

    assert alerts_of(answer) == ["Write why every bid that complied still does."]
    assert draft.declared_by is None


def test_declaration_is_confirmed_by_somebody_else(client, draft):
    declare_same_bids(draft.pk, reason="Only a typing error.", seen=1, actor=secretary())
    user = drafter(client)

    before = client.get(page_of(draft, "same-bids"))
    answer = decided(client, draft, "same-bids", do="confirm", seen=2)

    assert texts_of(parsed(before), BUTTONS) == ["Confirm it", "Take it back", "Declare it"]
    assert messages_of(answer) == ["The declaration is confirmed."]
    assert (draft.confirmed_by, draft.is_declared) == (user, True)


def test_nobody_confirms_their_own_declaration(client, draft):
    user = drafter(client)
    declare_same_bids(draft.pk, reason="Only a typing error.", seen=1, actor=user)

    answer = client.post(page_of(draft, "same-bids"), {"do": "confirm", "seen": 2})

    draft.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert draft.confirmed_by is None


def test_declaration_is_taken_back(client, draft):
    user = drafter(client)
    declare_same_bids(draft.pk, reason="Only a typing error.", seen=1, actor=user)

    answer = decided(client, draft, "same-bids", do="withdraw", seen=2)

    assert messages_of(answer) == ["It is taken back."]
    assert (draft.same_bids_reason, draft.declared_by) == ("", None)


@pytest.mark.parametrize("do", ["declare", "confirm"])
def test_declaration_on_a_text_that_changed_meanwhile_is_refused_and_kept(client, draft, do):
    drafter(client)
    declare_same_bids(draft.pk, reason="Theirs.", seen=1, actor=secretary())

    answer = client.post(page_of(draft, "same-bids"), {"do": do, "seen": 1, "reason": "Mine."})

    draft.refresh_from_db()
    assert answer.status_code == 409
    assert alerts_of(answer) == [
        f"{draft} was saved meanwhile, in another window or by a colleague. Compare both texts and save again."
    ]
    assert answer.context["form"]["seen"].value() == 2
    assert answer.context["form"]["reason"].value() == ("Mine." if do == "declare" else "Theirs.")
    assert (draft.same_bids_reason, draft.confirmed_by) == ("Theirs.", None)


def test_nothing_to_confirm_is_said(client, draft):
    drafter(client)

    answer = decided(client, draft, "same-bids", do="confirm", seen=1)

    assert messages_of(answer) == [
        f"{draft} has no declaration that somebody could confirm. Declare first why the same bids comply."
    ]


def test_unknown_decision_is_denied(client, draft):
    drafter(client)

    assert client.post(page_of(draft, "same-bids"), {"do": "x", "seen": 1})["Location"] == "/admin/"


def test_draft_is_abandoned_with_a_reason(client, draft):
    user = drafter(client)

    answer = decided(client, draft, "abandon", reason="The law does it now.")

    assert messages_of(answer) == [f"{draft} is abandoned."]
    assert draft.state == DraftState.ABANDONED
    step = DraftStep.objects.get(name="abandon")
    assert (step.user, step.reason) == (user, "The law does it now.")


def test_abandoning_needs_a_reason(client, draft):
    drafter(client)

    answer = decided(client, draft, "abandon", reason="")

    assert alerts_of(answer) == ["Write a reason: those who wrote the draft have to understand it."]
    assert draft.state == DraftState.DRAFTING


def test_candidate_lapses_with_its_draft(client):
    drafter(client)
    candidate = in_consultation()

    decided(client, candidate.draft, "abandon", reason="The law does it now.")

    assert candidate.draft.state == DraftState.ABANDONED
    assert candidate.version.events.last().kind == "lapsed"


def test_what_is_abandoned_is_not_abandoned_again(client, draft):
    drafter(client)
    decided(client, draft, "abandon", reason="The law does it now.")

    page = client.get(page_of(draft, "abandon"), follow=True)
    again = decided(client, draft, "abandon", reason="Once more.")

    assert messages_of(page) == [f"{draft} is abandoned."]
    assert messages_of(again) == [
        f"{draft} is “abandoned”, so this step is not possible now. Reload the page to see which steps are."
    ]
    assert DraftStep.objects.filter(name="abandon").count() == 1
