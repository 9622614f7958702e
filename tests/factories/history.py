"""What happens to a version after it was published: rows as the services write them, without the services."""

from datetime import date
from typing import Any

from django.db import transaction

from registry.enums import LineageKind, StatusKind
from registry.models import Criterion, CriterionVersion, LineageEdge, StatusEvent
from registry.sealed.chain import append_event
from tests.factories.registry import VersionFactory

CHANGED_ON = date(2026, 5, 4)


@transaction.atomic
def happened(version: CriterionVersion, kind: StatusKind, on: date = CHANGED_ON, **details: Any) -> StatusEvent:
    """An event of a version that was published."""
    return append_event(version, kind, effective_on=on, details={"origin": "test", **details})


def followed_by(version: CriterionVersion, number: str, on: date = CHANGED_ON, **facts: Any) -> CriterionVersion:
    """A new version that supersedes an older one on a day; ``facts`` are those of VersionFactory."""
    newer: Any = VersionFactory(criterion=version.criterion, number=number, base_version=version, published=on, **facts)
    happened(version, StatusKind.SUPERSEDED, on, by=str(newer))
    return newer


def withdrawn(
    version: CriterionVersion, on: date = CHANGED_ON, *, use_instead: Criterion | None = None
) -> CriterionVersion:
    """The version, withdrawn on a day in favour of another criterion, or of nothing."""
    happened(version, StatusKind.WITHDRAWN, on, reason={"en": "Nobody could prove it.", "sv": "Ingen kunde visa det."})
    if use_instead:
        LineageEdge.objects.create(source=version.criterion, kind=LineageKind.MOVED_TO, target=use_instead)
    return version
