"""The one function that walks the table of transitions, and the steps that are nothing but a walk."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.core.access import require
from portal.joining.enums import Side, State
from portal.joining.errors import ReasonMissing, Recused, StepNotPossible
from portal.joining.grants import Applicant
from portal.joining.models import JoinRequest, JoinStep
from portal.joining.transitions import TRANSITIONS
from portal.letters.services import write_letter
from portal.outbox.models import OutboxEvent
from portal.outbox.tasks import deliver_after_commit

Actor = User | Applicant


def locked(pk: int) -> JoinRequest:
    """One request with its row locked. Raises JoinRequest.DoesNotExist."""
    return JoinRequest.objects.select_for_update().get(pk=pk)


@transaction.atomic
def move(pk: int, name: str, *, actor: Actor, reason: str = "", letter: str = "") -> JoinRequest:
    """Take one request one step on; the other side gets a letter with the reason.

    ``letter`` is the text of that letter as the reviewer edited it; empty: as the template has it.
    Raises PermissionDenied, Recused, StepNotPossible or ReasonMissing; then nothing has changed.
    """
    join_request = locked(pk)
    check(join_request, name, actor=actor, reason=reason)
    return walk(join_request, name, actor=actor, reason=reason, letter=letter)


def check(join_request: JoinRequest, name: str, *, actor: Actor, reason: str = "") -> None:
    """Whether a step is allowed to this actor and possible now; raises what ``move`` does."""
    transition = TRANSITIONS[name]
    if isinstance(actor, User) and join_request.recusals.filter(reviewer=actor).exists():
        raise Recused(join_request)
    require(actor, transition.permission, join_request)
    if join_request.state not in transition.sources:
        raise StepNotPossible(join_request, state=join_request.get_state_display())
    if transition.needs_reason and not reason.strip():
        raise ReasonMissing(join_request)


def walk(join_request: JoinRequest, name: str, *, actor: Actor, reason: str = "", letter: str = "") -> JoinRequest:
    """Write a step that has been checked, with all that hangs on its new state. Call it with the row locked."""
    old = State(join_request.state)
    new = TRANSITIONS[name].target or State(join_request.held_state)
    join_request.state = new
    join_request.held_state = old if new == State.ON_HOLD else ""
    _note_times(join_request, new, now=timezone.now())
    join_request.save()
    step = log(join_request, name, actor=actor, reason=reason, old=old)
    OutboxEvent.objects.record(f"joining.{name}", join_request)
    deliver_after_commit()
    write_letter(
        f"joining.{name}",
        join_request.pk,
        recipient=join_request.email,
        language=join_request.language,
        occasion=str(step.pk),
        body=letter,
    )
    return join_request


def _note_times(join_request: JoinRequest, new: State, *, now: datetime) -> None:
    if new == State.SUBMITTED:
        join_request.submitted_at = now
        join_request.submission += 1
    if new in (State.APPROVED, State.DECLINED, State.WITHDRAWN):
        join_request.decided_at = now


def log(
    join_request: JoinRequest,
    name: str,
    *,
    actor: Actor | None,
    reason: str = "",
    old: State | None = None,
    is_internal: bool = False,
) -> JoinStep:
    """Append to the log of a request; ``actor`` None is the portal itself."""
    user = actor if isinstance(actor, User) else None
    side = Side.NETWORK if user else Side.APPLICANT if actor else Side.SYSTEM
    return JoinStep.objects.create(
        join_request=join_request,
        name=name,
        side=side,
        user=user,
        reason=reason.strip(),
        old_state=old or "",
        new_state=join_request.state,
        is_internal=is_internal,
    )
