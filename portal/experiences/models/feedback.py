"""What members and guests say about a criterion, and what coordinators answer."""

from django.conf import settings
from django.db import models
from django.db.models import CASCADE, PROTECT, SET_NULL, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.core.sent_once import LONGEST_KEY
from portal.experiences.enums import FeedbackKind
from portal.experiences.querysets import CriterionFeedbackQuerySet
from portal.members.models import Organisation
from registry.models import CriterionVersion


class CriterionFeedback(models.Model):
    """One point about one version, open until a coordinator has answered and closed it.

    It is an organisation's, or a guest's; a guest's counts once the address is proved.
    """

    version = models.ForeignKey(CriterionVersion, PROTECT, related_name="feedback")
    organisation = models.ForeignKey(Organisation, CASCADE, null=True, related_name="feedback")  # None: a guest
    user = models.ForeignKey(settings.AUTH_USER_MODEL, SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)  # as a guest wrote it
    email = models.EmailField(blank=True)  # of a guest; never shown
    key = models.CharField(max_length=LONGEST_KEY, blank=True)  # of a guest's form: the same twice is one suggestion
    verified_at = models.DateTimeField(null=True)  # when a guest has proved the address
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
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, name="", email="", key="", verified_at=None)
                | (Q(organisation=None) & (~Q(email="") | Q(verified_at__isnull=False))),
                name="feedback_is_of_an_organisation_or_a_guest",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(organisation__isnull=False) | Q(verified_at__isnull=False),
                name="feedback_of_a_guest_is_answered_once_proved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_kind_display()}"

    @property
    def is_of_guest(self) -> bool:
        return self.organisation_id is None

    @property
    def giver(self) -> str:
        """Whose it is, for whoever may read it: an organisation, or a guest, by name if one was written."""
        if self.organisation is not None:
            return self.organisation.display_name
        return gettext("%(name)s, guest") % {"name": self.name} if self.name else gettext("Guest")
