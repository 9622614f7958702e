"""Adaptations as they are sealed, once and for ever: published by a second person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.access import require
from registry.diffs.adaptation_steps import adaptation_bump
from registry.diffs.adaptation_verify import relation_in
from registry.diffs.adapted import adapted, members_of, pinned_by
from registry.diffs.override_faults import OverrideFault, override_faults
from registry.enums import DraftState, ProposalState, StatusKind
from registry.errors import NothingChanged, NotPublishable, NumberTaken, StaleDraft, TooEarly
from registry.models import (
    Adaptation,
    AdaptationDraft,
    AdaptedCriterion,
    CriterionVersion,
    ReleaseMember,
)
from registry.sealed.adaptation import AdaptationContent, AdaptedText, imported
from registry.sealed.canonical import sha256
from registry.sealed.chain import append_event, lock_register
from registry.sealed.numbers import FIRST, VersionNumber
from registry.services.adapting import log_adaptation, newest_of, require_drafting
from registry.services.sealing import announce

ORIGIN = "adaptation"  # in events: a city published it for itself
ADAPTED, WITHDRAWN = "registry.adapted", "registry.adaptation-withdrawn"  # events of the outbox, about an Adaptation


@dataclass(frozen=True)
class Preview:
    """An adaptation as it would be sealed now: what the second person reads and publishes."""

    content: str  # canonical JSON
    number: VersionNumber
    previous: Adaptation | None
    faults: list[OverrideFault]  # what has to be mended before

    @property
    def content_hash(self) -> str:
        """The ``seen`` of ``publish_adaptation``."""
        return sha256(self.content)

    @property
    def parsed(self) -> AdaptationContent:
        return AdaptationContent.from_json(self.content)


def preview_of(draft: AdaptationDraft, *, on: date) -> Preview:
    """What a draft would be sealed as on a day, with its number and what is in the way."""
    return _preview(draft, pinned_by(draft.release), on)


@transaction.atomic
def publish_adaptation(pk: int, *, seen: str, effective_on: date, on: date, actor: User) -> Adaptation:
    """Seal the draft of an adaptation and supersede the one before it; a withdrawal of that one that waits is
    closed. Returns it.

    ``seen`` is the content hash of the preview that the publisher has read. Together with the draft it is the key under
    which this happens once: a repeat returns the same adaptation and changes nothing. Raises PermissionDenied,
    StepNotPossible, StaleDraft if it says something else now, NothingChanged, NotPublishable with its faults, TooEarly
    before the first day of the one it follows, or NumberTaken.
    """
    lock_register()
    draft = AdaptationDraft.objects.select_for_update().get(pk=pk)
    require(actor, "registry.publish_adaptation", draft)
    if draft.final and draft.final.content_hash == seen:
        return draft.final
    require_drafting(draft)
    pinned = pinned_by(draft.release)
    preview = _preview(draft, pinned, effective_on)
    if preview.content_hash != seen:
        raise StaleDraft(draft)
    if preview.previous and preview.previous.content_hash == seen:
        raise NothingChanged(f"{draft} after {preview.previous.number}")
    if faults := [*preview.faults, *_backdated(effective_on, on)]:
        raise NotPublishable(draft, faults=faults)
    adaptation = _seal(draft, preview, pinned, effective_on=effective_on)
    _supersede(preview.previous, adaptation, effective_on=effective_on, actor=actor)
    draft.state, draft.final = DraftState.PUBLISHED, adaptation
    draft.save()
    log_adaptation(draft, "publish", actor=actor)
    announce(ADAPTED, adaptation)
    return adaptation


def _preview(draft: AdaptationDraft, pinned: list[ReleaseMember], on: date) -> Preview:
    overrides = draft.parsed
    texts = adapted(pinned, overrides)
    content = imported(draft.release, draft.language, overrides, texts)
    previous = newest_of(draft.organisation, draft.criteria_set)
    number = FIRST
    if previous:
        step = adaptation_bump(previous.parsed, AdaptationContent.from_json(content))
        number = previous.number.bumped(step)
    faults = [*override_faults(members_of(pinned), overrides), *_withdrawn(pinned, texts, on)]
    return Preview(content, number, previous, faults)


def _withdrawn(pinned: list[ReleaseMember], texts: list[AdaptedText], on: date) -> Iterator[OverrideFault]:
    used = {text.version for text in texts}
    versions = [row.version_id for row in pinned if str(row.version) in used]
    for version in CriterionVersion.objects.with_status(on=on).filter(pk__in=versions).select_related("criterion"):
        if version.status == StatusKind.WITHDRAWN:
            sentence = _("%(version)s is withdrawn. Leave it out, or choose another release.") % {"version": version}
            yield OverrideFault(version.criterion.code, sentence)


def _backdated(effective_on: date, on: date) -> Iterator[OverrideFault]:
    if effective_on < on:
        yield OverrideFault("", _("It would be in force from a day in the past."))


def _require_followable(previous: Adaptation, *, on: date) -> None:
    """Raises TooEarly where two would be in force at once, or the next one before this one."""
    events = _events(previous)
    since = events.get(StatusKind.WITHDRAWN, events[StatusKind.PUBLISHED])
    if since > on:
        raise TooEarly(previous, since=since, day=on)


def _events(adaptation: Adaptation) -> dict[str, date]:
    return dict(adaptation.events.values_list("kind", "effective_on"))


def _seal(draft: AdaptationDraft, preview: Preview, pinned: list[ReleaseMember], *, effective_on: date) -> Adaptation:
    previous = preview.previous
    if previous:
        _require_followable(previous, on=effective_on)
    adaptation = _insert(draft, preview)
    relations = {text.version: text.relation for text in preview.parsed.criteria}
    AdaptedCriterion.objects.bulk_create(
        AdaptedCriterion(
            adaptation=adaptation,
            criterion=row.version.criterion,
            version=row.version,
            position=row.position,
            mandatory=row.mandatory,
            relation=relation_in(relations, row),
        )
        for row in pinned
    )
    append_event(adaptation, StatusKind.PUBLISHED, effective_on=effective_on, details={"origin": ORIGIN})
    return adaptation


def _supersede(previous: Adaptation | None, by: Adaptation, *, effective_on: date, actor: User) -> None:
    """End the one before, unless it was withdrawn; a withdrawal of it that waits would end nothing, so it is closed."""
    if not previous or previous.events.filter(kind=StatusKind.WITHDRAWN).exists():
        return
    details = {"by": str(by), "origin": ORIGIN}
    append_event(previous, StatusKind.SUPERSEDED, effective_on=effective_on, details=details)
    waiting = previous.withdrawals.filter(state=ProposalState.WAITING)
    if waiting.update(state=ProposalState.TAKEN_BACK, decided_by=actor, decided_at=timezone.now()):
        log_adaptation(previous.draft, "close_withdrawal", actor=actor, reason=str(by))


def _insert(draft: AdaptationDraft, preview: Preview) -> Adaptation:
    number = preview.number
    try:
        with transaction.atomic():
            return Adaptation.objects.create(
                organisation=draft.organisation,
                city=preview.previous.city if preview.previous else draft.organisation.slug,
                criteria_set=draft.criteria_set,
                release=draft.release,
                previous=preview.previous,
                major=number.major,
                minor=number.minor,
                patch=number.patch,
                content=preview.content,
                content_hash=preview.content_hash,
            )
    except IntegrityError as error:
        raise NumberTaken(f"{draft}@{number}") from error
