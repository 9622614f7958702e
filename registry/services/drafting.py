"""Drafting: a text is begun, saved by whoever read it last, declared to shut no bid out, given up."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.core.access import require
from portal.members.models import Organisation
from registry.enums import PUT_STATES, Bump, CriterionKind, DraftState
from registry.errors import (
    BaseMoved,
    DraftExists,
    DraftLocked,
    NothingDeclared,
    StaleDraft,
)
from registry.models import Criterion, CriterionVersion, Draft, Register
from registry.sealed.content import CriterionContent
from registry.services.candidates import lapse, require_same
from registry.services.moving import check, locked, log, require_state, walk
from registry.services.sealing import head_of


@transaction.atomic
def start_from(base: CriterionVersion, *, proposed_by: Organisation, actor: User) -> Draft:
    """Begin a draft with the text of the newest version. Raises PermissionDenied, BaseMoved or DraftExists."""
    require(actor, "registry.start_draft", proposed_by)
    criterion = base.criterion
    if (head := head_of(criterion)) != base:
        raise BaseMoved(base, head=head or criterion)
    return _start(
        register=criterion.register,
        criterion=criterion,
        code=criterion.code,
        kind=criterion.kind,
        base_version=base,
        content=base.parsed.as_dict(),
        proposed_by=proposed_by,
        actor=actor,
    )


@transaction.atomic
def start_new(
    register: Register,
    code: str,
    kind: CriterionKind,
    content: CriterionContent,
    *,
    proposed_by: Organisation,
    actor: User,
) -> Draft:
    """Begin a draft for a code that no version has yet.

    Raises PermissionDenied, DraftExists, OtherRegister, KindChanged, BaseMoved where the code has a version, or
    ValidationError if that is no code.
    """
    require(actor, "registry.start_draft", proposed_by)
    Criterion(register=register, code=code, kind=kind).clean_fields()
    criterion = Criterion.objects.filter(code=code).first()
    if criterion:  # from an earlier candidate that lapsed
        require_same(criterion, register=register, kind=kind)
        if head := head_of(criterion):
            raise BaseMoved(criterion, head=head)
    facts: dict[str, Any] = {"criterion": criterion, "code": code, "kind": kind, "content": content.as_dict()}
    return _start(register=register, proposed_by=proposed_by, actor=actor, **facts)


def _start(*, actor: User, **facts: Any) -> Draft:
    try:
        with transaction.atomic():
            draft = Draft.objects.create(**facts)
    except IntegrityError as error:
        raise DraftExists(facts["code"]) from error
    draft.proposers.add(actor)
    draft.save_revision(user=actor, clean=False)
    log(draft, "start", actor=actor)
    return draft


@transaction.atomic
def save(
    pk: int,
    *,
    content: CriterionContent,
    summary: Mapping[str, str],
    at_least: Bump = Bump.PATCH,
    seen: int,
    actor: User,
) -> Draft:
    """Save the words of a draft; ``seen`` is the lock version that its writer has read.

    Whoever saves is one of its proposers from then on. Changed words are confirmed by nobody yet. Raises
    PermissionDenied, StepNotPossible, DraftLocked, or StaleDraft with both texts; then nothing has changed.
    """
    draft = _editable(pk, "registry.edit_draft", actor)
    written = {"content": content.as_dict(), "summary": dict(summary), "at_least": int(at_least)}
    stored = {name: getattr(draft, name) for name in written}
    if draft.lock_version != seen:
        raise StaleDraft(draft, yours=written, theirs=stored)
    if written == stored:
        return draft
    if written["content"] != stored["content"]:
        draft.confirmed_by = None
    for name, value in written.items():
        setattr(draft, name, value)
    return _saved(draft, actor)


@transaction.atomic
def declare_same_bids(pk: int, *, reason: str, seen: int, actor: User) -> Draft:
    """Declare that changed wording shuts no bid out, and why; an empty reason takes the declaration back.

    It holds once somebody else has confirmed it. Raises what ``save`` does.
    """
    draft = _editable(pk, "registry.edit_draft", actor)
    reason = reason.strip()
    if draft.lock_version != seen:
        raise StaleDraft(draft, yours=reason, theirs=draft.same_bids_reason)
    draft.same_bids_reason, draft.confirmed_by = reason, None
    draft.declared_by = actor if reason else None
    return _saved(draft, actor)


@transaction.atomic
def confirm_same_bids(pk: int, *, seen: int, actor: User) -> Draft:
    """Confirm the declaration as somebody else than who made it. The text that is confirmed is the one that was read.

    Raises NothingDeclared, and what ``save`` does.
    """
    draft = _editable(pk, "registry.confirm_same_bids", actor)
    if not (draft.same_bids_reason and draft.declared_by_id):
        raise NothingDeclared(draft)
    if draft.lock_version != seen:
        raise StaleDraft(draft, theirs=draft.same_bids_reason)
    draft.confirmed_by = actor
    draft.lock_version += 1
    draft.save()
    log(draft, "confirm", actor=actor)
    return draft


def _editable(pk: int, permission: str, actor: User) -> Draft:
    """A draft that the actor may write in now, locked."""
    draft = locked(pk)
    require(actor, permission, draft)
    require_state(draft, DraftState.DRAFTING)
    if draft.locked and draft.locked_by_id != actor.pk:
        raise DraftLocked(draft)
    return draft


def _saved(draft: Draft, actor: User) -> Draft:
    draft.lock_version += 1
    draft.save()
    draft.proposers.add(actor)
    draft.save_revision(user=actor, clean=False)
    return draft


@transaction.atomic
def abandon(pk: int, *, reason: str, on: date, actor: User) -> Draft:
    """Give a draft up; a candidate of it lapses. Raises PermissionDenied, StepNotPossible or ReasonNeeded."""
    draft = locked(pk)
    check(draft, "abandon", actor=actor, reason=reason)
    if draft.state in PUT_STATES:
        lapse(draft, on=on)
    walk(draft, "abandon", actor=actor, reason=reason)
    return draft


@transaction.atomic
def abandon_several(seen: Mapping[int, int], *, reason: str, on: date, actor: User) -> list[Draft]:
    """Give drafts up, all of them or none; ``seen`` is for each the lock version that its page has shown.

    Raises Draft.DoesNotExist, StaleDraft for one that was saved meanwhile, and what ``abandon`` raises.
    """
    for pk, version in seen.items():
        if (draft := locked(pk)).lock_version != version:
            raise StaleDraft(draft)
    return [abandon(pk, reason=reason, on=on, actor=actor) for pk in seen]
