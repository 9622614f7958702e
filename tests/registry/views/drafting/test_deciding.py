"""What a city decides about its draft as a whole: the same bids comply, the coordinators are asked, it is given up."""

from dataclasses import replace

import pytest

from portal.letters.models import Letter
from registry.drafts.asking import request_of
from registry.enums import DraftState
from registry.models import Draft, DraftStep
from registry.services.asking import ask_for_consultation
from registry.services.candidates import open_consultation
from registry.services.drafting import declare_same_bids, save
from registry.services.locking import lock_draft
from tests.factories.accounts import city_editor
from tests.factories.drafts import CONSULTED, DraftFactory, secretary
from tests.factories.registry import battery_content
from tests.registry.views.drafting.writers import page_of, saved_by_another, writer_of
from tests.registry.views.pages import all_words, form_of, messages_of, parsed

pytestmark = pytest.mark.django_db

WHY = "The words are plainer, the demand is the same."


@pytest.fixture
def draft():
    return DraftFactory()


@pytest.fixture
def writer(client, draft):
    return writer_of(client, draft)


def send(client, draft, page, **sent):
    """Send the page's form with the lock version that it has shown."""
    shown = form_of(client.get(page_of(draft, page)), "//main//form[@method='post'][last()]")
    return client.post(page_of(draft, page), {**shown, **sent})


def alerts(response):
    return all_words(response, "//*[@role='alert']")


# ---- the same bids comply


def test_declaration_waits_for_somebody_else(client, draft, writer):
    answer = send(client, draft, "same-bids/", do="declare", reason=WHY)

    page = client.get(answer["Location"])
    assert messages_of(page) == ["The declaration is saved. Somebody else has to confirm it."]
    assert all_words(page, "//section[@aria-labelledby='declared']//button") == ["Take it back"]
    assert Draft.objects.get().declared_by == writer


def test_colleague_confirms_it(client, draft, writer):
    declare_same_bids(draft.pk, reason=WHY, seen=1, actor=city_editor(draft.proposed_by))
    sent = form_of(client.get(page_of(draft, "same-bids/")), "//section//form")

    answer = client.post(page_of(draft, "same-bids/"), {**sent, "do": "confirm"})

    assert messages_of(client.get(answer["Location"])) == ["The declaration is confirmed."]
    assert Draft.objects.get().is_declared


def test_nobody_confirms_the_own_declaration(client, draft, writer):
    declare_same_bids(draft.pk, reason=WHY, seen=1, actor=writer)

    answer = client.post(page_of(draft, "same-bids/"), {"do": "confirm", "seen": 2})

    assert answer.status_code == 403
    assert not Draft.objects.get().is_declared


def test_declaration_is_taken_back(client, draft, writer):
    declare_same_bids(draft.pk, reason=WHY, seen=1, actor=writer)

    answer = client.post(page_of(draft, "same-bids/"), {"do": "withdraw", "seen": 2})

    assert messages_of(client.get(answer["Location"])) == ["It is taken back."]
    assert Draft.objects.get().same_bids_reason == ""


def test_declaration_needs_its_reason(client, draft, writer):
    answer = send(client, draft, "same-bids/", do="declare", reason=" ")

    assert alerts(answer) == ["Please correct this first Reason: Write why every bid that complied still does."]
    assert Draft.objects.get().same_bids_reason == ""


def test_text_that_changed_meanwhile_is_said_and_the_reason_kept(client, draft, writer):
    saved_by_another(draft)

    answer = client.post(page_of(draft, "same-bids/"), {"do": "declare", "seen": 1, "reason": WHY})

    assert answer.status_code == 409
    assert len(alerts(answer)) == 1
    assert form_of(answer, "//form[.//textarea]")["reason"].strip() == WHY
    assert form_of(answer, "//form[.//textarea]")["seen"] == "2"


def test_decision_that_is_none_is_refused(client, draft, writer):
    assert client.post(page_of(draft, "same-bids/"), {"do": "other", "seen": 1}).status_code == 403
    assert client.post(page_of(draft, "same-bids/"), {"do": "confirm"}).status_code == 200


def test_locked_draft_takes_no_declaration(client, draft, writer):
    lock_draft(draft.pk, actor=secretary())

    answer = client.post(page_of(draft, "same-bids/"), {"do": "declare", "seen": 1, "reason": WHY})

    page = client.get(answer["Location"])
    assert len(messages_of(page)) == 1
    assert parsed(page).xpath("//textarea") == []


# ---- the coordinators are asked


def test_coordinators_are_asked_with_a_note(client, draft, writer):
    coordinator = secretary()

    answer = send(client, draft, "ask/", note="Tried in two tenders.", do="ask")

    page = client.get(answer["Location"])
    assert messages_of(page) == ["The coordinators are asked."]
    step = request_of(draft)
    assert (step.user, step.reason) == (writer, "Tried in two tenders.")
    assert [letter.recipient for letter in Letter.objects.filter(kind="registry.consultation_asked")] == [
        coordinator.email
    ]


def test_note_may_be_left_out(client, draft, writer):
    send(client, draft, "ask/", do="ask")

    assert request_of(draft).reason == ""


def test_page_of_what_was_asked_already_has_no_form(client, draft, writer):
    ask_for_consultation(draft.pk, note="", seen=1, actor=writer)

    page = client.get(page_of(draft, "ask/"))

    assert parsed(page).xpath("//main//form") == []


def test_what_nobody_could_seal_is_said_before_anybody_is_asked(client, draft, writer):
    save(draft.pk, content=replace(battery_content(), proof=()), summary={}, seen=1, actor=writer)

    page = client.get(page_of(draft, "ask/"))
    sent = client.post(page_of(draft, "ask/"), {"do": "ask", "seen": 2})

    faults = all_words(page, "//section[@aria-labelledby='faults']//li")
    assert [fault for fault in faults if fault.startswith("proof")] == [
        "proof: is empty: fill it in, or leave the field out where it is optional."
    ]
    assert sent.status_code == 200
    assert request_of(draft) is None


def test_text_that_changed_before_asking_is_read_first(client, draft, writer):
    saved_by_another(draft)

    answer = client.post(page_of(draft, "ask/"), {"do": "ask", "seen": 1, "note": "Mine."})

    assert answer.status_code == 409
    assert form_of(answer)["note"].strip() == "Mine."
    assert form_of(answer)["seen"] == "2"
    assert request_of(draft) is None


def test_request_is_taken_back(client, draft, writer):
    ask_for_consultation(draft.pk, note="", seen=1, actor=writer)

    answer = client.post(page_of(draft, "ask/"), {"do": "take-back"})

    assert messages_of(client.get(answer["Location"])) == ["It is taken back."]
    assert request_of(draft) is None


def test_second_click_on_taking_back_says_that_nothing_waits(client, draft, writer):
    answer = client.post(page_of(draft, "ask/"), {"do": "take-back"})

    assert messages_of(client.get(answer["Location"])) == [
        f"Nobody waits for an answer about {draft}. Reload the page to see what has happened meanwhile."
    ]


def test_coordinator_of_no_city_asks_nobody(client, draft):
    client.force_login(secretary())

    answers = [client.get(page_of(draft, "ask/")), client.post(page_of(draft, "ask/"), {"do": "ask", "seen": 1})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert client.post(page_of(draft, "ask/"), {"do": "take-back"}).status_code == 403


@pytest.mark.parametrize("page", ["ask/", "abandon/"])
def test_what_is_before_the_members_is_no_longer_the_citys_to_decide(client, draft, writer, page):
    open_consultation(draft.pk, on=CONSULTED, actor=secretary())

    answer = client.get(page_of(draft, page))

    assert answer["Location"] == page_of(draft)
    assert Draft.objects.get().state == DraftState.CONSULTATION


# ---- given up


def test_draft_is_given_up_with_a_reason(client, draft, writer):
    answer = send(client, draft, "abandon/", reason="The law has settled it.")

    assert messages_of(client.get(answer["Location"])) == [f"{draft} is given up."]
    assert Draft.objects.get().state == DraftState.ABANDONED
    assert DraftStep.objects.get(name="abandon").reason == "The law has settled it."


def test_giving_up_needs_a_reason(client, draft, writer):
    answer = send(client, draft, "abandon/", reason=" ")

    assert alerts(answer) == ["Please correct this first Reason: Write why the draft is given up."]
    assert Draft.objects.get().state == DraftState.DRAFTING


def test_draft_that_was_put_to_the_members_meanwhile_is_not_given_up(client, draft, writer):
    shown = form_of(client.get(page_of(draft, "abandon/")))
    open_consultation(draft.pk, on=CONSULTED, actor=secretary())

    answer = client.post(page_of(draft, "abandon/"), {**shown, "reason": "Not needed."})

    assert messages_of(client.get(answer["Location"])) == [
        f"{draft} is “in consultation”, so this step is not possible now. Reload the page to see which steps are."
    ]
    assert Draft.objects.get().state == DraftState.CONSULTATION
