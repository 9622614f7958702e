"""Every step of the table and every forbidden one, for everybody; what a step leaves behind."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.users.models import UserProfile

from portal.joining.enums import OPEN_STATES, Side, State, Task
from portal.joining.errors import JoiningError, ReasonMissing, Recused, SentAnew, StepNotPossible
from portal.joining.models import Approval, JoinRequest, JoinStep, Recusal
from portal.joining.services.applying import submit
from portal.joining.services.moving import move, possible_steps
from portal.joining.services.reviewing import approve
from portal.joining.transitions import TRANSITIONS
from portal.letters.models import Letter
from portal.outbox.models import OutboxEvent
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor, coordinator
from tests.factories.joining import DraftFactory, JoinRequestFactory, applicant_of

pytestmark = pytest.mark.django_db


def recused_coordinator(join_request):
    reviewer = coordinator()
    Recusal.objects.create(join_request=join_request, reviewer=reviewer)
    return reviewer


ACTORS = {
    "stranger": lambda _join_request: UserFactory(),
    "applicant": applicant_of,
    "helper": lambda join_request: applicant_of(join_request, task=Task.VOLUMES),
    "other applicant": lambda _join_request: applicant_of(DraftFactory.create()),
    "member": lambda _join_request: MembershipFactory().user,
    "city editor": lambda _join_request: city_editor(),
    "coordinator": lambda _join_request: coordinator(),
    "recused coordinator": recused_coordinator,
    "dismissed coordinator": lambda _join_request: coordinator(is_active=False),
    "superuser": lambda _join_request: UserFactory(is_superuser=True),
}
MAY = {"joining.apply": "applicant", "joining.review": "coordinator"}  # each permission is one actor's alone


def request_in(state, **fields):
    """A complete request in a state; one on hold was in review before."""
    held = State.IN_REVIEW if state == State.ON_HOLD else ""
    return JoinRequestFactory(state=state, **{"held_state": held, **fields})


def take(name, join_request, actor):
    """A step by whichever service takes it; the second of two approvals."""
    if name == "submit":
        return submit(join_request.pk, actor=actor)
    if name == "approve":
        Approval.objects.create(join_request=join_request, reviewer=coordinator(), submission=join_request.submission)
        return approve(join_request.pk, actor=actor).join_request
    return move(join_request.pk, name, actor=actor, reason="Because.")


def came_of(name, join_request, actor):
    """The state after an attempt; None if nothing at all has changed."""
    try:
        take(name, join_request, actor)
    except (PermissionDenied, JoiningError):
        pass
    left = (JoinStep.objects.count(), Letter.objects.exclude(kind="joining.inbox").count())
    if left == (0, 0) and JoinRequest.objects.get(pk=join_request.pk).state == join_request.state:
        return None
    return JoinRequest.objects.get(pk=join_request.pk).state


def clear():
    for model in (Letter, JoinStep, OutboxEvent, JoinRequest):
        model.objects.all().delete()


@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize("name", TRANSITIONS)
def test_step_is_taken_as_the_table_says_and_by_nobody_else(name, who):
    transition = TRANSITIONS[name]
    results = {}
    for state in State:
        join_request = request_in(state)
        results[state] = came_of(name, join_request, ACTORS[who](join_request))
        clear()

    may = MAY[transition.permission] == who
    target = transition.target or State.IN_REVIEW
    assert results == {state: target if may and state in transition.sources else None for state in State}


@pytest.mark.parametrize("state", State)
def test_possible_steps_are_those_of_the_table(state):
    join_request = request_in(state)

    steps = possible_steps(join_request, actor=applicant_of(join_request))
    steps += possible_steps(join_request, actor=coordinator())

    assert sorted(steps) == sorted(name for name, transition in TRANSITIONS.items() if state in transition.sources)


def test_every_open_request_can_be_withdrawn():
    assert TRANSITIONS["withdraw"].sources == OPEN_STATES


@pytest.mark.parametrize("name", ["ask", "hold", "decline"])
@pytest.mark.parametrize("reason", ["", " \n"])
def test_step_that_hurts_needs_a_reason(name, reason):
    join_request = request_in(State.IN_REVIEW)

    with pytest.raises(ReasonMissing, match="needs a reason that the applicant can read"):
        move(join_request.pk, name, actor=coordinator(), reason=reason)

    assert not JoinStep.objects.exists()


@pytest.mark.parametrize("name", ["submit", "approve"])
def test_step_with_a_service_of_its_own_is_no_mere_move(name):
    join_request = request_in(State.IN_REVIEW)

    with pytest.raises(ValueError, match="asks for more than the table says"):
        move(join_request.pk, name, actor=coordinator())


def test_step_is_logged_with_actor_time_and_reason():
    join_request, reviewer = request_in(State.IN_REVIEW), coordinator()
    before = timezone.now()

    move(join_request.pk, "ask", actor=reviewer, reason=" Which decision? \n")

    [step] = join_request.steps.all()
    assert (step.name, step.side, step.user, step.reason) == ("ask", Side.NETWORK, reviewer, "Which decision?")
    assert (step.old_state, step.new_state) == (State.IN_REVIEW, State.MORE_INFORMATION_NEEDED)
    assert (step.is_internal, before <= step.at <= timezone.now()) == (False, True)


def test_step_of_the_applicant_names_no_user():
    join_request = request_in(State.SUBMITTED)

    move(join_request.pk, "withdraw", actor=applicant_of(join_request))

    assert list(join_request.steps.values_list("side", "user")) == [(Side.APPLICANT, None)]


def test_step_records_its_event_and_writes_one_letter_in_the_applicants_language():
    join_request = request_in(State.IN_REVIEW, language="fi")

    move(join_request.pk, "ask", actor=coordinator(), reason="Which?", letter="Dear all,\r\n\r\n{link}")

    [letter] = Letter.objects.all()
    [step] = join_request.steps.all()
    assert (letter.kind, letter.object_id, letter.occasion) == ("joining.ask", join_request.pk, str(step.pk))
    assert (letter.recipient, letter.language, letter.body) == (join_request.email, "fi", "Dear all,\n\n{link}")
    names = OutboxEvent.objects.order_by("name").values_list("name", "object_id")
    assert list(names) == [("joining.ask", join_request.pk), ("letters.written", letter.pk)]


def test_asking_twice_writes_two_letters():
    join_request, reviewer = request_in(State.IN_REVIEW), coordinator()
    move(join_request.pk, "ask", actor=reviewer, reason="First?")
    submit(join_request.pk, actor=applicant_of(join_request))
    move(join_request.pk, "start_review", actor=reviewer)
    move(join_request.pk, "ask", actor=reviewer, reason="Second?")

    assert Letter.objects.filter(kind="joining.ask").count() == 2


@pytest.mark.parametrize("state", TRANSITIONS["hold"].sources)
def test_resumed_request_is_where_it_was_and_was_not_sent_anew(state):
    sent = timezone.now()
    join_request, reviewer = request_in(state, submitted_at=sent), coordinator()
    held = move(join_request.pk, "hold", actor=reviewer, reason="Summer.")
    assert (held.state, held.held_state) == (State.ON_HOLD, state)

    resumed = move(join_request.pk, "resume", actor=reviewer)

    assert (resumed.state, resumed.held_state, resumed.submission, resumed.submitted_at) == (state, "", 1, sent)


def test_sending_counts_the_submission_and_notes_the_time():
    join_request = request_in(State.DRAFT)

    sent = submit(join_request.pk, actor=applicant_of(join_request))

    assert (sent.submission, sent.submitted_at is None, sent.decided_at) == (1, False, None)


@pytest.mark.parametrize(("name", "who"), [("decline", coordinator), ("withdraw", None)])
def test_end_of_a_request_is_noted(name, who):
    join_request = request_in(State.IN_REVIEW)

    moved = move(join_request.pk, name, actor=who() if who else applicant_of(join_request), reason="Because.")

    assert moved.decided_at is not None


def test_error_names_request_state_and_way_out():
    join_request = request_in(State.DECLINED, reference="JD-22222222", name="City of Example")

    with pytest.raises(StepNotPossible) as error:
        move(join_request.pk, "start_review", actor=coordinator())

    assert str(error.value) == (
        "JD-22222222 City of Example is “Declined”, so this step is not possible now."
        " Reload the page to see which steps are."
    )


def test_recused_reviewer_is_told_why():
    join_request = request_in(State.IN_REVIEW)

    with pytest.raises(Recused, match="You have recused yourself from JD-"):
        move(join_request.pk, "decline", actor=recused_coordinator(join_request), reason="No.")


def test_decision_on_answers_that_came_later_is_refused():
    join_request, reviewer = request_in(State.IN_REVIEW, submission=2), coordinator()

    with pytest.raises(SentAnew, match="was sent anew since you opened this page"):
        move(join_request.pk, "decline", actor=reviewer, reason="No.", seen=1)
    with pytest.raises(SentAnew):
        approve(join_request.pk, actor=reviewer, seen=1)

    assert approve(join_request.pk, actor=reviewer, seen=2).by == 1


def test_each_active_coordinator_hears_once_of_a_submission():
    join_request, first = request_in(State.DRAFT), coordinator()
    MembershipFactory(user=first, role="coordinator")  # of a second organisation
    coordinator(is_active=False)
    recused_coordinator(join_request)
    city_editor()

    submit(join_request.pk, actor=applicant_of(join_request))
    submit(join_request.pk, actor=applicant_of(join_request))

    letters = Letter.objects.filter(kind="joining.inbox")
    assert list(letters.values_list("recipient", "language", "occasion")) == [(first.email, "en", "1")]


def test_coordinator_hears_of_every_submission():
    join_request, reviewer = request_in(State.IN_REVIEW), coordinator()
    move(join_request.pk, "ask", actor=reviewer, reason="Which?")

    submit(join_request.pk, actor=applicant_of(join_request))

    assert list(Letter.objects.filter(kind="joining.inbox").values_list("occasion", flat=True)) == ["2"]


@pytest.mark.parametrize(("preferred", "language"), [("sv", "sv"), ("de", "en"), ("", "en")])
def test_coordinator_is_written_to_in_the_language_of_her_admin(preferred, language):
    join_request = request_in(State.DRAFT)
    UserProfile.objects.create(user=coordinator(), preferred_language=preferred)

    submit(join_request.pk, actor=applicant_of(join_request))

    assert Letter.objects.get(kind="joining.inbox").language == language
