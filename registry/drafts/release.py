"""The next release of a set on its way: members and notes are edited until it is sealed or given up."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import PROTECT, Q
from django.utils import timezone

from registry.drafts.step import Step
from registry.enums import Bump, DraftState

if TYPE_CHECKING:
    Blocks = dict[str, str]  # the lead and the groups of changes: their texts

RELEASE_STATES = (DraftState.DRAFTING, DraftState.PUBLISHED, DraftState.ABANDONED)


class ReleaseDraft(models.Model):
    """Only services write it; ``lock_version`` counts how often something of it was saved."""

    criteria_set = models.ForeignKey("CriteriaSet", PROTECT, related_name="release_drafts")
    members = models.JSONField(default=list)  # in their order: the key of a version, whether it is mandatory
    notes = models.JSONField(default=dict)  # language: "text" as it is now, "made_from" what was generated then
    effective_on = models.DateField(null=True)  # None: from the day on which it is published
    raised_to = models.PositiveSmallIntegerField(choices=Bump, null=True)  # a larger step than its members need
    raised_because = models.JSONField(default=dict)  # by language; empty unless it is raised
    state = models.CharField(max_length=20, choices=DraftState, default=DraftState.DRAFTING)
    lock_version = models.PositiveIntegerField(default=1)
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")  # all who have written in it
    release = models.OneToOneField("Release", PROTECT, null=True, related_name="draft")  # what it became
    started_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["criteria_set"], condition=Q(state=DraftState.DRAFTING), name="release_draft_one_open_of_set"
            ),
            models.CheckConstraint(condition=Q(state__in=RELEASE_STATES), name="release_draft_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=DraftState.PUBLISHED, release__isnull=False)
                | (~Q(state=DraftState.PUBLISHED) & Q(release=None)),
                name="release_draft_published_has_release",
            ),
        ]

    def __str__(self) -> str:
        return str(self.release or self.criteria_set)

    @property
    def is_open(self) -> bool:
        return self.state == DraftState.DRAFTING

    def note(self, language: str) -> "Blocks":
        """What is written in a language; empty if nothing is."""
        return dict(self._note(language).get("text", {}))

    def made_from(self, language: str) -> "Blocks":
        """What was generated when the note was written."""
        return dict(self._note(language).get("made_from", {}))

    def is_edited(self, language: str) -> bool:
        """Whether somebody has changed what was generated, so that it must not be overwritten unasked."""
        return self.note(language) != self.made_from(language)

    def _note(self, language: str) -> dict[str, Any]:
        note: dict[str, Any] = self.notes.get(language, {})
        return note


class ReleaseStep(Step):
    """What happened to a draft of a release."""

    draft = models.ForeignKey(ReleaseDraft, PROTECT, related_name="steps")
