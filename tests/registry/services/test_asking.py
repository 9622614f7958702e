"""A city asks for the consultation on its draft: the coordinators get word, open it or hand the draft back."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from portal.letters.models import Letter
from portal.letters.sending import send_waiting
from registry.drafts.asking import request_of, waiting, with_request
from registry.errors import BaseMoved, NothingAsked, NotReady, ReasonNeeded, StaleDraft, StepNotPossible
from registry.models import Draft, DraftStep
from registry.services.asking import ask_for_consultation, hand_back, take_back_request
from registry.services.candidates import open_consultation, rework
from registry.services.drafting import abandon, save
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor
from tests.factories.drafts import CONSULTED, DraftFactory, in_consultation, secretary
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory, battery_content

pytestmark = pytest.mark.django_db

NOTE = "We have tried it in two tenders."


@pytest.fixture
def draft():
    return DraftFactory()


@pytest.fixture
def editor(draft):
    return city_editor(draft.proposed_by)


def asked(draft, actor, **changes):
    return ask_for_consultation(draft.pk, **{"note": NOTE, "seen": draft.lock_version, "actor": actor, **changes})


def letters(kind):
    return list(Letter.objects.filter(kind=f"registry.{kind}").order_by("recipient"))


def test_request_waits_and_says_who_asked(draft, editor):
    step = asked(draft, editor)

    assert (step.name, step.user, step.organisation, step.reason) == ("ask", editor, draft.proposed_by, NOTE)
    assert request_of(draft) == step
    assert list(waiting(Draft.objects.all())) == [draft]


def test_request_leaves_the_draft_as_it_was(draft, editor):
    asked(draft, editor)

    after = Draft.objects.get()
    assert (after.state, after.lock_version, after.content) == (draft.state, draft.lock_version, draft.content)
    assert editor not in after.proposers.all()


def test_every_coordinator_gets_one_letter(draft, editor, mailoutbox):
    coordinators = [secretary(email="a@office.example"), secretary(email="b@office.example")]

    asked(draft, editor)
    send_waiting()

    assert [mail.to for mail in mailoutbox] == [[user.email] for user in coordinators]
    city = draft.proposed_by.display_name
    assert mailoutbox[0].subject == f"{city} asks for the consultation on {draft}"
    assert NOTE in mailoutbox[0].body
    assert f"/admin/drafts/{draft.pk}/steps/" in mailoutbox[0].body


def test_letter_without_words_has_no_gap(draft, editor, mailoutbox):
    secretary()

    asked(draft, editor, note=" ")
    send_waiting()

    assert "\n\n\n" not in mailoutbox[0].body


def test_asking_twice_is_asking_once(draft, editor):
    secretary()

    assert asked(draft, editor) == asked(draft, editor, note="Once more.")

    assert len(letters("consultation_asked")) == 1
    assert DraftStep.objects.filter(name="ask").count() == 1


def test_coordinator_who_asks_for_the_own_city_gets_no_letter(draft):
    own = secretary()
    MembershipFactory(user=own, organisation=draft.proposed_by)

    asked(draft, own)

    assert letters("consultation_asked") == []


@pytest.mark.parametrize(
    "who",
    [
        city_editor,
        secretary,
        UserFactory,
        lambda: UserFactory(is_superuser=True),
        lambda: city_editor(OrganisationFactory(kind="supporter", legal_type="")),
    ],
    ids=["other city", "coordinator", "nobody", "superuser", "supporter"],
)
def test_only_the_own_people_ask(draft, who):
    with pytest.raises(PermissionDenied):
        asked(draft, who())

    assert DraftStep.objects.count() == 0


def test_supporter_whose_draft_it_were_could_not_ask():
    office = OrganisationFactory(kind="supporter", legal_type="")
    draft = DraftFactory(proposed_by=office)

    with pytest.raises(PermissionDenied):
        asked(draft, city_editor(office))


def test_text_that_nobody_could_seal_is_refused_with_what_is_wrong(draft, editor):
    save(draft.pk, content=replace(battery_content(), proof=()), summary={}, seen=1, actor=editor)

    with pytest.raises(NotReady) as refused:
        asked(draft, editor, seen=2)

    assert "proof" in str(refused.value)
    assert request_of(draft) is None


def test_base_that_was_followed_meanwhile_is_refused(draft, editor):
    VersionFactory(criterion=draft.criterion, number="1.1.0", base_version=draft.base_version)

    with pytest.raises(BaseMoved):
        asked(draft, editor)


def test_text_that_was_saved_meanwhile_is_read_first(draft, editor):
    save(draft.pk, content=battery_content(theme="climate"), summary={}, seen=1, actor=city_editor(draft.proposed_by))

    with pytest.raises(StaleDraft):
        asked(draft, editor, seen=1)


def test_nobody_asks_for_what_is_consulted_already(draft, editor):
    in_consultation(draft)

    with pytest.raises(StepNotPossible):
        asked(draft, editor)


def test_saving_leaves_the_request(draft, editor):
    asked(draft, editor)

    save(draft.pk, content=battery_content(theme="climate"), summary={"en": "Why."}, seen=1, actor=editor)

    assert request_of(Draft.objects.get()) is not None


def test_request_can_be_taken_back_and_made_again(draft, editor):
    first = asked(draft, editor)

    take_back_request(draft.pk, actor=editor)

    assert (request_of(draft), list(waiting(Draft.objects.all()))) == (None, [])
    assert asked(draft, editor) != first


def test_letter_about_what_was_taken_back_is_dropped(draft, editor, mailoutbox):
    secretary()
    asked(draft, editor)
    take_back_request(draft.pk, actor=editor)

    send_waiting()

    assert mailoutbox == []


@pytest.mark.parametrize("step", [take_back_request, lambda pk, actor: hand_back(pk, reason="No.", actor=actor)])
def test_what_nobody_asked_for_is_not_answered(draft, editor, step):
    actor = editor if step is take_back_request else secretary()

    with pytest.raises(NothingAsked):
        step(draft.pk, actor=actor)


def test_draft_is_handed_back_with_words_for_whoever_asked(draft, editor, mailoutbox):
    asked(draft, editor)

    hand_back(draft.pk, reason="Say how it is measured.", actor=secretary())
    send_waiting()

    assert request_of(draft) is None
    [mail] = [mail for mail in mailoutbox if mail.to == [editor.email]]
    assert mail.subject == f"Your draft {draft} needs another look"
    assert "Say how it is measured." in mail.body
    assert f"/en/me/drafts/{draft.pk}/" in mail.body


def test_handing_back_needs_words(draft, editor):
    asked(draft, editor)

    with pytest.raises(ReasonNeeded):
        hand_back(draft.pk, reason=" ", actor=secretary())

    assert request_of(draft) is not None


def test_city_hands_nothing_back(draft, editor):
    asked(draft, editor)

    with pytest.raises(PermissionDenied):
        hand_back(draft.pk, reason="No.", actor=editor)


def test_word_of_a_draft_that_was_asked_for_again_is_dropped(draft, editor, mailoutbox):
    asked(draft, editor)
    hand_back(draft.pk, reason="Say how it is measured.", actor=secretary())
    asked(draft, editor)

    send_waiting()

    assert [mail.to for mail in mailoutbox if mail.to == [editor.email]] == []


def test_whoever_has_left_the_city_gets_no_word(draft, editor, mailoutbox):
    asked(draft, editor)
    hand_back(draft.pk, reason="Say how it is measured.", actor=secretary())
    editor.memberships.all().delete()

    send_waiting()

    assert [mail.to for mail in mailoutbox if mail.to == [editor.email]] == []


def test_opening_the_consultation_answers_the_request_for_good(draft, editor):
    asked(draft, editor)
    open_consultation(draft.pk, on=CONSULTED, actor=secretary())
    assert list(waiting(Draft.objects.all())) == []

    rework(draft.pk, reason="Once more.", on=CONSULTED, actor=secretary())

    assert request_of(Draft.objects.get()) is None
    assert list(waiting(Draft.objects.all())) == []


def test_draft_that_is_given_up_asks_no_more(draft, editor):
    asked(draft, editor)

    abandon(draft.pk, reason="Not needed.", on=CONSULTED, actor=editor)

    assert request_of(Draft.objects.get()) is None
    assert list(waiting(Draft.objects.all())) == []


def test_drafts_say_how_far_their_requests_are(draft, editor):
    other = DraftFactory()
    asked(draft, editor)
    take_back_request(draft.pk, actor=editor)

    found = dict(with_request(Draft.objects.all()).values_list("pk", "settled"))

    assert found == {draft.pk: "take_back_ask", other.pk: None}
