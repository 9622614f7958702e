"""Who is told that a version which their tenders cite has a successor, an erratum, or has come to an end."""

from collections.abc import Sequence

from portal.experiences.models import TenderExperience
from portal.members.enums import Topic
from portal.members.services.reminders import write_to_editors
from portal.outbox.models import OutboxEvent
from registry.enums import Announcement
from registry.models import CriterionVersion, StatusEvent

STATUS_CHANGED = "experiences.status_changed"  # its object is the event, its occasion the organisation
SUCCESSOR = "experiences.successor"  # its object is the new version, its occasion the organisation


def take(events: Sequence[OutboxEvent]) -> None:
    """The outbox's channel: a vote has made a new version. The import of a register tells nobody."""
    for event in events:
        if event.name == Announcement.ADOPTED:
            tell_users_of_its_base(event.object_id)
        elif event.name == Announcement.STATUS_CHANGED:
            tell_users_of_change(event.object_id)


def tell_users_of_its_base(candidate_pk: int) -> int:
    """Write to the editors of every organisation whose tenders cite what a candidate has superseded.

    One letter for each organisation, version and editor, however often the event comes; returns how many are due.
    """
    final = CriterionVersion.objects.filter(draft__candidates__version=candidate_pk).first()
    if final is None or final.base_version_id is None:
        return 0
    return _tell(final.base_version_id, SUCCESSOR, final.pk)


def tell_users_of_change(event_pk: int) -> int:
    """Write of an erratum, a deprecation, a withdrawal or a version's heirs to the editors whose tenders cite it.

    One letter for each event, organisation and editor, however often it comes; returns how many are due.
    """
    version = StatusEvent.objects.filter(pk=event_pk).values_list("version", flat=True).first()
    return _tell(version, STATUS_CHANGED, event_pk) if version else 0


def organisations_citing(version_pk: int) -> int:
    """How many organisations would be told of what happens to a version."""
    citing = TenderExperience.objects.citing(version_pk).values("organisation")
    return citing.order_by().distinct().count()


def _tell(version_pk: int, letter: str, object_id: int) -> int:
    citing = TenderExperience.objects.citing(version_pk).values("organisation")
    return write_to_editors(citing, letter, object_id, topic=Topic.SUCCESSORS)
