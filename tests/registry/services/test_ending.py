"""Two people withdraw an adaptation: one asks with a reason, another confirms; a coordinator for a city of one."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from portal.outbox.models import OutboxEvent
from registry.enums import ProposalState, StatusKind
from registry.errors import NotInForce, ProposalClosed, ReasonMissing, TooEarly, WithdrawalWaits
from registry.models import Adaptation, AdaptationWithdrawal
from registry.services.ending import ask_withdrawal, confirm_withdrawal, take_back_withdrawal, waiting_withdrawal
from tests.factories.accounts import city_editor
from tests.factories.adaptations import (
    ADAPTED_ON,
    changes,
    followed_by,
    published_adaptation,
    withdrawn_adaptation,
)
from tests.factories.drafts import secretary
from tests.registry.services.promises import broken_promises

pytestmark = pytest.mark.django_db

LATER = ADAPTED_ON + timedelta(days=30)
REASON = {"sv": "Vi hyr våra telefoner."}


@pytest.fixture(autouse=True)
def _promises():
    yield
    assert broken_promises() == []


@pytest.fixture
def adaptation():
    """Its city has one editor, who published it."""
    return published_adaptation()


def ask(adaptation, actor=None, *, reason=REASON, on=ADAPTED_ON):
    actor = actor or city_editor(adaptation.organisation)
    return ask_withdrawal(adaptation.pk, reason=reason, on=on, actor=actor)


def confirm(asked, actor=None, *, on=ADAPTED_ON):
    return confirm_withdrawal(asked.pk, on=on, actor=actor or city_editor(asked.adaptation.organisation))


def keep(asked, actor=None):
    return take_back_withdrawal(asked.pk, actor=actor or city_editor(asked.adaptation.organisation))


def in_force(on=ADAPTED_ON):
    return list(Adaptation.objects.in_force(on=on))


def steps_of(adaptation):
    return list(adaptation.draft.steps.values_list("name", flat=True))


def test_whoever_asks_changes_nothing_yet(adaptation):
    editor = city_editor(adaptation.organisation)

    asked = ask(adaptation, editor)

    assert (asked.state, asked.reason, asked.asked_by) == (ProposalState.WAITING, REASON, editor)
    assert waiting_withdrawal(adaptation) == asked
    assert in_force() == [adaptation]
    assert steps_of(adaptation) == ["publish", "ask_withdraw"]


def test_second_editor_withdraws_it_with_the_reason_from_the_day_of_the_confirmation(adaptation):
    editor = city_editor(adaptation.organisation)

    confirm(ask(adaptation), editor, on=LATER)

    event = adaptation.events.get(kind=StatusKind.WITHDRAWN)
    assert (event.effective_on, event.parsed_details) == (LATER, {"origin": "adaptation", "reason": REASON})
    assert (in_force(), in_force(LATER)) == ([adaptation], [])
    assert OutboxEvent.objects.filter(name="registry.adaptation-withdrawn").count() == 1
    asked = AdaptationWithdrawal.objects.get()
    assert (asked.state, asked.decided_by) == (ProposalState.CONFIRMED, editor)
    assert steps_of(adaptation) == ["publish", "ask_withdraw", "withdraw"]


@pytest.mark.parametrize("is_superuser", [False, True])
def test_nobody_confirms_what_they_asked_for(adaptation, is_superuser):
    editor = city_editor(adaptation.organisation)
    editor.is_superuser = is_superuser
    editor.save()
    asked = ask(adaptation, editor)

    with pytest.raises(PermissionDenied):
        confirm(asked, editor)

    assert in_force() == [adaptation]


def test_coordinator_confirms_for_a_city_with_one_editor(adaptation):
    only = adaptation.organisation.memberships.get().user
    asked = ask(adaptation, only)

    confirm(asked, secretary())

    assert in_force() == []


def test_coordinator_does_not_confirm_for_a_city_with_a_second_editor(adaptation):
    asked = ask(adaptation)

    with pytest.raises(PermissionDenied):
        confirm(asked, secretary(is_superuser=True))


def test_editor_who_is_gone_is_no_second_person(adaptation):
    """The one who published it has closed the account."""
    gone = adaptation.organisation.memberships.get().user
    asked = ask(adaptation)
    gone.is_active = False
    gone.save()

    assert confirm(asked, secretary()) == adaptation


def test_two_coordinators_withdraw_it_for_a_city_without_an_editor(adaptation):
    adaptation.organisation.memberships.all().delete()
    first = secretary()
    asked = ask(adaptation, first)

    with pytest.raises(PermissionDenied):
        confirm(asked, first)

    assert confirm(asked, secretary()) == adaptation
    assert in_force() == []


def test_request_outlives_the_name_of_who_made_it(adaptation):
    editor = city_editor(adaptation.organisation)
    asked = ask(adaptation, editor)
    editor.delete()

    confirm(asked)

    assert in_force() == []


def test_strangers_ask_confirm_and_keep_nothing(adaptation):
    asked = ask(adaptation)
    other = published_adaptation(release=adaptation.release)

    for stranger in (city_editor(), secretary(is_superuser=True)):
        for attempt in (lambda who: ask(other, who), lambda who: confirm(asked, who), lambda who: keep(asked, who)):
            with pytest.raises(PermissionDenied):
                attempt(stranger)

    assert AdaptationWithdrawal.objects.get().state == ProposalState.WAITING


@pytest.mark.parametrize("reason", [{}, {"en": " "}])
def test_withdrawal_needs_a_reason(adaptation, reason):
    with pytest.raises(ReasonMissing):
        ask(adaptation, reason=reason)


def test_withdrawal_is_asked_for_once(adaptation):
    ask(adaptation)

    with pytest.raises(WithdrawalWaits) as told:
        ask(adaptation)

    said = f"A withdrawal of {adaptation} waits for a second person already. Have it confirmed or taken back first."
    assert str(told.value) == said
    assert steps_of(adaptation) == ["publish", "ask_withdraw"]


def test_withdrawn_adaptation_is_not_withdrawn_again(adaptation):
    withdrawn_adaptation(adaptation)

    with pytest.raises(NotInForce, match="withdrawn"):
        ask(adaptation)


def test_superseded_adaptation_is_not_withdrawn(adaptation):
    followed_by(adaptation, changes())

    with pytest.raises(NotInForce, match="superseded"):
        ask(adaptation)


def test_request_is_closed_by_the_next_adaptation_and_a_step_says_so(adaptation):
    asked = ask(adaptation)

    after = followed_by(adaptation, changes())

    asked.refresh_from_db()
    step = adaptation.draft.steps.order_by("pk").last()
    assert (waiting_withdrawal(adaptation), asked.state) == (None, ProposalState.TAKEN_BACK)
    assert steps_of(adaptation) == ["publish", "ask_withdraw", "close_withdrawal"]
    assert (step.reason, step.user, asked.decided_by) == (str(after), asked.decided_by, step.user)
    assert step.user == after.draft.steps.get(name="publish").user
    assert OutboxEvent.objects.filter(name="registry.adaptation-withdrawn").count() == 0


def test_request_is_closed_even_if_the_next_one_is_in_force_later(adaptation):
    asked = ask(adaptation)

    followed_by(adaptation, changes(), on=LATER)

    asked.refresh_from_db()
    assert (asked.is_waiting, in_force()) == (False, [adaptation])


@pytest.mark.parametrize("decide", [confirm, keep])
def test_whoever_decides_after_that_is_told_that_it_is_superseded(adaptation, decide):
    asked = ask(adaptation)
    followed_by(adaptation, changes())

    with pytest.raises(NotInForce, match="superseded"):
        decide(asked)

    assert adaptation.events.filter(kind=StatusKind.WITHDRAWN).count() == 0


def test_next_adaptation_writes_no_such_step_where_nothing_waits(adaptation):
    kept = keep(ask(adaptation))

    followed_by(adaptation, changes())

    assert AdaptationWithdrawal.objects.get().decided_at == kept.decided_at
    assert steps_of(adaptation) == ["publish", "ask_withdraw", "keep"]


def test_adaptation_is_not_withdrawn_before_its_first_day():
    with pytest.raises(TooEarly):
        ask(published_adaptation(on=LATER))


def test_confirmation_that_comes_again_changes_nothing(adaptation):
    asked, editor = ask(adaptation), city_editor(adaptation.organisation)

    assert [confirm(asked, editor) for _time in range(2)] == [adaptation] * 2

    assert adaptation.events.filter(kind=StatusKind.WITHDRAWN).count() == 1
    assert OutboxEvent.objects.filter(name="registry.adaptation-withdrawn").count() == 1


def test_withdrawal_can_be_taken_back_and_asked_for_again(adaptation):
    editor = city_editor(adaptation.organisation)
    asked = keep(ask(adaptation, editor), editor)

    assert (asked.state, keep(asked).pk, in_force()) == (ProposalState.TAKEN_BACK, asked.pk, [adaptation])
    with pytest.raises(ProposalClosed):
        confirm(asked)
    assert confirm(ask(adaptation)) == adaptation
    assert steps_of(adaptation) == ["publish", "ask_withdraw", "keep", "ask_withdraw", "withdraw"]


def test_what_is_confirmed_is_not_taken_back(adaptation):
    asked = ask(adaptation)
    confirm(asked)

    with pytest.raises(ProposalClosed):
        keep(asked)
