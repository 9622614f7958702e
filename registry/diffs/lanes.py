"""The history of a set: what each release did with each criterion, a lane a criterion, a stop a release."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from registry.diffs.declared import same_bids_comply
from registry.diffs.meaning import EffectKind
from registry.diffs.notes import group_of
from registry.diffs.releases import Member, MemberChange
from registry.enums import StatusKind
from registry.models import CriteriaSet, CriterionVersion, Release, ReleaseMember, StatusEvent
from registry.sealed.texts import Text, texts_in


class Mark(TextChoices):
    """What a release does with a criterion: the groups of its notes, and what notes do not group."""

    ADDED = "added", _("Added")
    STRICTER = "stricter", _("Stricter")
    CHANGED = "changed", _("Changed")
    RELAXED = "relaxed", _("Relaxed")
    EDITORIAL = "editorial", _("Editorial")
    UNCHANGED = "unchanged", _("Unchanged")
    LEFT = "left", _("No longer in the set")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# The notes put a level or a proof that came or went among what came or went: here the criterion itself did neither.
_INSIDE = {EffectKind.ADDED: Mark.CHANGED, EffectKind.REMOVED: Mark.CHANGED}


@dataclass(frozen=True)
class Column:
    """A release, and the day from which it counts."""

    release: Release
    day: date


@dataclass(frozen=True)
class Stop:
    """One release in a lane. ``before`` is the version that it replaces, or the last one of what it leaves out."""

    mark: Mark
    url: str  # of the comparison where there are two to compare, else of the version
    version: CriterionVersion | None
    before: CriterionVersion | None = None

    @property
    def number(self) -> str:
        """Of the version that is in the set from then on."""
        return str(self.version.number) if self.version else ""

    @property
    def numbers(self) -> str:
        """The same, with the number that it replaces: "1.0.0 → 2.0.0"."""
        return " → ".join(str(version.number) for version in (self.before, self.version) if version)


@dataclass(frozen=True)
class Lane:
    """A criterion; a stop is None where a release has not had it yet, or no more."""

    code: str
    title: Text
    stops: tuple[Stop | None, ...]

    @property
    def slug(self) -> str:
        return self.code.lower()


@dataclass(frozen=True)
class Lanes:
    columns: list[Column]  # the oldest release first
    rows: list[Lane]

    @property
    def counts(self) -> list[tuple[Mark, int]]:
        """Each mark, and how often it stands in the picture."""
        marks = [stop.mark for row in self.rows for stop in row.stops if stop]
        return [(mark, marks.count(mark)) for mark in Mark]


Pins = dict[str, ReleaseMember]  # by code, in the order of the release


def lanes_of(criteria_set: CriteriaSet, language: str, *, on: date) -> Lanes:
    """The history of a set up to a day: seven queries, however many criteria and releases there are.

    Criteria stand in the order of the newest release; those that it has no more come last.
    """
    columns = _columns(criteria_set, on)
    pins = _pins(columns)
    reader = _Reader(criteria_set, columns, pins, _versions(pins, language), _lines(pins), _withdrawn(pins))
    codes = dict.fromkeys(code for members in reversed(pins) for code in members)
    return Lanes(columns, [reader.lane(code, language) for code in codes])


@dataclass(frozen=True)
class _Reader:
    criteria_set: CriteriaSet
    columns: Sequence[Column]
    pins: Sequence[Pins]  # of each column
    versions: dict[int, CriterionVersion]  # with their texts
    lines: dict[int, list[CriterionVersion]]  # by criterion, without their texts
    withdrawn: Container[int]  # versions

    def lane(self, code: str, language: str) -> Lane:
        mine = [members.get(code) for members in self.pins]
        stops = tuple(self._stop(place, *pair) for place, pair in enumerate(pairwise([None, *mine])))
        newest = next(pin for pin in reversed(mine) if pin)
        return Lane(code, texts_in(self.versions[newest.version_id], language).title, stops)

    def _stop(self, place: int, old: ReleaseMember | None, new: ReleaseMember | None) -> Stop | None:
        before = self.versions[old.version_id] if old else None
        version = self.versions[new.version_id] if new else None
        if old is None or before is None:
            return Stop(Mark.ADDED, version.get_absolute_url(), version) if version else None
        if new is None or version is None:
            mark = Mark.WITHDRAWN if old.version_id in self.withdrawn else Mark.LEFT
            return Stop(mark, before.get_absolute_url(), None, before)
        if before.pk == version.pk and old.mandatory == new.mandatory:
            return Stop(Mark.UNCHANGED, version.get_absolute_url(), version)
        mark = self._change(before, version, duties=(old.mandatory, new.mandatory))
        if before.pk == version.pk:  # only the duty is another one: the releases say so, not the versions
            return Stop(mark, self._releases_url(place), version)
        url = reverse("registry:compare", args=[version.criterion.slug, before.number, version.number])
        return Stop(mark, url, version, before)

    def _change(self, before: CriterionVersion, version: CriterionVersion, *, duties: tuple[bool, bool]) -> Mark:
        declared = same_bids_comply(self.lines[version.criterion_id], before, version)
        old, new = (
            Member(version.criterion.code, each.number, each.parsed, mandatory)
            for each, mandatory in zip((before, version), duties, strict=True)
        )
        kind = group_of(MemberChange(old, new, declared))
        return _INSIDE.get(kind) or Mark(kind.value)

    def _releases_url(self, place: int) -> str:
        numbers = [column.release.number for column in self.columns[place - 1 : place + 1]]
        return reverse("registry:compare-releases", args=[self.criteria_set.slug, *numbers])


def _columns(criteria_set: CriteriaSet, on: date) -> list[Column]:
    events = StatusEvent.objects.filter(
        release__criteria_set=criteria_set, kind=StatusKind.PUBLISHED, effective_on__lte=on
    )
    days = dict(events.values_list("release", "effective_on"))
    releases = criteria_set.releases.filter(pk__in=days).order_by("major", "minor", "patch").defer("content")
    return [Column(release, days[release.pk]) for release in releases]


def _pins(columns: Sequence[Column]) -> list[Pins]:
    members = ReleaseMember.objects.filter(release__in=[column.release.pk for column in columns])
    found: dict[int, Pins] = {column.release.pk: {} for column in columns}
    for member in members.select_related("criterion").order_by("release", "position"):
        found[member.release_id][member.criterion.code] = member
    return list(found.values())


def _versions(pins: Sequence[Pins], language: str) -> dict[int, CriterionVersion]:
    pinned = {member.version_id for members in pins for member in members.values()}
    found = CriterionVersion.objects.filter(pk__in=pinned).for_cards(language=language)
    return {version.pk: version for version in found}


def _lines(pins: Sequence[Pins]) -> dict[int, list[CriterionVersion]]:
    criteria = {member.criterion_id for members in pins for member in members.values()}
    lines: dict[int, list[CriterionVersion]] = {}
    for version in CriterionVersion.objects.filter(criterion__in=criteria).defer("content"):
        lines.setdefault(version.criterion_id, []).append(version)
    return lines


def _withdrawn(pins: Sequence[Pins]) -> set[int]:
    pinned = {member.version_id for members in pins for member in members.values()}
    events = StatusEvent.objects.filter(kind=StatusKind.WITHDRAWN, version__in=pinned)
    return {version for version in events.values_list("version", flat=True) if version}
