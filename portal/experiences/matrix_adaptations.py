"""How the adaptations in force stand to the criteria of a set: the marks in the harmonisation matrix."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from registry.enums import Relation
from registry.models import Adaptation, AdaptedCriterion, CriteriaSet
from registry.sealed.numbers import VersionNumber

_NUMBER = ("adaptation__major", "adaptation__minor", "adaptation__patch")


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What a city has sealed about one criterion."""

    relation: Relation
    city: str  # as it is cited
    criteria_set: str
    number: str

    @property
    def citation(self) -> str:
        return f"{self.city}/{self.criteria_set}@{self.number}"

    @property
    def url(self) -> str:
        return reverse("registry:adaptation", args=[self.city, self.criteria_set, self.number])


def marks_in(criteria_set: CriteriaSet, *, on: date) -> dict[tuple[int, int], Mark]:
    """The mark of each criterion at each city that has an adaptation in force, by the ids of both; one query."""
    in_force = Adaptation.objects.in_force(on=on).filter(criteria_set=criteria_set)
    rows = AdaptedCriterion.objects.filter(adaptation__in=in_force.values("pk"))
    wanted = ("criterion", "adaptation__organisation", "adaptation__city", "relation", *_NUMBER)
    return {
        (row["criterion"], row["adaptation__organisation"]): Mark(
            relation=Relation(row["relation"]),
            city=row["adaptation__city"],
            criteria_set=criteria_set.slug,
            number=str(VersionNumber(*(row[name] for name in _NUMBER))),
        )
        for row in rows.values(*wanted)
    }
