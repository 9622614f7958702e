"""The one function that walks the table of transitions, and the steps that are nothing but a walk."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.core.access import can, require
from portal.joining.enums import EDITABLE_STATES, ENDED_STATES, Side, State, Task
from portal.joining.errors import ReasonMissing, Recused, SentAnew, StepNotPossible
from portal.joining.grants import HELP, Applicant
from portal.joining.models import JoinRequest, JoinStep
from portal.joining.tasks import TASKS
from portal.joining.transitions import TRANSITIONS
from portal.letters.services import revoke_links, write_letter
from portal.members.coordinators import admin_language, coordinators
from portal.outbox.models import OutboxEvent
from portal.outbox.tasks import deliver_after_commit

Actor = User | Applicant
ASK_FOR_MORE = frozenset({"submit", "approve"})  # than the table: complete answers, two people; they have own services


def locked(pk: int) -> JoinRequest:
    """One request with its row locked. Raises JoinRequest.DoesNotExist."""
    return JoinRequest.objects.select_for_update().get(pk=pk)


@transaction.atomic
def move(
    pk: int, name: str, *, actor: Actor, reason: str = "", letter: str = "", seen: int | None = None
) -> JoinRequest:
    """Take one request one step on; the other side gets a letter with the reason.

    ``letter`` is the text of that letter as the reviewer edited it; empty: as the template has it. ``seen`` is the
    number of the submission that the reviewer has read.
    Raises PermissionDenied, Recused, StepNotPossible, SentAnew or ReasonMissing; then nothing has changed. Raises
    ValueError for a step that only its own service takes.
    """
    if name in ASK_FOR_MORE:
        raise ValueError(f"{name} asks for more than the table says: call its own service")
    join_request = locked(pk)
    check(join_request, name, actor=actor, reason=reason, seen=seen)
    return walk(join_request, name, actor=actor, reason=reason, letter=letter)


def require_task(actor: Applicant, join_request: JoinRequest, task: str) -> None:
    """Raises PermissionDenied unless the actor may answer this task of the request, as it is now."""
    require(actor, "joining.answer", join_request)
    if task not in TASKS[join_request.kind] or not actor.may_answer(join_request.pk, task):
        raise PermissionDenied(f"{task} is not this actor's")


def possible_steps(join_request: JoinRequest, *, actor: Actor) -> list[str]:
    """The steps of the table that this actor could take now, in the table's order."""
    return [
        name
        for name, transition in TRANSITIONS.items()
        if join_request.state in transition.sources and can(actor, transition.permission, join_request)
    ]


def check(join_request: JoinRequest, name: str, *, actor: Actor, reason: str = "", seen: int | None = None) -> None:
    """Whether a step is allowed to this actor and possible now; raises what ``move`` does."""
    transition = TRANSITIONS[name]
    if isinstance(actor, User) and join_request.recusals.filter(reviewer=actor).exists():
        raise Recused(join_request)
    require(actor, transition.permission, join_request)
    if join_request.state not in transition.sources:
        raise StepNotPossible(join_request, state=join_request.get_state_display())
    if seen is not None and seen != join_request.submission:
        raise SentAnew(join_request)
    if transition.needs_reason and not reason.strip():
        raise ReasonMissing(join_request)


def walk(join_request: JoinRequest, name: str, *, actor: Actor, reason: str = "", letter: str = "") -> JoinRequest:
    """Write a step that has been checked, with all that hangs on its new state. Call it with the row locked."""
    old = State(join_request.state)
    new = TRANSITIONS[name].target or State(join_request.held_state)
    join_request.state = new
    join_request.held_state = old if new == State.ON_HOLD else ""
    _note_times(join_request, name, now=timezone.now())
    join_request.save()
    if new not in EDITABLE_STATES:  # colleagues who help have nothing to do any more
        for task in Task:
            revoke_links(f"{HELP}.{task}", join_request.pk)
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
    if name == "submit":
        _tell_reviewers(join_request)
    return join_request


def _tell_reviewers(join_request: JoinRequest) -> None:
    """One letter a submission to each coordinator who may review it, in the language of her admin."""
    for user in coordinators().exclude(pk__in=join_request.recusals.values("reviewer")):
        write_letter(
            "joining.inbox",
            join_request.pk,
            recipient=user.email,
            language=admin_language(user),
            occasion=str(join_request.submission),
        )


def _note_times(join_request: JoinRequest, name: str, *, now: datetime) -> None:
    if name == "submit":  # not by its state: a request that was on hold comes back to it without being sent again
        join_request.submitted_at = now
        join_request.submission += 1
    if TRANSITIONS[name].target in ENDED_STATES:
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
