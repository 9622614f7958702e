"""What to use now instead of a version: what is in force of its criterion, or of those that took its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from registry.enums import REPLACING, SUCCESSION, LineageKind, StatusKind
from registry.models import Criterion, CriterionVersion, LineageEdge
from registry.sealed.texts import Text, texts_in
from registry.takeaway.standing import Standing, VersionRow, version_in_force


@dataclass(frozen=True, kw_only=True)
class Use:
    """One version to use, with what its form needs."""

    version: CriterionVersion  # its criterion and translations are loaded
    title: Text
    is_same_criterion: bool  # so that both can be compared

    @property
    def levels(self) -> list[tuple[int, str]]:
        """Each level with the key by which the basket takes it."""
        return [(level, f"{self.version}/L{level}") for level in sorted(self.version.parsed.levels)]


@dataclass(frozen=True, kw_only=True)
class UseNow:
    """The answer on the page of a version that is not the newest in force."""

    uses: tuple[Use, ...]
    coming: tuple[str, ...]  # codes and numbers that were named and are not in force yet
    why_nothing: Text | None
    is_still_in_force: bool  # deprecated: it may be used, but something else is better


def use_now(
    version: CriterionVersion, standing: Standing, history: list[VersionRow], *, on: date, language: str
) -> UseNow | None:
    """The answer on a day; None for a version that is simply in force, without a query."""
    if standing.kind == StatusKind.PUBLISHED:
        return None
    newest = version_in_force(history)
    own = [newest] if newest and newest.pk != version.pk else []
    others = heads_after(version.criterion, standing.instead, on=on) if not own else []
    wanted = [each.pk for each in (*own, *others)]
    rows = CriterionVersion.objects.for_cards(language=language).in_bulk(wanted) if wanted else {}
    uses = [_use(rows[pk], version, language) for pk in wanted]
    return UseNow(
        uses=tuple(uses),
        coming=() if uses else tuple(sorted({*standing.instead, *direct_heirs(version.criterion)})),
        why_nothing=standing.why_nothing if not uses else None,
        is_still_in_force=standing.is_in_force,
    )


def _use(found: CriterionVersion, old: CriterionVersion, language: str) -> Use:
    is_same = found.criterion_id == old.criterion_id
    return Use(version=found, title=texts_in(found, language).title, is_same_criterion=is_same)


def heads_after(criterion: Criterion, named: Iterable[str], *, on: date) -> list[CriterionVersion]:
    """What is in force of the criteria that took its place, or of those that took theirs, by code.

    ``named`` are codes that its last event names, though no edge does yet. Two or three queries.
    """
    newer_of = _succession()
    codes = [name for name in named if "@" not in name]
    first = set(Criterion.objects.filter(code__in=codes).values_list("pk", flat=True)) if codes else set()
    reachable = _reachable(newer_of, newer_of.get(criterion.pk, set()) | first)
    if not reachable:
        return []
    in_force = CriterionVersion.objects.in_force(on=on).filter(criterion__in=reachable)
    heads = {v.criterion_id: v for v in in_force.select_related("criterion").order_by("major", "minor", "patch")}
    reached = _reachable(newer_of, newer_of.get(criterion.pk, set()) | first, stop_at=set(heads))
    return sorted((heads[pk] for pk in reached & heads.keys()), key=lambda head: head.criterion.code)


def direct_heirs(criterion: Criterion) -> list[str]:
    """The codes of the criteria that took its place, in force or not."""
    heirs = Criterion.objects.filter(
        Q(edges_in__source=criterion, edges_in__kind__in=SUCCESSION)
        | Q(edges_out__target=criterion, edges_out__kind=LineageKind.REPLACES)
    )
    return list(heirs.order_by("code").distinct().values_list("code", flat=True))


def _succession() -> dict[int, set[int]]:
    """By criterion, those that took its place."""
    newer_of: dict[int, set[int]] = {}
    for kind, source, target in LineageEdge.objects.filter(kind__in=REPLACING).values_list("kind", "source", "target"):
        older, newer = (target, source) if kind == LineageKind.REPLACES else (source, target)
        newer_of.setdefault(older, set()).add(newer)
    return newer_of


def _reachable(newer_of: dict[int, set[int]], start: set[int], *, stop_at: set[int] | None = None) -> set[int]:
    """All that can be come to from ``start``, it included; what is in ``stop_at`` leads no further."""
    seen: set[int] = set()
    waiting = set(start)
    while waiting:
        current = waiting.pop()
        seen.add(current)
        if current not in (stop_at or ()):
            waiting |= newer_of.get(current, set()) - seen
    return seen
