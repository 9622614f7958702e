"""The withdrawal of an adaptation, as somebody of its city has asked for it; a second person confirms."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import PROTECT, SET_NULL, F, Q
from django.utils import timezone

from registry.enums import ProposalState


class AdaptationWithdrawal(models.Model):
    """Only services write it. Confirmed, it is an event of the chain, in which no person is named; when another
    adaptation follows while it waits, it counts as taken back."""

    adaptation = models.ForeignKey("Adaptation", PROTECT, related_name="withdrawals")
    reason: "models.JSONField[dict[str, str], Any]" = models.JSONField()  # by language
    state = models.CharField(max_length=20, choices=ProposalState, default=ProposalState.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["adaptation"], condition=Q(state=ProposalState.WAITING), name="withdrawal_one_waiting"
            ),
            models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="withdrawal_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.CONFIRMED)
                | Q(asked_by=None)
                | Q(decided_by=None)
                | ~Q(asked_by=F("decided_by")),
                name="withdrawal_is_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.adaptation}"

    @property
    def is_waiting(self) -> bool:
        return self.state == ProposalState.WAITING
