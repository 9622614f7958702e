"""How criteria are related: one table of typed edges."""

from django.db import models
from django.db.models import PROTECT, Q

from registry.enums import LineageKind
from registry.sealed.base import Sealed


class LineageEdge(Sealed):
    """``source`` stands in this relation to ``target``; edges are only added."""

    source = models.ForeignKey("Criterion", PROTECT, related_name="edges_out")
    kind = models.CharField(max_length=20, choices=LineageKind.choices)
    target = models.ForeignKey("Criterion", PROTECT, related_name="edges_in")

    class Meta:
        ordering = ["source__code", "kind", "target__code"]
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "target"], name="lineage_edge_once"),
            models.CheckConstraint(condition=Q(kind__in=LineageKind.values), name="lineage_kind_is_known"),
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="lineage_edge_joins_two_criteria"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.kind} {self.target}"
