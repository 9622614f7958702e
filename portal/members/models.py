"""Organisations that support the joint statement, and what they buy in a year."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import CASCADE, SET_NULL, F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from portal.core.ambitions import Ambition
from portal.members.countries import country_choices, country_name, nuts_prefix
from portal.members.enums import Category, CommitmentStatus, Frequency, LegalType, OrganisationKind, Role, Topic
from portal.members.querysets import (
    ContractEndQuerySet,
    InvitationQuerySet,
    MembershipQuerySet,
    OrganisationQuerySet,
    ProcurementVolumeQuerySet,
)

is_nuts = RegexValidator(
    r"^[A-Z]{2}[0-9A-Z]{0,3}$", _("A NUTS code is two letters and up to three digits or letters: SE224.")
)


def region_fault(nuts: str, country: str) -> str:
    """Why a NUTS code is none of a country's; empty: nothing."""
    prefix = nuts_prefix(country)
    if nuts.startswith(prefix):
        return ""
    named = {"nuts": nuts, "country": country_name(country), "prefix": prefix}
    return _("%(nuts)s is no region of %(country)s: its codes begin with %(prefix)s.") % named


class Organisation(ClusterableModel):
    """A public buyer, or a supporter of the statement that buys nothing with it. Public facts only, no person."""

    name = models.CharField(_("name in English"), max_length=200, unique=True)
    own_name = models.CharField(
        _("name in its own language"),
        max_length=200,
        blank=True,
        help_text=_("As the organisation writes it; shown on pages that are not in English."),
    )
    slug = models.SlugField(_("slug"), unique=True, help_text=_("Its place in addresses; never change it."))
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind, default=OrganisationKind.PUBLIC_BUYER)
    country = models.CharField(_("country"), max_length=2, choices=country_choices)
    legal_type = models.CharField(
        _("legal type"),
        max_length=20,
        choices=LegalType,
        blank=True,
        help_text=_("As in the buyer's notices (eForms, BT-11). A supporter has none."),
    )
    website = models.URLField(_("website"), blank=True)
    nuts = models.CharField(
        _("NUTS code"),
        max_length=5,
        blank=True,
        validators=[is_nuts],
        help_text=_("The region in the EU's nomenclature, as in notices: SE224."),
    )
    languages = models.JSONField(
        _("languages"),
        default=list,
        blank=True,
        help_text=_("The languages that the organisation works in, as codes: sv, en."),
    )
    contact_email = models.EmailField(
        _("contact address"), blank=True, help_text=_("Of a department, not of a person: everybody can read it.")
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("In degrees, north positive. Without it, the organisation is not on the map."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("In degrees, east positive."),
    )
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    figures_checked_on = models.DateField(
        _("figures checked on"),
        null=True,
        blank=True,
        help_text=_("When the organisation last said that its figures hold."),
    )
    is_fictional = models.BooleanField(
        _("fictional"), default=False, help_text=_("For trying the portal: said on every page, counted in no sum.")
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=OrganisationKind.SUPPORTER) | Q(legal_type__in=LegalType.values),
                name="organisation_public_buyer_has_legal_type",
                violation_error_message=_("A public buyer needs a legal type: choose one."),
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="organisation_place_is_whole",
                violation_error_message=_("A place is latitude and longitude: give both, or neither."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raises ValidationError for a region of another country, and for a language that the site does not have."""
        super().clean()
        faults = {}
        if self.nuts and (fault := region_fault(self.nuts, self.country)):
            faults["nuts"] = fault
        codes = dict(settings.LANGUAGES)
        if not isinstance(self.languages, list) or any(code not in codes for code in self.languages):
            faults["languages"] = _("Choose among the languages of this site: %(codes)s.") % {"codes": ", ".join(codes)}
        if faults:
            raise ValidationError(faults)

    @property
    def display_name(self) -> str:
        """The name for the reader: English on English pages, else the organisation's own."""
        return self.name if get_language() == "en" else self.own_name or self.name

    @property
    def country_name(self) -> str:
        return country_name(self.country)


class ProcurementVolume(models.Model):
    """How much of one category an organisation buys: in one year, or in any year where ``year`` is empty."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="volumes")
    category = models.CharField(_("category"), max_length=30, choices=Category, default=Category.SMARTPHONES)
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, help_text=_("Empty: a figure for any year, which counts in the total.")
    )
    low = models.PositiveIntegerField(pgettext_lazy("volume", "from"), help_text=_("Pieces a year."))
    high = models.PositiveIntegerField(pgettext_lazy("volume", "to"), help_text=_("Pieces a year."))
    source = models.CharField(
        _("source"), max_length=200, help_text=_("The document that says so, by its title in English.")
    )
    as_of = models.DateField(_("as of"), null=True, blank=True, help_text=_("The day of the source, if it names one."))

    objects = ProcurementVolumeQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "category", "year"]
        verbose_name = _("procurement volume")
        verbose_name_plural = _("procurement volumes")
        constraints = [
            models.CheckConstraint(
                condition=Q(low__lte=F("high")),
                name="volume_low_is_not_above_high",
                violation_error_message=_("“From” is more than “to”: exchange the two."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "category", "year"], name="volume_once_per_organisation_category_and_year"
            ),
            models.UniqueConstraint(
                fields=["organisation", "category"],
                condition=Q(year=None),
                name="volume_once_per_organisation_and_category_for_any_year",
                violation_error_message=_("There is a figure for any year already: change that one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.low}–{self.high} {self.get_category_display()}"


def is_first_of_month(day: date) -> None:
    """Raises ValidationError for any other day: what is said of a month is no more exact than that."""
    if day.day != 1:
        raise ValidationError(_("A month is stored as its first day."))


class ContractEnd(models.Model):
    """The month in which a buyer's present contract for a category ends: its own word, for everybody to read."""

    organisation = models.ForeignKey(Organisation, CASCADE, related_name="contract_ends")
    category = models.CharField(_("category"), max_length=30, choices=Category)
    month = models.DateField(_("month"), validators=[is_first_of_month])
    said_on = models.DateField(_("said on"))

    objects = ContractEndQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "category"]
        verbose_name = _("end of a contract")
        verbose_name_plural = _("ends of contracts")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "category"], name="contract_end_once_per_organisation_and_category"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_category_display()} {self.month:%Y-%m}"

    @property
    def shown(self) -> str:
        """ "June 2028", in the reader's language."""
        return date_format(self.month, "YEAR_MONTH_FORMAT")

    @property
    def is_over(self) -> bool:
        return self.month < timezone.localdate().replace(day=1)


class Commitment(models.Model):
    """What a member does about one ambition, until when."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="commitments")
    ambition = models.CharField(_("ambition"), max_length=2, choices=Ambition)
    status = models.CharField(_("status"), max_length=20, choices=CommitmentStatus)
    target_date = models.DateField(_("target date"), null=True, blank=True)
    evidence = models.URLField(_("link to evidence"), blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["organisation", "ambition"]
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "ambition"], name="commitment_once_per_ambition"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.ambition} {self.get_status_display()}"


class Membership(models.Model):
    """Somebody works for an organisation in the portal."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    since = models.DateTimeField(default=timezone.now)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "since"]
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.organisation}"


class Invitation(models.Model):
    """Somebody is asked to work for an organisation; the mailed link is the only way to an account."""

    organisation = models.ForeignKey(Organisation, CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    language = models.CharField(max_length=10)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "invited_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_one_open_per_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.get_role_display()}, {self.organisation}"


class NotificationChoice(models.Model):
    """How often somebody wants mail about a topic; without a row, the topic's default holds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, CASCADE, related_name="notification_choices")
    topic = models.CharField(max_length=20, choices=Topic)
    frequency = models.CharField(max_length=10, choices=Frequency)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "topic"], name="notification_choice_once_per_topic")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_topic_display()} {self.get_frequency_display()}"
