"""The next release of a set is put together: begun, its members chosen, given up; saved by whoever read it last."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.core.access import require
from registry.diffs.beside import Pins, ReleasesCompared, pins_beside, pins_of
from registry.drafts.transitions import RELEASE_TRANSITIONS
from registry.enums import DraftState
from registry.errors import (
    CandidateMember,
    DraftExists,
    MemberTwice,
    OtherRegister,
    ReasonNeeded,
    StaleDraft,
    StepNotPossible,
)
from registry.models import CriteriaSet, CriterionVersion, Release, ReleaseDraft, ReleaseMember, ReleaseStep
from registry.sealed.chain import lock_register
from registry.services.releasing import Pinned


class Choice(NamedTuple):
    """A member as it is stored in a draft: the key of a version, and whether every tender takes it."""

    version_id: int
    mandatory: bool


def newest_release(criteria_set: CriteriaSet) -> Release | None:
    """The release that a new one follows, whether it is in force yet or not."""
    release: Release | None = criteria_set.releases.newest_first().first()
    return release


def choices_of(draft: ReleaseDraft) -> list[Choice]:
    return [Choice(pk, mandatory) for pk, mandatory in draft.members]


def pinned_of(draft: ReleaseDraft) -> list[Pinned]:
    """The members of a draft in their order; two queries."""
    chosen = choices_of(draft)
    versions = CriterionVersion.objects.select_related("criterion").in_bulk([choice.version_id for choice in chosen])
    return [(versions[choice.version_id], choice.mandatory) for choice in chosen]


def compared_with_newest(draft: ReleaseDraft, language: str) -> ReleasesCompared:
    """What a draft changes from the newest release of its set, or from nothing, for a reader of ``language``."""
    after: Pins = {
        version.criterion.code: ReleaseMember(version=version, criterion=version.criterion, mandatory=mandatory)
        for version, mandatory in pinned_of(draft)
    }
    newest = _before(draft)
    return pins_beside(pins_of(newest) if newest else {}, after, language)


def _before(draft: ReleaseDraft) -> Release | None:
    """The newest release; for a draft that was published, the one before its own."""
    releases = draft.criteria_set.releases.newest_first()
    if draft.release_id:
        releases = releases.filter(pk__lt=draft.release_id)
    release: Release | None = releases.first()
    return release


def offered(criteria_set: CriteriaSet, *, on: date) -> list[Choice]:
    """The members of the newest release, each in the version in force on a day, without those that have none."""
    newest = newest_release(criteria_set)
    members = list(newest.members.order_by("position")) if newest else []
    in_force = CriterionVersion.objects.in_force(on=on).filter(criterion__in=[row.criterion_id for row in members])
    versions = {version.criterion_id: version.pk for version in in_force.order_by("major", "minor", "patch")}
    return [Choice(versions[row.criterion_id], row.mandatory) for row in members if row.criterion_id in versions]


@transaction.atomic
def start_release(criteria_set: CriteriaSet, *, on: date, actor: User) -> ReleaseDraft:
    """Begin the next release with the members ``offered``. Raises PermissionDenied or DraftExists."""
    require(actor, "registry.edit_release")
    lock_register()
    members = [list(choice) for choice in offered(criteria_set, on=on)]
    try:
        with transaction.atomic():
            draft = ReleaseDraft.objects.create(criteria_set=criteria_set, members=members)
    except IntegrityError as error:
        raise DraftExists(criteria_set) from error
    draft.writers.add(actor)
    log(draft, "start", actor=actor)
    return draft


@transaction.atomic
def save_members(
    pk: int, members: Sequence[Choice], *, effective_on: date | None, seen: int, actor: User
) -> ReleaseDraft:
    """Save what the release holds, in that order, and its day; ``seen`` is the lock version that was read.

    Raises PermissionDenied, StepNotPossible, CandidateMember, MemberTwice, OtherRegister, or StaleDraft with both
    lists; then nothing has changed. What else is in the way is said by the preflight.
    """
    draft = editable(pk, actor=actor)
    written = [list(choice) for choice in members]
    if draft.lock_version != seen:
        raise StaleDraft(draft, yours=written, theirs=draft.members)
    require_members(draft.criteria_set, members)
    if (written, effective_on) == (draft.members, draft.effective_on):
        return draft
    draft.members, draft.effective_on = written, effective_on
    return saved(draft, "members", actor=actor)


def require_members(criteria_set: CriteriaSet, members: Sequence[Choice]) -> None:
    """Raises CandidateMember, MemberTwice or OtherRegister for what no release of the set can hold."""
    rows = CriterionVersion.objects.select_related("criterion__register")
    versions = rows.in_bulk([choice.version_id for choice in members])
    seen = set()
    for choice in members:
        version = versions[choice.version_id]
        if version.prerelease:
            raise CandidateMember(version)
        if version.criterion_id in seen:
            raise MemberTwice(version.criterion)
        if version.criterion.register_id != criteria_set.register_id:
            raise OtherRegister(version.criterion, register=version.criterion.register)
        seen.add(version.criterion_id)


@transaction.atomic
def abandon_release(pk: int, *, reason: str, actor: User) -> ReleaseDraft:
    """Give a draft up, so that another one can be begun. Raises PermissionDenied, StepNotPossible or ReasonNeeded."""
    draft = locked_release(pk)
    check_release(draft, "abandon", actor=actor)
    if not reason.strip():
        raise ReasonNeeded(draft)
    draft.state = RELEASE_TRANSITIONS["abandon"].target
    draft.save()
    log(draft, "abandon", actor=actor, reason=reason)
    return draft


def locked_release(pk: int) -> ReleaseDraft:
    """One draft with the register and its own row locked, in that order, until the transaction ends.

    Raises ReleaseDraft.DoesNotExist.
    """
    lock_register()
    return ReleaseDraft.objects.select_for_update(of=("self",)).select_related("criteria_set__register").get(pk=pk)


def editable(pk: int, *, actor: User) -> ReleaseDraft:
    """A draft that the actor may write in now, locked. Raises PermissionDenied or StepNotPossible."""
    draft = locked_release(pk)
    require(actor, "registry.edit_release", draft)
    require_open(draft)
    return draft


def check_release(draft: ReleaseDraft, name: str, *, actor: User) -> None:
    """Whether a step is allowed to this actor and possible now. Raises PermissionDenied or StepNotPossible."""
    require(actor, RELEASE_TRANSITIONS[name].permission, draft)
    require_open(draft)


def require_open(draft: ReleaseDraft) -> None:
    """Raises StepNotPossible once a draft was published or given up."""
    if draft.state != DraftState.DRAFTING:
        raise StepNotPossible(draft, state=draft.get_state_display())


def saved(draft: ReleaseDraft, name: str, *, actor: User) -> ReleaseDraft:
    """Write a draft that was changed; whoever did is one of its writers from then on."""
    draft.lock_version += 1
    draft.save()
    draft.writers.add(actor)
    log(draft, name, actor=actor)
    return draft


def log(draft: ReleaseDraft, name: str, *, actor: User, reason: str = "") -> ReleaseStep:
    """Append to what happened to a draft."""
    return ReleaseStep.objects.create(draft=draft, name=name, user=actor, reason=reason.strip())
