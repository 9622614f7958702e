"""Adapting a release: a city begins a draft, saves what it changes, moves it above a newer release, gives it up."""

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.core.access import require
from portal.members.models import Organisation
from registry.diffs.adapted import members_of, pinned_by, says_the_same
from registry.diffs.override_faults import override_faults
from registry.diffs.rebasing import Members, Moved, rebased, three_way, undecided
from registry.enums import Decision, DraftState
from registry.errors import (
    AdaptationExists,
    DraftExists,
    NotAdaptable,
    ReasonNeeded,
    ReleaseNotUsable,
    StaleDraft,
    StepNotPossible,
    Undecided,
)
from registry.models import Adaptation, AdaptationDraft, AdaptationStep, CriteriaSet, Release
from registry.sealed.canonical import decimal_text
from registry.sealed.overrides import LeftOut, Override, Overrides, ValueSet

Said = Mapping[str, str]


def newest_of(organisation: Organisation, criteria_set: CriteriaSet) -> Adaptation | None:
    """The newest adaptation of a set by a city, whatever its status; None before the first."""
    return Adaptation.objects.filter(organisation=organisation, criteria_set=criteria_set).newest_first().first()


@transaction.atomic
def start_adaptation(
    release: Release, *, organisation: Organisation, language: str, on: date, actor: User
) -> AdaptationDraft:
    """Begin the first adaptation of a set with a release as it is; ``language`` is the one of the reasons.

    Raises PermissionDenied, ReleaseNotUsable before its first day, AdaptationExists if the city has one of that set,
    or DraftExists.
    """
    require(actor, "registry.start_adaptation", organisation)
    _require_usable(release, release.criteria_set, on)
    if newest := newest_of(organisation, release.criteria_set):
        raise AdaptationExists(newest)
    return _start(organisation, release, language, Overrides(), actor)


@transaction.atomic
def start_next_adaptation(adaptation: Adaptation, *, actor: User) -> AdaptationDraft:
    """Begin the next adaptation with all that the newest one changes, above the same release.

    Raises PermissionDenied, AdaptationExists naming a newer one, or DraftExists.
    """
    organisation = adaptation.organisation
    require(actor, "registry.start_adaptation", organisation)
    newest = newest_of(organisation, adaptation.criteria_set)
    if newest and newest != adaptation:
        raise AdaptationExists(newest)
    content = adaptation.parsed
    return _start(organisation, adaptation.release, content.language, content.overrides, actor)


def _start(
    organisation: Organisation, release: Release, language: str, overrides: Overrides, actor: User
) -> AdaptationDraft:
    draft = AdaptationDraft(
        organisation=organisation,
        criteria_set=release.criteria_set,
        release=release,
        language=language,
        overrides=overrides.as_dict(),
        saved_by=actor,
    )
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as error:
        raise DraftExists(draft) from error
    log_adaptation(draft, "start", actor=actor)
    return draft


@transaction.atomic
def save_adaptation(pk: int, *, overrides: Overrides, language: str, seen: int, actor: User) -> AdaptationDraft:
    """Save all that a city changes; ``seen`` is the lock version that its writer has read.

    Numbers are written in their plain form; what says the same as the release is not kept. What can be missing until
    it is published may be missing. Raises PermissionDenied, StepNotPossible, NotAdaptable with the grave faults, or
    StaleDraft with both texts; then nothing has changed.
    """
    draft = _editable(pk, actor)
    members = members_of(pinned_by(draft.release))
    if faults := [fault for fault in override_faults(members, overrides) if fault.is_grave]:
        raise NotAdaptable(draft, faults=faults)
    written = {"overrides": _plain(members, overrides).as_dict(), "language": language}
    stored = {"overrides": draft.overrides, "language": draft.language}
    if draft.lock_version != seen:
        raise StaleDraft(draft, yours=written, theirs=stored)
    if written == stored:
        return draft
    draft.overrides, draft.language = written["overrides"], language
    return _saved(draft, actor)


def moves_to(above: AdaptationDraft | Adaptation, release: Release) -> tuple[Moved, ...]:
    """What becomes of everything that a draft or an adaptation changes if a release takes the place of its own."""
    overrides = above.parsed if isinstance(above, AdaptationDraft) else above.parsed.overrides
    old, new = (members_of(pinned_by(each)) for each in (above.release, release))
    return three_way(old, new, overrides)


@transaction.atomic
def rebase_adaptation(
    pk: int,
    release: Release,
    *,
    decisions: Mapping[str, Decision],
    values: Said,
    seen: int,
    on: date,
    actor: User,
) -> AdaptationDraft:
    """Put another release of the set below a draft; ``decisions`` and other ``values`` by the key of each override.

    What applies stays and what is obsolete goes by itself; everything else needs a decision (``undecided``). Raises
    PermissionDenied, StepNotPossible, StaleDraft, ReleaseNotUsable, Undecided with what waits for one, or NotAdaptable
    with the grave faults of what would stay.
    """
    draft = _editable(pk, actor)
    if draft.lock_version != seen:
        raise StaleDraft(draft, yours=str(release), theirs=str(draft.release))
    _require_usable(release, draft.criteria_set, on)
    old, new = (members_of(pinned_by(each)) for each in (draft.release, release))
    moved = three_way(old, new, draft.parsed)
    if waiting := undecided(moved, decisions, values):
        raise Undecided(draft, moved=waiting, keys=", ".join(each.key for each in waiting))
    kept = rebased(moved, decisions, values)
    if faults := [fault for fault in override_faults(new, kept) if fault.is_grave]:
        raise NotAdaptable(draft, faults=faults)
    draft.release, draft.overrides = release, _plain(new, kept).as_dict()
    log_adaptation(draft, "rebase", actor=actor, reason=str(release))
    return _saved(draft, actor)


@transaction.atomic
def abandon_adaptation(pk: int, *, reason: str, actor: User) -> AdaptationDraft:
    """Give a draft up. Raises PermissionDenied, StepNotPossible or ReasonNeeded."""
    draft = _editable(pk, actor)
    if not reason.strip():
        raise ReasonNeeded(draft)
    draft.state = DraftState.ABANDONED
    draft.save()
    log_adaptation(draft, "abandon", actor=actor, reason=reason)
    return draft


def require_drafting(draft: AdaptationDraft) -> None:
    """Raises StepNotPossible once it is published or abandoned."""
    if draft.state != DraftState.DRAFTING:
        raise StepNotPossible(draft, state=draft.get_state_display())


def log_adaptation(draft: AdaptationDraft, name: str, *, actor: User, reason: str = "") -> AdaptationStep:
    """Append to what happened to a draft."""
    return AdaptationStep.objects.create(draft=draft, name=name, user=actor, reason=reason.strip())


def _editable(pk: int, actor: User) -> AdaptationDraft:
    """A draft that the actor may write in now, locked."""
    draft = AdaptationDraft.objects.select_for_update().get(pk=pk)
    require(actor, "registry.edit_adaptation", draft)
    require_drafting(draft)
    return draft


def _saved(draft: AdaptationDraft, actor: User) -> AdaptationDraft:
    draft.lock_version += 1
    draft.saved_by = actor
    draft.save()
    return draft


def _require_usable(release: Release, criteria_set: CriteriaSet, on: date) -> None:
    published = Release.objects.published(on=on).filter(pk=release.pk, criteria_set=criteria_set)
    if not published.exists():
        raise ReleaseNotUsable(release)


def _plain(members: Members, overrides: Overrides) -> Overrides:
    """The overrides with numbers in their plain form, without those that say the same as the release."""
    kept: list[Override] = []
    for each in overrides:
        content = members[each.criterion].content
        if isinstance(each, ValueSet) and not content.parameters[each.parameter].options:
            each = ValueSet(**{**vars(each), "value": decimal_text(each.value)})
        if isinstance(each, LeftOut) or not says_the_same(content, each):
            kept.append(each)
    return Overrides.made_of(iter(kept))
