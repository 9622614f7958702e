"""The one function that walks the table of transitions, and the locks that all who touch a draft take in one order."""

from portal.accounts.models import User
from portal.core.access import require
from portal.members.models import Organisation
from registry.drafts.transitions import TRANSITIONS
from registry.enums import DraftState
from registry.errors import ReasonNeeded, StepNotPossible
from registry.grants import Voter
from registry.models import Draft, DraftStep
from registry.sealed.chain import lock_register
from registry.services.sealing import lock


def locked(pk: int) -> Draft:
    """One draft with the register, its criterion and its own row locked, in that order, until the transaction ends.

    Also who only saves takes the register first: PostgreSQL shares its row as soon as a draft is written twice in one
    transaction, and would wait there for whoever waits for the draft. Raises Draft.DoesNotExist.
    """
    lock_register()
    if criterion := Draft.objects.values_list("criterion", flat=True).get(pk=pk):
        lock(criterion)
    return Draft.objects.select_for_update().get(pk=pk)


def check(draft: Draft, name: str, *, actor: User, reason: str = "") -> None:
    """Whether a step is allowed to this actor and possible now.

    Raises PermissionDenied, StepNotPossible or ReasonNeeded.
    """
    transition = TRANSITIONS[name]
    require(actor, transition.permission, draft)
    require_state(draft, *transition.sources)
    if transition.needs_reason and not reason.strip():
        raise ReasonNeeded(draft)


def require_state(draft: Draft, *states: DraftState) -> None:
    """Raises StepNotPossible unless the draft is in one of the states."""
    if draft.state not in states:
        raise StepNotPossible(draft, state=draft.get_state_display())


def walk(draft: Draft, name: str, *, actor: User, reason: str = "") -> None:
    """Write a step that has been checked. Call it with the row locked."""
    draft.state = TRANSITIONS[name].target
    draft.save()
    log(draft, name, actor=actor, reason=reason)


def log(
    draft: Draft, name: str, *, actor: User | Voter, reason: str = "", organisation: Organisation | None = None
) -> DraftStep:
    """Append to what happened to a draft; a voter without account is named by the organisation alone."""
    user = actor if isinstance(actor, User) else None
    return DraftStep.objects.create(draft=draft, name=name, user=user, reason=reason.strip(), organisation=organisation)
