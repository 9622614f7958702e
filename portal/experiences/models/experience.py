"""The experience itself: whose it is, where it stands, what happened to it. What it tells stands in its editions."""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT, SET_NULL, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.experiences.enums import State
from portal.experiences.querysets import TenderExperienceQuerySet
from portal.members.models import Organisation


class TenderExperience(models.Model):
    """One tender of one buyer. Buyers that are not members appear only with cases from public sources."""

    reference = models.CharField(_("reference"), max_length=12, unique=True)  # "TE-7Q4KM2XP"
    organisation = models.ForeignKey(Organisation, PROTECT, null=True, related_name="experiences")
    buyer = models.CharField(_("buyer"), max_length=200, blank=True)  # of a case from public sources
    slug = models.SlugField(max_length=80, blank=True)  # from its first publication, for ever
    current = models.OneToOneField("Edition", SET_NULL, null=True, related_name="+")  # what was published last
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)  # the first time
    retracted_at = models.DateTimeField(null=True)
    retraction_reason = models.TextField(blank=True)  # as everybody reads it

    objects = TenderExperienceQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("tender experience")
        verbose_name_plural = _("tender experiences")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None) ^ Q(buyer=""), name="experience_is_of_a_member_or_of_a_named_buyer"
            ),
            models.CheckConstraint(
                condition=Q(retracted_at=None) | ~Q(retraction_reason=""), name="experience_is_retracted_with_a_reason"
            ),
            models.UniqueConstraint(fields=["slug"], condition=~Q(slug=""), name="experience_address_once"),
            models.CheckConstraint(
                condition=Q(current=None) | (~Q(slug="") & Q(published_at__isnull=False)),
                name="experience_published_has_an_address",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("experiences:experience", args=[self.slug])

    @property
    def buyer_name(self) -> str:
        """Of the member in the reader's language, or of the buyer as its source calls it."""
        return self.organisation.display_name if self.organisation else self.buyer

    @property
    def is_fictional(self) -> bool:
        return self.organisation is not None and self.organisation.is_fictional


class ExperienceStep(models.Model):
    """One step of an experience: what, by whom, when, why. Appended."""

    experience = models.ForeignKey(TenderExperience, models.CASCADE, related_name="steps")
    edition = models.PositiveIntegerField()  # its number
    name = models.CharField(max_length=30)  # a key of TRANSITIONS, "start", "correct", "discard" or "retract"
    user = models.ForeignKey(settings.AUTH_USER_MODEL, SET_NULL, null=True, related_name="+")
    reason = models.TextField(blank=True)  # as its authors read it
    state = models.CharField(max_length=20, choices=State, blank=True)  # of the edition afterwards
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["experience", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.experience}: {self.name}"
