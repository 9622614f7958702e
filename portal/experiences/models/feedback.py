"""What members say about a criterion, and what coordinators answer."""

from django.conf import settings
from django.db import models
from django.db.models import CASCADE, PROTECT, SET_NULL, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.experiences.enums import FeedbackKind
from portal.experiences.querysets import CriterionFeedbackQuerySet
from portal.members.models import Organisation
from registry.models import CriterionVersion


class CriterionFeedback(models.Model):
    """One point about one version, open until a coordinator has answered and closed it."""

    version = models.ForeignKey(CriterionVersion, PROTECT, related_name="feedback")
    organisation = models.ForeignKey(Organisation, CASCADE, related_name="feedback")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, SET_NULL, null=True, related_name="+")
    kind = models.CharField(_("what is it about?"), max_length=20, choices=FeedbackKind)
    text = models.TextField(_("text"), max_length=2000)
    language = models.CharField(_("language of the text"), max_length=10, choices=settings.LANGUAGES)
    given_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answer_language = models.CharField(
        _("language of the answer"), max_length=10, choices=settings.LANGUAGES, blank=True
    )
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)  # by those who gave it

    objects = CriterionFeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "pk"]
        verbose_name = _("feedback on a criterion")
        verbose_name_plural = _("feedback on criteria")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None) | ~Q(answer=""), name="feedback_is_answered_with_words"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_kind_display()}"
