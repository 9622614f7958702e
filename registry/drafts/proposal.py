"""A step on a published version that waits for a second coordinator: erratum, deprecation, withdrawal, lineage."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import PROTECT, SET_NULL, F, Q
from django.utils import timezone

from registry.enums import ProposalState, StatusKind, StepAfter, WithdrawalClass


class StatusProposal(models.Model):
    """One step as it was proposed; its words stay as they are, until it is confirmed or taken back.

    What confirming it writes is sealed: an event of the chain, and edges. No person is in either.
    """

    kind = models.CharField(max_length=20, choices=StepAfter)
    version = models.ForeignKey("CriterionVersion", PROTECT, related_name="proposals")
    # Further versions that end with it, where several criteria are merged.
    also: models.ManyToManyField[Any, Any] = models.ManyToManyField("CriterionVersion", related_name="+", blank=True)
    # What to use instead.
    successors: models.ManyToManyField[Any, Any] = models.ManyToManyField("Criterion", related_name="+", blank=True)
    # The later version of the same criterion that mends an erratum, or that a deprecated one gives way to.
    later = models.ForeignKey("CriterionVersion", PROTECT, null=True, related_name="+")
    ends_as = models.CharField(max_length=20, choices=StatusKind, blank=True)  # superseded or deprecated, for lineage
    reason_class = models.CharField(max_length=20, choices=WithdrawalClass, blank=True)  # of a withdrawal
    words = models.JSONField(default=dict)  # by language: the note of an erratum, else the reason
    why_nothing = models.JSONField(default=dict)  # by language: why a withdrawn version has no successor
    effective_on = models.DateField()
    state = models.CharField(max_length=20, choices=ProposalState, default=ProposalState.WAITING)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind"],
                condition=Q(state=ProposalState.WAITING),
                name="proposal_one_waiting_of_each_kind",
            ),
            models.CheckConstraint(condition=Q(kind__in=StepAfter.values), name="proposal_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="proposal_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.CONFIRMED)
                | Q(proposed_by=None)
                | Q(decided_by=None)
                | ~Q(proposed_by=F("decided_by")),
                name="proposal_is_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_kind_display()}"

    @property
    def is_waiting(self) -> bool:
        return self.state == ProposalState.WAITING

    def facts(self) -> dict[str, Any]:
        """What is proposed, to be compared with another proposal; its successors and further versions are read."""
        return {
            "also": sorted(self.also.values_list("pk", flat=True)),
            "successors": sorted(self.successors.values_list("pk", flat=True)),
            "later": self.later_id,
            "ends_as": self.ends_as,
            "reason_class": self.reason_class,
            "words": self.words,
            "why_nothing": self.why_nothing,
            "effective_on": self.effective_on,
        }
