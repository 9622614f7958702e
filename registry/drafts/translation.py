"""A translation on its way to be sealed: written by some, confirmed by somebody else. It never touches the version."""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT, Q
from django.urls import reverse
from django.utils import timezone

from registry.drafts.step import Step
from registry.enums import OPEN_TRANSLATIONS, TranslationState


class TranslationDraft(models.Model):
    """The next revision of one version in one language. Only services write it; ``lock_version`` counts the saves."""

    version = models.ForeignKey("CriterionVersion", PROTECT, related_name="translation_drafts")
    language = models.CharField(max_length=10)
    base = models.ForeignKey("VersionTranslation", PROTECT, null=True, related_name="+")  # the newest when it was begun
    blocks = models.JSONField(default=dict)  # block: text in normal form; what is not written is not there
    kept = models.JSONField(default=list)  # blocks whose earlier words still hold although their source has changed
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")  # all who have written in it
    state = models.CharField(max_length=20, choices=TranslationState, default=TranslationState.DRAFTING)
    lock_version = models.PositiveIntegerField(default=1)
    sealed_as = models.OneToOneField("VersionTranslation", PROTECT, null=True, related_name="draft")
    started_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["version", "language", "-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language"],
                condition=Q(state__in=OPEN_TRANSLATIONS),
                name="translation_draft_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=TranslationState.values), name="translation_draft_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=TranslationState.SEALED, sealed_as__isnull=False)
                | (~Q(state=TranslationState.SEALED) & Q(sealed_as=None)),
                name="translation_draft_sealed_has_revision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}/{self.language}"

    def get_absolute_url(self) -> str:
        return reverse("translations-admin:edit", args=[self.pk])

    @property
    def source(self) -> dict[str, str]:
        """The authoritative texts that are translated, by block: those of the first authoritative language."""
        return next(iter(self.version.parsed.texts.values()))


class TranslationStep(Step):
    """What happened to a translation."""

    draft = models.ForeignKey(TranslationDraft, PROTECT, related_name="steps")
