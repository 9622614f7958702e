"""What an applicant reads of the way a request has come, and of what is next."""

from datetime import date

import pytest
import time_machine
from django.utils import timezone

from portal.joining.enums import State
from portal.joining.services.moving import log
from portal.joining.transitions import TRANSITIONS
from portal.joining.views.timeline import STEPS, answer_by, next_step, passed_steps, question_of
from tests.factories.accounts import coordinator
from tests.factories.joining import DraftFactory, JoinRequestFactory, applicant_of

pytestmark = pytest.mark.django_db


def test_every_step_of_the_table_has_words():
    assert set(TRANSITIONS) - set(STEPS) == set()


def test_every_state_has_a_next_step():
    sentences = {next_step(DraftFactory.build(state=state)) for state in State}

    assert len(sentences) == len(State)


def test_steps_are_told_newest_first():
    request = JoinRequestFactory()
    with time_machine.travel("2026-11-02T10:00:00+01:00", tick=False) as clock:
        log(request, "start", actor=applicant_of(request))
        clock.shift(60)
        log(request, "submit", actor=applicant_of(request))

    steps = passed_steps(request)

    assert [(step.label, step.is_newest) for step in steps] == [
        ("The request was sent", True),
        ("The request was begun", False),
    ]


def test_what_reviewers_say_among_themselves_is_not_told():
    request = JoinRequestFactory(state=State.IN_REVIEW)
    for name in ("recommend", "recuse"):
        log(request, name, actor=coordinator(), reason="between us", is_internal=True)
    log(request, "ask", actor=coordinator(), reason="between us too", is_internal=True)

    assert passed_steps(request) == []


def test_step_of_the_network_has_its_reason_and_no_name():
    request, reviewer = JoinRequestFactory(state=State.MORE_INFORMATION_NEEDED), coordinator()
    log(request, "ask", actor=reviewer, reason="Who decides?")

    [step] = passed_steps(request)

    assert (step.label, step.reason) == ("The network asked a question", "Who decides?")
    assert reviewer.email not in repr(step)


def test_newest_question_stands_while_the_network_waits():
    request = JoinRequestFactory(state=State.MORE_INFORMATION_NEEDED)
    for reason in ("Who decides?", "By when?"):
        log(request, "ask", actor=coordinator(), reason=reason)

    assert question_of(request) == "By when?"


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.IN_REVIEW])
def test_answered_question_stands_no_more(state):
    request = JoinRequestFactory(state=state)
    log(request, "ask", actor=coordinator(), reason="Who decides?")

    assert question_of(request) == ""


def test_answer_is_promised_from_the_day_it_was_sent_last():
    with time_machine.travel("2026-11-02T23:30:00+01:00", tick=False):
        request = JoinRequestFactory(state=State.SUBMITTED, submitted_at=timezone.now())

    assert answer_by(request) == date(2026, 11, 30)
    assert answer_by(DraftFactory()) is None
