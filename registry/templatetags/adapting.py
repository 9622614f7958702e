"""What templates ask of adaptations."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _

from registry.enums import StatusKind
from registry.models import Adaptation, Release

register = template.Library()


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
        "withdraw": _("withdrawn"),
    }
    return labels.get(name, name)
