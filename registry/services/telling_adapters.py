"""Who is told that a release which a city has adapted is followed by a newer one. Safe to repeat."""

from collections.abc import Sequence

from portal.members.enums import Topic
from portal.members.services.reminders import write_to_editors
from portal.outbox.models import OutboxEvent
from registry.enums import StatusKind
from registry.models import Adaptation, Release
from registry.services.importing import ORIGIN as IMPORTED

NEWER_RELEASE = "registry.newer_release"  # its object is the new release, its occasion the organisation
RELEASED = "registry.released"


def take(events: Sequence[OutboxEvent]) -> None:
    """The outbox's channel: coordinators have published a release. The import of a register tells nobody."""
    for event in events:
        if event.name == RELEASED:
            tell_adapters_of(event.object_id)


def tell_adapters_of(release_pk: int) -> int:
    """Write to the editors of every city whose newest adaptation of the set stands on an older release.

    One letter for each city, release and editor, however often the event comes; returns how many are due.
    """
    release = Release.objects.select_related("criteria_set").filter(pk=release_pk).first()
    if release is None or _is_imported(release):
        return 0
    cities = {adaptation.organisation_id for adaptation in standing_on_older(release)}
    return write_to_editors(cities, NEWER_RELEASE, release.pk, topic=Topic.SUCCESSORS)


def standing_on_older(release: Release) -> list[Adaptation]:
    """The newest adaptation of each city, where it stands on an older release of the set and is not withdrawn."""
    rows = Adaptation.objects.filter(criteria_set=release.criteria_set, successor=None)
    rows = rows.exclude(events__kind=StatusKind.WITHDRAWN).for_lists()
    return [row for row in rows.order_by("organisation") if row.release.number < release.number]


def _is_imported(release: Release) -> bool:
    published = release.events.filter(kind=StatusKind.PUBLISHED).first()
    return published is None or published.parsed_details.get("origin") == IMPORTED
