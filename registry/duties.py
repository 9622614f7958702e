"""The votes and drafts that wait for an editor."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.members.duties import Duty
from portal.members.models import Organisation
from registry.drafts.asking import handed_back
from registry.models import Draft, Elector


def of_votes(user: User, organisations: Sequence[Organisation]) -> list[Duty]:
    """Open votes in which an organisation that somebody edits for has not said anything yet."""
    names = {organisation.pk: organisation.display_name for organisation in organisations}
    if not names:
        return []
    rows = Elector.objects.open().filter(organisation__in=names, vote=None)
    waiting = rows.select_related("candidate__version__criterion").order_by("pk")
    return [
        Duty(
            _("A vote is waiting for %(organisation)s: %(version)s.")
            % {"organisation": names[elector.organisation_id], "version": elector.candidate.version},
            reverse("registry:vote", args=[elector.pk]),
        )
        for elector in waiting
    ]


def of_drafts(user: User, organisations: Sequence[Organisation]) -> list[Duty]:
    """Drafts of an organisation that somebody edits for, which the coordinators have handed back."""
    if not organisations:
        return []
    drafts = handed_back(Draft.objects.filter(proposed_by__in=organisations)).select_related("base_version__criterion")
    return [
        Duty(
            _("The coordinators have handed back your draft %(draft)s.") % {"draft": draft},
            reverse("registry:draft", args=[draft.pk]),
        )
        for draft in drafts.order_by("code")
    ]
