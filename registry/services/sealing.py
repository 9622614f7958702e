"""Sealing texts: versions, translations and edges, inserted once and for ever."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.formats import date_format

from portal.outbox.models import OutboxEvent
from portal.outbox.tasks import deliver_after_commit
from registry.diffs.comparison import ContentDiff, compare
from registry.enums import CLOSING, IN_FORCE, REPLACING, SUCCESSION, Bump, LineageKind, StatusKind
from registry.errors import CandidateClosed, LineageCycle, NothingChanged, NotInForce, NumberTaken, TooEarly
from registry.models import Criterion, CriterionVersion, LineageEdge, VersionTranslation
from registry.sealed.canonical import canonical, sha256
from registry.sealed.chain import append_event, lock_register
from registry.sealed.content import CriterionContent
from registry.sealed.numbers import FIRST, VersionNumber


def head_of(criterion: Criterion) -> CriterionVersion | None:
    """The newest final version, whatever its status; None before the first."""
    return criterion.versions.finals().newest_first().first()


def lock(*criterion_ids: int) -> None:
    """Let nobody else seal anything of these criteria until the transaction ends: the register first, then each."""
    lock_register()
    list(Criterion.objects.select_for_update().filter(pk__in=criterion_ids).order_by("pk"))


def require_in_force(version: CriterionVersion, *, on: date) -> None:
    """Raises TooEarly before its first day, NotInForce if something has ended it, a withdrawal even of a later day."""
    events = {event.kind: event for event in version.events.all()}
    published = events.get(StatusKind.PUBLISHED)
    if published and published.effective_on > on:
        raise TooEarly(version, since=_shown(published.effective_on), day=_shown(on))
    status = CriterionVersion.objects.with_status(on=on).get(pk=version.pk).status
    if StatusKind.WITHDRAWN in events or status not in IN_FORCE:
        ended = StatusKind.WITHDRAWN if StatusKind.WITHDRAWN in events else status
        raise NotInForce(version, status=StatusKind(ended).label if ended else "–")


def _shown(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


@transaction.atomic
def seal_first(criterion: Criterion, content: CriterionContent, *, effective_on: date, origin: str) -> CriterionVersion:
    """Seal the first version, 1.0.0. Raises NumberTaken if there is one."""
    lock(criterion.pk)
    return _seal(criterion, None, content, {}, effective_on=effective_on, origin=origin)


@transaction.atomic
def seal_next(
    base: CriterionVersion, content: CriterionContent, *, change: Mapping[str, Any], effective_on: date, origin: str
) -> tuple[CriterionVersion, ContentDiff]:
    """Seal the version that follows ``base`` and supersede it; returns the version and what changed.

    The step is the computed minimum, or ``change["at_least"]`` (a Bump) if that is larger.
    ``change`` may also hold ``summary`` by language and ``same_bids_comply`` (reason, declared_by, confirmed_by).
    Raises NothingChanged, NotInForce or TooEarly as ``require_in_force`` does, NumberTaken if somebody was faster.
    """
    lock(base.criterion_id)
    if successor := base.successors.finals().first():
        raise NumberTaken(successor)
    require_in_force(base, on=effective_on)
    record, difference = change_record(base, content, change)
    version = _seal(base.criterion, base, content, record, effective_on=effective_on, origin=origin)
    append_event(base, StatusKind.SUPERSEDED, effective_on=effective_on, details={"by": str(version), "origin": origin})
    return version, difference


def change_record(
    base: CriterionVersion, content: CriterionContent, change: Mapping[str, Any]
) -> tuple[dict[str, Any], ContentDiff]:
    """What is sealed of a change from ``base``, with the step it takes and the least it needs, and what changed."""
    difference = compare(base.parsed, content, same_bids_comply=bool(change.get("same_bids_comply")))
    step = max(difference.bump or Bump.PATCH, change.get("at_least", Bump.PATCH))
    record = {
        "step": Bump(step).name.lower(),
        "minimum": Bump(difference.bump or Bump.PATCH).name.lower(),
        "summary": change.get("summary", {}),
        "same_bids_comply": change.get("same_bids_comply", {}),
    }
    return record, difference


def _seal(
    criterion: Criterion,
    base: CriterionVersion | None,
    content: CriterionContent,
    change: Mapping[str, Any],
    *,
    effective_on: date,
    origin: str,
) -> CriterionVersion:
    number = base.number.bumped(Bump[change["step"].upper()]) if base else FIRST
    version = insert_version(criterion, number, content, base=base, change=change)
    append_event(version, StatusKind.PUBLISHED, effective_on=effective_on, details={"origin": origin})
    announce("registry.published", version)
    return version


def insert_version(
    criterion: Criterion,
    number: VersionNumber,
    content: CriterionContent,
    *,
    base: CriterionVersion | None,
    change: Mapping[str, Any],
) -> CriterionVersion:
    """Seal one text under a number. Raises NothingChanged, or NumberTaken if there is such a version."""
    text = canonical(content.as_dict())
    if base and base.content_hash == sha256(text):
        raise NothingChanged(f"{criterion} after {base.number}")
    try:
        with transaction.atomic():
            return CriterionVersion.objects.create(
                criterion=criterion,
                **number._asdict(),
                base_version=base,
                content=text,
                content_hash=sha256(text),
                change=canonical(change),
            )
    except IntegrityError as error:
        raise NumberTaken(f"{criterion}@{number}") from error


def announce(name: str, thing: Criterion | CriterionVersion | VersionTranslation | Any) -> None:
    """Record an event of the changing transaction, and have it delivered after the commit."""
    OutboxEvent.objects.record(name, thing)
    deliver_after_commit()  # a timer does too


@transaction.atomic
def seal_translation(version: CriterionVersion, language: str, blocks: Mapping[str, str]) -> VersionTranslation | None:
    """Seal a new revision of a translation; None if the newest says the same already.

    Raises CandidateClosed for a candidate that was adopted or has lapsed.
    """
    lock(version.criterion_id)
    if version.prerelease and version.events.filter(kind__in=CLOSING).exists():
        raise CandidateClosed(version)
    text = canonical(blocks)
    newest = version.translations.filter(language=language).order_by("-revision").first()
    if newest and newest.content_hash == sha256(text):
        return None
    translation = VersionTranslation.objects.create(
        version=version,
        language=language,
        revision=newest.revision + 1 if newest else 1,
        content=text,
        content_hash=sha256(text),
        source_hash=version.content_hash,
    )
    announce("registry.translated", translation)
    return translation


@transaction.atomic
def add_edges(source: Criterion, edges: Iterable[tuple[LineageKind, Criterion]]) -> list[LineageEdge]:
    """Add the edges that are not there yet. Raises LineageCycle if a criterion would in the end replace itself."""
    lock_register()
    added = []
    for kind, target in edges:
        if LineageEdge.objects.filter(source=source, kind=kind, target=target).exists():
            continue
        if kind in REPLACING and _leads_to(target, source, against=kind is LineageKind.REPLACES):
            raise LineageCycle(source, target=target)
        added.append(LineageEdge.objects.create(source=source, kind=kind, target=target))
    return added


def replaces_itself(criterion: Criterion) -> bool:
    """Whether a criterion would in the end take its own place; ``add_edges`` lets that never happen."""
    newer = LineageEdge.objects.filter(kind__in=SUCCESSION, source=criterion).select_related("target")
    older = LineageEdge.objects.filter(kind=LineageKind.REPLACES, target=criterion).select_related("source")
    following = [*(edge.target for edge in newer), *(edge.source for edge in older)]
    return any(_leads_to(each, criterion, against=False) for each in following)


def _leads_to(start: Criterion, goal: Criterion, *, against: bool) -> bool:
    """Whether ``goal`` takes the place of ``start`` in the end (or, ``against`` the arrow, the other way round)."""
    newer_of: dict[int, set[int]] = {}
    for kind, source, target in LineageEdge.objects.filter(kind__in=REPLACING).values_list("kind", "source", "target"):
        older, newer = (target, source) if kind == LineageKind.REPLACES else (source, target)
        newer_of.setdefault(older, set()).add(newer)
    origin, wanted = (goal.pk, start.pk) if against else (start.pk, goal.pk)
    waiting, seen = [origin], set()
    while waiting:
        current = waiting.pop()
        if current == wanted:
            return True
        if current not in seen:
            seen.add(current)
            waiting += newer_of.get(current, set())
    return False
