"""Questions about organisations and what they buy."""

from typing import TYPE_CHECKING, NamedTuple, Self

from django.db import models
from django.db.models import Sum

from portal.members.enums import OrganisationKind

if TYPE_CHECKING:
    from portal.members.models import Organisation, ProcurementVolume  # noqa: F401  (named in the base classes)


class Range(NamedTuple):
    """From ``low`` to ``high`` pieces a year."""

    low: int
    high: int


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def public_buyers(self) -> Self:
        return self.filter(kind=OrganisationKind.PUBLIC_BUYER)

    def supporters(self) -> Self:
        return self.filter(kind=OrganisationKind.SUPPORTER)


class ProcurementVolumeQuerySet(models.QuerySet["ProcurementVolume"]):
    def every_year(self, category: str) -> Self:
        """What buyers take in any year, without the figures of single years."""
        return self.filter(category=category, year=None, organisation__kind=OrganisationKind.PUBLIC_BUYER)

    def combined(self, category: str) -> Range:
        """The demand of all public buyers together in any year; nothing is 0 to 0."""
        sums = self.every_year(category).aggregate(low=Sum("low", default=0), high=Sum("high", default=0))
        return Range(sums["low"], sums["high"])

    def for_buyers_page(self, category: str) -> Self:
        """All that ``cms/buyers_page.html`` reads of them, in one query, by name."""
        return self.every_year(category).select_related("organisation").order_by("organisation__name")
