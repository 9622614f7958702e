"""What a release of a set can hold: the criteria of its register, each in one of its versions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from registry.enums import IN_FORCE, StatusKind
from registry.models import CriteriaSet, Criterion, CriterionVersion
from registry.sealed.texts import Text, texts_in


@dataclass(frozen=True)
class Offered:
    """One criterion with its finals, newest first, each with ``status``; what was withdrawn is not among them."""

    criterion: Criterion
    title: Text
    finals: tuple[CriterionVersion, ...]

    @property
    def in_force(self) -> CriterionVersion | None:
        return next((version for version in self.finals if version.status in IN_FORCE), None)

    @property
    def choices(self) -> list[tuple[int, str]]:
        """The versions by key: "1.2.0 (published)"."""
        return [(version.pk, f"{version.number}{_standing(version)}") for version in self.finals]


def _standing(version: CriterionVersion) -> str:
    return f" ({StatusKind(version.status).label})" if version.status else ""


Offer = dict[int, Offered]  # by the key of the criterion, in the order of their codes


def offer_for(criteria_set: CriteriaSet, *, on: date, language: str) -> Offer:
    """All that can be chosen on a day, in four queries however many there are."""
    finals = CriterionVersion.objects.finals().filter(criterion__register=criteria_set.register_id)
    rows = finals.exclude(events__kind=StatusKind.WITHDRAWN).with_status(on=on).select_related("criterion")
    by_criterion: dict[int, list[CriterionVersion]] = {}
    for version in rows.newest_first().defer("content", "change"):
        by_criterion.setdefault(version.criterion_id, []).append(version)
    newest = [versions[0].pk for versions in by_criterion.values()]
    read = CriterionVersion.objects.filter(pk__in=newest).for_cards(language=language).order_by("criterion__code")
    return {
        version.criterion_id: Offered(
            version.criterion, texts_in(version, language).title, tuple(by_criterion[version.criterion_id])
        )
        for version in read
    }


def others(offer: Offer, members: Iterable[int]) -> Iterator[Offered]:
    """Those in force whose criterion is not among the members."""
    taken = set(members)
    return (offered for pk, offered in offer.items() if pk not in taken and offered.in_force)
