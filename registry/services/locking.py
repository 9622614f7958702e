"""Locking a draft for others while one person works on it."""

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.core.access import require
from portal.members.rules import is_coordinator
from registry.enums import DraftState
from registry.errors import DraftLocked
from registry.models import Draft
from registry.services.moving import locked, log, require_state


@transaction.atomic
def lock_draft(pk: int, *, actor: User) -> Draft:
    """Keep a draft to oneself; a repeat is harmless. Raises PermissionDenied, StepNotPossible or DraftLocked."""
    draft = locked(pk)
    require(actor, "registry.edit_draft", draft)
    require_state(draft, DraftState.DRAFTING)
    if draft.locked and draft.locked_by_id != actor.pk:
        raise DraftLocked(draft)
    if not draft.locked:
        _set(draft, actor)
        log(draft, "lock", actor=actor)
    return draft


@transaction.atomic
def unlock_draft(pk: int, *, actor: User) -> Draft:
    """Let others in again, as who locked it or as a coordinator. Raises PermissionDenied or DraftLocked."""
    draft = locked(pk)
    require(actor, "registry.edit_draft", draft)
    if draft.locked and draft.locked_by_id != actor.pk and not is_coordinator(actor):
        raise DraftLocked(draft)
    if draft.locked:
        _set(draft, None)
        log(draft, "unlock", actor=actor)
    return draft


def _set(draft: Draft, holder: User | None) -> None:
    draft.locked, draft.locked_by, draft.locked_at = bool(holder), holder, timezone.now() if holder else None
    draft.save(update_fields=["locked", "locked_by", "locked_at"])
