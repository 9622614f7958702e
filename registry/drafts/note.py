"""A later revision of the notes of a release, as it was proposed; another coordinator confirms it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import PROTECT, SET_NULL, F, Q
from django.utils import timezone

from registry.enums import ProposalState

if TYPE_CHECKING:
    from registry.drafts.release import Blocks


class NoteProposal(models.Model):
    """Only services write it; ``lock_version`` counts how often its words were saved. It never touches the release."""

    release = models.ForeignKey("Release", PROTECT, related_name="note_proposals")
    language = models.CharField(max_length=10)
    blocks: "models.JSONField[Blocks, Blocks]" = models.JSONField(default=dict)  # as a sealed note holds them
    state = models.CharField(max_length=20, choices=ProposalState, default=ProposalState.WAITING)
    lock_version = models.PositiveIntegerField(default=1)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, SET_NULL, null=True, related_name="+")  # who wrote last
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    sealed_as = models.OneToOneField("ReleaseNote", PROTECT, null=True, related_name="proposal")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "language"],
                condition=Q(state=ProposalState.WAITING),
                name="note_proposal_one_waiting",
            ),
            models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="note_proposal_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=ProposalState.CONFIRMED, sealed_as__isnull=False)
                | (~Q(state=ProposalState.CONFIRMED) & Q(sealed_as=None)),
                name="note_proposal_confirmed_has_revision",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.CONFIRMED)
                | Q(proposed_by=None)
                | Q(decided_by=None)
                | ~Q(proposed_by=F("decided_by")),
                name="note_proposal_is_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release}/{self.language}"
