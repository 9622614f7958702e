"""Who is told that a version which their tenders cite has a successor."""

from collections.abc import Sequence

from portal.experiences.models import TenderExperience
from portal.letters.services import write_letter
from portal.members.enums import Frequency, Topic
from portal.members.models import Membership
from portal.members.services.notifications import users_wanting
from portal.members.services.reminders import languages_of
from portal.outbox.models import OutboxEvent
from registry.enums import Announcement
from registry.models import CriterionVersion

SUCCESSOR = "experiences.successor"  # its object is the new version, its occasion the organisation


def take(events: Sequence[OutboxEvent]) -> None:
    """The outbox's channel: a vote has made a new version. The import of a register tells nobody."""
    for event in events:
        if event.name == Announcement.ADOPTED:
            tell_users_of_its_base(event.object_id)


def tell_users_of_its_base(candidate_pk: int) -> int:
    """Write to the editors of every organisation whose tenders cite what a candidate has superseded.

    One letter for each organisation, version and editor, however often the event comes; returns how many are due.
    """
    final = CriterionVersion.objects.filter(draft__candidates__version=candidate_pk).first()
    if final is None or final.base_version_id is None:
        return 0
    citing = TenderExperience.objects.citing(final.base_version_id).values("organisation")
    wanting = users_wanting(Topic.SUCCESSORS, Frequency.AT_ONCE)
    editors = Membership.objects.editors().filter(organisation__in=citing, user__in=wanting)
    rows = list(editors.select_related("user").order_by("organisation", "pk"))
    languages = languages_of(row.user_id for row in rows)
    for row in rows:
        write_letter(
            SUCCESSOR,
            final.pk,
            recipient=row.user.email,
            language=languages[row.user_id],
            occasion=f"organisation.{row.organisation_id}",
        )
    return len(rows)
