"""Questions about organisations and what they buy."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple, Self

from django.db import models
from django.db.models import F, FilteredRelation, Q, Sum

from portal.members.enums import EDITING_ROLES, OrganisationKind, Role
from portal.members.rules import is_coordinator, is_signed_in

if TYPE_CHECKING:
    from portal.members.models import (  # noqa: F401  (named in the base classes)
        ContractEnd,
        Invitation,
        Membership,
        Organisation,
        ProcurementVolume,
    )

A_YEAR = timedelta(days=365)


class Range(NamedTuple):
    """From ``low`` to ``high`` pieces a year."""

    low: int
    high: int


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def public_buyers(self) -> Self:
        return self.filter(kind=OrganisationKind.PUBLIC_BUYER)

    def real(self) -> Self:
        """Without the fictional ones, which are counted nowhere."""
        return self.filter(is_fictional=False)

    def editable_by(self, actor: object) -> Self:
        """Those of which the rule ``members.change_figures`` says yes to an actor."""
        if is_coordinator(actor):
            return self.all()
        return self.filter(memberships__in=_memberships_of(actor).filter(role__in=EDITING_ROLES))

    def visible_to(self, actor: object) -> Self:
        """Those of which the rule ``members.see_organisation`` says yes to an actor."""
        return self.all() if is_coordinator(actor) else self.filter(memberships__in=_memberships_of(actor))

    def with_member(self, user: object) -> Self:
        """Those that somebody works for, in whatever role."""
        return self.filter(memberships__in=_memberships_of(user))

    def supporters(self) -> Self:
        return self.filter(kind=OrganisationKind.SUPPORTER)

    def named(self, name: str) -> Self:
        """Those that bear a name, in English or their own language, in whatever case."""
        return self.filter(Q(name__iexact=name.strip()) | Q(own_name__iexact=name.strip()))

    def with_old_figures(self, *, on: date) -> Self:
        """Those that have not said for a year that their figures hold, or never."""
        return self.filter(Q(figures_checked_on=None) | Q(figures_checked_on__lt=on - A_YEAR))

    def joined_between(self, first: date, last: date) -> Self:
        """Real ones that joined in these days, both included."""
        return self.filter(is_fictional=False, joined_on__range=(first, last)).order_by("joined_on", "name")

    def with_yearly_volume(self, category: str) -> Self:
        """Add ``low``, ``high``, ``source`` and ``as_of`` of what each buys in any year; None where it has not said."""
        yearly = FilteredRelation("volumes", condition=Q(volumes__category=category, volumes__year=None))
        names = ("low", "high", "source", "as_of")
        return self.annotate(yearly=yearly).annotate(**{name: F(f"yearly__{name}") for name in names})


def _memberships_of(actor: object) -> "MembershipQuerySet":
    from portal.members.models import Membership  # the models import this module

    mine = Membership.objects.filter(user=getattr(actor, "pk", None))
    return mine if is_signed_in(actor) else mine.none()


class ProcurementVolumeQuerySet(models.QuerySet["ProcurementVolume"]):
    def any_year(self) -> Self:
        """What real buyers take in any year, without the figures of single years."""
        buyers = self.filter(organisation__kind=OrganisationKind.PUBLIC_BUYER, organisation__is_fictional=False)
        return buyers.filter(year=None)

    def combined(self, category: str) -> Range:
        """The demand of all public buyers together in any year; nothing is 0 to 0."""
        sums = (
            self.any_year().filter(category=category).aggregate(low=Sum("low", default=0), high=Sum("high", default=0))
        )
        return Range(sums["low"], sums["high"])


class ContractEndQuerySet(models.QuerySet["ContractEnd"]):
    def coming(self, *, on: date) -> Self:
        """What everybody may read: those of public buyers that are not over, the next one first."""
        buyers = self.filter(organisation__kind=OrganisationKind.PUBLIC_BUYER)
        return buyers.filter(month__gte=on.replace(day=1)).order_by("month", "organisation__name", "category")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> Self:
        """Of people who can still sign in."""
        return self.filter(user__is_active=True)

    def editors(self) -> Self:
        return self.active().filter(role__in=EDITING_ROLES)

    def coordinators(self) -> Self:
        return self.active().filter(role=Role.COORDINATOR)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        return self.filter(accepted_at=None, revoked_at=None)
