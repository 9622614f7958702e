"""What templates ask of adaptations."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from portal.members.models import Organisation
from registry.enums import Relation, StatusKind
from registry.models import Adaptation, AdaptedCriterion, CriterionVersion, Release
from registry.takeaway.adapted import counted

register = template.Library()


@register.inclusion_tag("registry/adapting/_of_organisation.html")
def adaptations_of(organisation: Organisation) -> dict[str, Any]:
    """What an organisation has adapted and is in force today, one of each set; one query where there is none."""
    found = organisation.adaptations.in_force(on=localdate()).for_lists().order_by("criteria_set__slug")
    return {"rows": counted(found) if found else []}


@register.simple_tag
def adapted_by(version: CriterionVersion) -> list[AdaptedCriterion]:
    """How cities use the criterion of a version otherwise, in adaptations in force today; one query.

    Each with its adaptation: whoever changes the criterion reads there what cities had to change.
    """
    in_force = Adaptation.objects.in_force(on=localdate()).values("pk")
    rows = AdaptedCriterion.objects.filter(adaptation__in=in_force, criterion=version.criterion_id)
    rows = rows.exclude(relation=Relation.IDENTICAL).select_related("adaptation__criteria_set", "version__criterion")
    unread = "adaptation__content", "version__content", "version__change"
    return list(rows.defer(*unread).order_by("adaptation__city", "adaptation__criteria_set__slug"))


@register.filter
def newer_than(newest: Mapping[int, Release], release: Release) -> Release | None:
    """The newest release of the same set, if that is a later one."""
    found = newest.get(release.criteria_set_id)
    return found if found and found.number > release.number else None


@register.filter
def status_label(adaptation: Adaptation) -> str:
    """The status of one that was asked for with it; one of a day ahead has none yet."""
    return str(StatusKind(adaptation.status).label) if adaptation.status else "–"


@register.filter
def step_label(name: str) -> str:
    """What happened to a draft, in words."""
    labels = {
        "start": _("begun"),
        "rebase": _("moved to another release"),
        "publish": _("published"),
        "abandon": _("given up"),
        "ask_withdraw": _("withdrawal asked for"),
        "withdraw": _("withdrawn"),
        "keep": _("withdrawal taken back"),
        "close_withdrawal": _("superseded; the withdrawal asked for is closed"),
    }
    return labels.get(name, name)
