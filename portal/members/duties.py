"""What somebody in the portal should see to. Each app that knows of something adds its question when it is ready."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.second_factor import has_second_factor
from portal.members.enums import EDITING_ROLES
from portal.members.models import Organisation
from portal.members.querysets import A_YEAR


@dataclass(frozen=True)
class Duty:
    text: str
    url: str  # where to do it


Question = Callable[[User, Sequence[Organisation]], list[Duty]]
_questions: dict[str, Question] = {}


def register_duties(name: str, question: Question) -> None:
    """Let ``question`` say what a user, who edits for these public buyers, should see to."""
    _questions[name] = question


def duties_of(user: User) -> list[Duty]:
    """All that somebody should see to, in the order in which the apps have registered."""
    editing = user.memberships.filter(role__in=EDITING_ROLES).values("organisation")
    others = Q(memberships__role__in=EDITING_ROLES, memberships__user__is_active=True)
    organisations = list(
        Organisation.objects.public_buyers()
        .filter(pk__in=editing)
        .annotate(
            editors=Count("memberships", filter=others, distinct=True),
            said=Count("commitments", distinct=True),
        )
    )
    return [duty for question in _questions.values() for duty in question(user, organisations)]


def of_figures(user: User, organisations: Sequence[Organisation]) -> list[Duty]:
    """Old figures, no commitments, nobody else who edits."""
    duties = []
    for organisation in organisations:
        details = {"organisation": organisation.display_name}
        checked = organisation.figures_checked_on
        if checked is None or checked < localdate() - A_YEAR:
            text = _("Look at the yearly volumes of %(organisation)s once a year: it is time again.") % details
            duties.append(Duty(text, reverse("area:volumes", args=[organisation.slug])))
        if not organisation.said:
            text = _("Say what %(organisation)s does about the nine ambitions.") % details
            duties.append(Duty(text, reverse("area:commitments", args=[organisation.slug])))
        if organisation.editors < 2:
            text = _("Invite a second city editor for %(organisation)s: you are the only one.") % details
            duties.append(Duty(text, reverse("area:invite", args=[organisation.slug])))
    return duties


def of_account(user: User, organisations: Sequence[Organisation]) -> list[Duty]:
    """No second factor."""
    if has_second_factor(user):
        return []
    text = _("Secure your account with a passkey or an authenticator app.")
    return [Duty(text, reverse("area:security"))]
