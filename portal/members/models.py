"""Organisations that support the joint statement, and what they buy in a year."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from portal.members.countries import country_choices, country_name
from portal.members.enums import Category, LegalType, OrganisationKind
from portal.members.querysets import OrganisationQuerySet, ProcurementVolumeQuerySet


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
            )
        ]

    def __str__(self) -> str:
        return self.name

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
    low = models.PositiveIntegerField(_("from"), help_text=_("Pieces a year."))
    high = models.PositiveIntegerField(_("to"), help_text=_("Pieces a year."))
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
