"""An adaptation on its way: edited by its city until a second person publishes it."""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT, SET_NULL, Q
from django.urls import reverse
from django.utils import timezone

from portal.members.models import Organisation
from registry.drafts.step import Step
from registry.enums import ADAPTATION_STATES, DraftState
from registry.sealed.overrides import Overrides


class AdaptationDraft(models.Model):
    """What a city is about to change in a release. Only services write it; ``lock_version`` counts the savings."""

    organisation = models.ForeignKey(Organisation, PROTECT, related_name="adaptation_drafts")
    criteria_set = models.ForeignKey("CriteriaSet", PROTECT, related_name="adaptation_drafts")
    release = models.ForeignKey("Release", PROTECT, related_name="adaptation_drafts")
    language = models.CharField(max_length=10)  # in which its reasons are written
    overrides = models.JSONField()  # as Overrides.as_dict() writes it
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, SET_NULL, null=True, related_name="+")  # the last one
    state = models.CharField(max_length=20, choices=DraftState, default=DraftState.DRAFTING)
    lock_version = models.PositiveIntegerField(default=1)
    final = models.OneToOneField("Adaptation", PROTECT, null=True, related_name="draft")  # what it became
    started_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["organisation", "criteria_set", "-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "criteria_set"],
                condition=Q(state=DraftState.DRAFTING),
                name="adaptation_draft_one_open",
            ),
            models.CheckConstraint(condition=Q(state__in=ADAPTATION_STATES), name="adaptation_draft_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=DraftState.PUBLISHED, final__isnull=False)
                | (~Q(state=DraftState.PUBLISHED) & Q(final=None)),
                name="adaptation_draft_published_has_final",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation.slug}/{self.criteria_set}"

    def get_absolute_url(self) -> str:
        return reverse("registry:adaptation-draft", args=[self.pk])

    @property
    def parsed(self) -> Overrides:
        return Overrides.from_dict(self.overrides)


class AdaptationStep(Step):
    """What happened to a draft of an adaptation: start, rebase, publish, abandon, withdraw."""

    draft = models.ForeignKey(AdaptationDraft, PROTECT, related_name="steps")
