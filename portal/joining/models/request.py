"""The request itself and its answers: one model for a draft and for what was sent."""

from django.conf import settings
from django.db import models
from django.db.models import CASCADE, SET_NULL, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.ambitions import Ambition
from portal.joining.enums import Mandate, State
from portal.joining.querysets import JoinRequestQuerySet
from portal.members.countries import country_choices, country_name
from portal.members.enums import Category, CommitmentStatus, LegalType, OrganisationKind
from portal.members.models import Organisation, is_nuts


class JoinRequest(models.Model):
    """An organisation asks to join. How strictly its answers are looked at is the one difference of a draft."""

    reference = models.CharField(_("reference"), max_length=12, unique=True)  # "JD-7Q4KM2XP"
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    state = models.CharField(_("state"), max_length=30, choices=State, default=State.DRAFT)
    held_state = models.CharField(max_length=30, choices=State, blank=True)  # where it goes on after a hold
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    email = models.EmailField(_("e-mail address"))  # the applicant's, who follows the mailed links
    email_verified_at = models.DateTimeField(null=True)
    lock_version = models.PositiveIntegerField(default=0)  # compared and raised by every save of answers
    submission = models.PositiveIntegerField(default=0)  # how often it was sent; approvals hold for one
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    organisation = models.OneToOneField(Organisation, SET_NULL, null=True, related_name="join_request")  # once approved

    name = models.CharField(_("name in English"), max_length=200, blank=True)
    own_name = models.CharField(_("name in its own language"), max_length=200, blank=True)
    legal_type = models.CharField(_("legal type"), max_length=20, choices=LegalType, blank=True)
    country = models.CharField(_("country"), max_length=2, choices=country_choices, blank=True)
    nuts = models.CharField(_("NUTS code"), max_length=5, blank=True, validators=[is_nuts])
    website = models.URLField(_("website"), blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    contact_email = models.EmailField(_("contact address"), blank=True)

    signatory_name = models.CharField(_("name of the signatory"), max_length=150, blank=True)
    signatory_position = models.CharField(_("position"), max_length=150, blank=True)
    mandate = models.CharField(_("mandate"), max_length=20, choices=Mandate, blank=True)
    mandate_reference = models.CharField(_("reference of the decision"), max_length=150, blank=True)
    decided_on = models.DateField(_("day of the decision"), null=True, blank=True)

    volumes_unknown = models.BooleanField(_("we do not know our volumes yet"), default=False)
    contract_ends_on = models.DateField(_("end of the present contract"), null=True, blank=True)
    supports_statement = models.BooleanField(_("supports the joint statement"), default=False)
    no_evidence_reason = models.TextField(_("why there is no document yet"), max_length=500, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.ON_HOLD) ^ Q(held_state=""), name="join_request_on_hold_knows_where_it_was"
            ),
            models.CheckConstraint(
                condition=Q(state=State.APPROVED) | Q(organisation=None), name="join_request_only_approved_is_member"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}".strip()

    def get_absolute_url(self) -> str:
        return reverse("joining:status", args=[self.reference])

    @property
    def display_name(self) -> str:
        return self.own_name or self.name

    @property
    def country_name(self) -> str:
        return country_name(self.country) if self.country else ""

    @property
    def is_public_buyer(self) -> bool:
        return self.kind == OrganisationKind.PUBLIC_BUYER


class JoinVolume(models.Model):
    """How much of one category the applicant buys in any year, as it says itself."""

    join_request = models.ForeignKey(JoinRequest, CASCADE, related_name="volumes")
    category = models.CharField(_("category"), max_length=30, choices=Category)
    low = models.PositiveIntegerField(pgettext_lazy("volume", "from"))
    high = models.PositiveIntegerField(pgettext_lazy("volume", "to"))
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        ordering = ["join_request", "category"]
        constraints = [
            models.UniqueConstraint(fields=["join_request", "category"], name="join_volume_once_per_category"),
            models.CheckConstraint(condition=Q(low__lte=F("high")), name="join_volume_low_is_not_above_high"),
        ]

    def __str__(self) -> str:
        return f"{self.low}–{self.high} {self.get_category_display()}"


class JoinCommitment(models.Model):
    """What the applicant means to do about one ambition, until when."""

    join_request = models.ForeignKey(JoinRequest, CASCADE, related_name="commitments")
    ambition = models.CharField(_("ambition"), max_length=2, choices=Ambition)
    status = models.CharField(_("status"), max_length=20, choices=CommitmentStatus)
    target_date = models.DateField(_("target date"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)

    class Meta:
        ordering = ["join_request", "ambition"]
        constraints = [
            models.UniqueConstraint(fields=["join_request", "ambition"], name="join_commitment_once_per_ambition")
        ]

    def __str__(self) -> str:
        return f"{self.ambition} {self.get_status_display()}"
