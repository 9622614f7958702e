"""How a criterion fared: counted over the faces that a viewer sees, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from portal.core.viewer import Viewer
from portal.experiences.enums import USED_STAGES, Stage, Usage
from portal.experiences.models import Face, FaceCitation
from portal.experiences.shown import ShownCitation
from registry.models import Criterion
from registry.sealed.numbers import VersionNumber

MOST_ADAPTATIONS = 10  # shown on the page of a criterion; the list of experiences has them all

_EXPERIENCE = "face__experience"
_BUYER = Coalesce(Cast("face__organisation", CharField()), F("face__experience__buyer"), output_field=CharField())
_FICTIONAL = Coalesce(F("face__organisation__is_fictional"), Value(False), output_field=BooleanField())
_USED = Q(face__stage__in=USED_STAGES)
_COUNTS = {
    "tenders": Count(_EXPERIENCE, filter=_USED, distinct=True),
    "cities": Count("buyer_key", filter=_USED, distinct=True),
    "adapted": Count(_EXPERIENCE, filter=_USED & Q(usage=Usage.ADAPTED), distinct=True),
    "verified": Count(_EXPERIENCE, filter=_USED & Q(is_verified=True), distinct=True),
    "planned": Count(_EXPERIENCE, filter=Q(face__stage=Stage.PLANNED), distinct=True),
}


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What tenders tell of a criterion or of one of its versions. Planned ones have told nothing yet."""

    tenders: int
    cities: int  # buyers, whatever they are
    adapted: int
    verified: int
    planned: int
    bids: Mapping[int, int]  # number of bids: tenders that had so many and may say so

    @property
    def with_bids(self) -> int:
        """How many tenders say how many bids they had: the basis of the median."""
        return sum(self.bids.values())

    @property
    def median_bids(self) -> float | None:
        """The median number of bids; None if no tender says it."""
        return median(self.bids)

    @property
    def is_empty(self) -> bool:
        return not self.tenders and not self.planned


@dataclass(frozen=True, kw_only=True)
class Adaptation:
    """What one buyer changed in a version."""

    face: Face
    citation: ShownCitation


@dataclass(frozen=True, kw_only=True)
class CriterionFigures:
    """A criterion in figures: in all, by version (newest first), and what was changed in it."""

    total: Figures
    versions: tuple[tuple[VersionNumber, Figures], ...]
    adaptations: tuple[Adaptation, ...]
    is_fictional: bool  # from fictional members only, because nobody else has told anything


def median(histogram: Mapping[int, int]) -> float | None:
    """The median of values by how often each occurs; None of nothing."""
    total = sum(histogram.values())
    if not total:
        return None
    lower, upper = _at(histogram, (total - 1) // 2), _at(histogram, total // 2)
    return (lower + upper) / 2


def _at(histogram: Mapping[int, int], place: int) -> int:
    """The value at a place (0, 1, …) when all are laid in order."""
    passed = 0
    for value in sorted(histogram):
        passed += histogram[value]
        if place < passed:
            return value
    raise IndexError(place)


def figures_of(criterion: Criterion, viewer: Viewer) -> CriterionFigures:
    """What tenders that the viewer may see tell of a criterion. Five queries however many there are, one if none is.

    Fictional members are counted in no figure; only where nobody else has told anything, theirs are given, and said to
    be fictional.
    """
    found = FaceCitation.objects.visible_to(viewer).filter(criterion=criterion).order_by()
    rows: QuerySet[Any] = found.annotate(fictional=_FICTIONAL, buyer_key=_BUYER)
    totals = {row["fictional"]: row for row in rows.values("fictional").annotate(**_COUNTS)}
    if not totals:
        return CriterionFigures(total=_figures({}, {}), versions=(), adaptations=(), is_fictional=False)
    is_fictional = False not in totals
    mine = rows.filter(fictional=is_fictional)
    by_version = mine.values("version", *_NUMBER).annotate(**_COUNTS)
    bids = _histograms(mine)
    versions = [(_number(row), _figures(row, bids[row["version"]])) for row in by_version]
    return CriterionFigures(
        total=_figures(totals.get(is_fictional, {}), _histogram(mine)),
        versions=tuple(sorted(versions, key=lambda row: row[0], reverse=True)),
        adaptations=tuple(_adaptations(mine)),
        is_fictional=is_fictional,
    )


_NUMBER = ("version__major", "version__minor", "version__patch")


def _number(row: Mapping[str, Any]) -> VersionNumber:
    return VersionNumber(*(row[name] for name in _NUMBER))


def _figures(row: Mapping[str, Any], bids: Mapping[int, int]) -> Figures:
    return Figures(bids=bids, **{name: row.get(name, 0) for name in _COUNTS})


def _histogram(rows: QuerySet[Any]) -> dict[int, int]:
    counted = rows.filter(_USED, face__bids__isnull=False).values("face__bids")
    return {row["face__bids"]: row["number"] for row in counted.annotate(number=Count(_EXPERIENCE, distinct=True))}


def _histograms(rows: QuerySet[Any]) -> dict[int, dict[int, int]]:
    """The same by version."""
    counted = rows.filter(_USED, face__bids__isnull=False).values("version", "face__bids")
    found: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for row in counted.annotate(number=Count(_EXPERIENCE, distinct=True)):
        found[row["version"]][row["face__bids"]] = row["number"]
    return found


def _adaptations(rows: QuerySet[Any]) -> Iterable[Adaptation]:
    """The newest adaptations, as their faces tell them."""
    adapted = rows.filter(_USED, usage=Usage.ADAPTED).select_related("face__experience", "face__organisation")
    for row in adapted.order_by("-face__year", "-face__published_at", "pk")[:MOST_ADAPTATIONS]:
        for told in row.face.content["criteria"] or ():
            if (told["version_id"], told["level"]) == (row.version_id, row.level):
                yield Adaptation(face=row.face, citation=ShownCitation(**told))
