"""Candidates: a draft is sealed as it stands and put to the members, or taken back to be reworked."""

from datetime import date
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.letters.services import revoke_links
from portal.members.rules import is_coordinator
from registry.drafts.verify import ORIGIN
from registry.enums import Announcement, Bump, CriterionKind, StatusKind
from registry.errors import BaseMoved, KindChanged, NotReady, OtherRegister, StaleDraft
from registry.grants import VOTE
from registry.models import Candidate, Criterion, CriterionVersion, Draft, Register
from registry.sealed.chain import append_event
from registry.sealed.numbers import FIRST, VersionNumber
from registry.services.moving import check, locked, walk
from registry.services.sealing import (
    announce,
    change_record,
    head_of,
    insert_version,
    lock,
    require_in_force,
)
from registry.sources.drafted import content_faults


@transaction.atomic
def open_consultation(pk: int, *, on: date, actor: User, seen: int | None = None) -> Candidate:
    """Seal a draft as ``-rc.N`` of its computed number and open the consultation on it.

    ``seen`` is the lock version that the actor has read, if it matters. Raises PermissionDenied, StepNotPossible,
    StaleDraft, NotReady with what is wrong in the text, BaseMoved, NotInForce or NothingChanged; then nothing was
    sealed.
    """
    draft = locked(pk)
    check(draft, "consult", actor=actor)
    if seen not in (None, draft.lock_version):
        raise StaleDraft(draft)
    require_sound(draft)
    content, criterion, base = draft.parsed, _criterion_of(draft), draft.base_version
    if (head := head_of(criterion)) != base:
        raise BaseMoved(draft, head=head)
    if base:
        require_in_force(base, on=on)
    record: dict[str, Any] = {}
    number = FIRST
    if base:
        record, _difference = change_record(base, content, change_of(draft))
        number = base.number.bumped(Bump[record["step"].upper()])
    version = insert_version(criterion, _numbered(criterion, number), content, base=base, change=record)
    candidate = Candidate.objects.create(draft=draft, version=version)
    append_event(version, StatusKind.CONSULTATION, effective_on=on, details={"origin": ORIGIN})
    draft.criterion = criterion
    walk(draft, "consult", actor=actor)
    announce(Announcement.CONSULTATION_OPENED, version)
    return candidate


def require_sound(draft: Draft) -> None:
    """Raises NotReady with what is wrong in the text."""
    languages = draft.register.authoritative_languages
    if faults := content_faults(draft.code, draft.kind, draft.parsed, languages, summary=draft.summary):
        raise NotReady(draft, faults=" ".join(f"{fault.field}: {fault.message}" for fault in faults))


def number_for(draft: Draft) -> VersionNumber:
    """The number under which a draft would be sealed as it stands now; its text must be without faults."""
    number = FIRST
    if base := draft.base_version:
        record, _difference = change_record(base, draft.parsed, change_of(draft))
        number = base.number.bumped(Bump[record["step"].upper()])
    return _numbered(draft.criterion, number) if draft.criterion else number._replace(prerelease="rc.1")


def change_of(draft: Draft) -> dict[str, Any]:
    """What a draft says of its change, as ``change_record`` takes it: roles instead of people."""
    declaration = {}
    if draft.is_declared:
        declaration = {
            "reason": draft.same_bids_reason,
            "declared_by": _role_of(draft.declared_by),
            "confirmed_by": _role_of(draft.confirmed_by),
        }
    return {"summary": draft.summary, "same_bids_comply": declaration, "at_least": Bump(draft.at_least)}


def _role_of(user: User | None) -> str:
    return "coordinator" if is_coordinator(user) else "member city"


def _criterion_of(draft: Draft) -> Criterion:
    """The criterion of a draft, made with its first candidate. It is locked."""
    criterion, _is_new = Criterion.objects.get_or_create(
        code=draft.code, defaults={"kind": draft.kind, "register": draft.register}
    )
    require_same(criterion, register=draft.register, kind=draft.kind)
    lock(criterion.pk)
    return criterion


def _numbered(criterion: Criterion, number: VersionNumber) -> VersionNumber:
    """The next candidate of a number: also those of drafts that were abandoned have used theirs up."""
    same = criterion.versions.exclude(prerelease="").filter(major=number.major, minor=number.minor, patch=number.patch)
    newest: CriterionVersion | None = same.newest_first().first()
    count = int(newest.prerelease.removeprefix("rc.")) if newest else 0
    return number._replace(prerelease=f"rc.{count + 1}")


def require_same(criterion: Criterion, *, register: Register, kind: str) -> None:
    """Raises OtherRegister or KindChanged unless a criterion is what a draft takes it for."""
    if criterion.register_id != register.pk:
        raise OtherRegister(criterion, register=criterion.register)
    if criterion.kind != kind:
        raise KindChanged(criterion, old=criterion.get_kind_display(), new=CriterionKind(kind).label)


@transaction.atomic
def rework(pk: int, *, reason: str, on: date, actor: User) -> Draft:
    """Take a candidate back: it lapses with the votes on it, and its draft can be edited again.

    Raises PermissionDenied, StepNotPossible or ReasonNeeded.
    """
    draft = locked(pk)
    check(draft, "rework", actor=actor, reason=reason)
    lapse(draft, on=on)
    walk(draft, "rework", actor=actor, reason=reason)
    return draft


def lapse(draft: Draft, *, on: date) -> None:
    """End the candidate that is before the members. Call it with the draft locked."""
    candidate = draft.candidate
    if candidate is None:
        return
    append_event(candidate.version, StatusKind.LAPSED, effective_on=on, details={"origin": ORIGIN})
    close_ballots(candidate)
    announce(Announcement.LAPSED, candidate.version)


def close_ballots(candidate: Candidate) -> None:
    """Let no mailed ballot of a candidate be used any more."""
    for elector in candidate.electors.values_list("pk", flat=True):
        revoke_links(VOTE, elector)
