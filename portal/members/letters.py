"""The letters of members: what each says, made when it is sent. Whoever has left or opted out meanwhile gets none."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings

from portal.accounts.models import User
from portal.letters.kinds import address, register_letter
from portal.letters.models import Letter
from portal.letters.services import issue_link
from portal.members.enums import Frequency, Topic
from portal.members.models import Invitation, Organisation
from portal.members.services.colleagues import INVITATION, LIFETIME
from portal.members.services.notifications import choices_of, signed_link
from portal.members.services.reminders import DIGEST, FIGURES, JOINED


def register() -> None:
    register_letter(INVITATION, invitation)
    register_letter(FIGURES, figures)
    register_letter(JOINED, joined)
    register_letter(DIGEST, digest)


def invitation(letter: Letter) -> dict[str, Any] | None:
    found = Invitation.objects.open().select_related("organisation", "invited_by").filter(pk=letter.object_id).first()
    if found is None:
        return None
    token = issue_link(INVITATION, found.pk, email=letter.recipient, lifetime=LIFETIME)
    return {
        "link": address("area:invitation", token, language=letter.language),
        "organisation": found.organisation.display_name,
        "role": found.get_role_display(),
        "inviter": str(found.invited_by) if found.invited_by else "",
        "days": LIFETIME.days,
    }


def figures(letter: Letter) -> dict[str, Any] | None:
    """Nothing any more if somebody has looked at the figures since, or the reader edits them no longer."""
    organisation = Organisation.objects.with_old_figures(on=_day_of(letter)).filter(pk=letter.object_id).first()
    reader = reader_of(letter, Topic.FIGURES, Frequency.AT_ONCE)
    if organisation is None or reader is None:
        return None
    if not organisation.memberships.editors().filter(user=reader).exists():
        return None
    return {
        "link": address("area:volumes", organisation.slug, language=letter.language),
        "organisation": organisation.display_name,
        "checked_on": organisation.figures_checked_on,
        "unsubscribe": way_out(letter, reader, Topic.FIGURES),
    }


def joined(letter: Letter) -> dict[str, Any] | None:
    organisation = Organisation.objects.filter(pk=letter.object_id).first()
    reader = reader_of(letter, Topic.NEW_MEMBERS, Frequency.AT_ONCE)
    if organisation is None or reader is None:
        return None
    return {
        "link": _members_page(letter),
        "organisation": organisation.display_name,
        "country": organisation.country_name,
        "unsubscribe": way_out(letter, reader, Topic.NEW_MEMBERS),
    }


def digest(letter: Letter) -> dict[str, Any] | None:
    monday = _day_of(letter)
    organisations = list(Organisation.objects.joined_between(monday, monday + timedelta(days=6)))
    reader = reader_of(letter, Topic.NEW_MEMBERS, Frequency.WEEKLY)
    if reader is None or not organisations:
        return None
    return {
        "link": _members_page(letter),
        "organisations": organisations,
        "count": len(organisations),
        "unsubscribe": way_out(letter, reader, Topic.NEW_MEMBERS),
    }


def _day_of(letter: Letter) -> date:
    return date.fromisoformat(letter.occasion)


def reader_of(letter: Letter, topic: Topic, frequency: Frequency) -> User | None:
    """Whom a letter goes to, if they are still in the portal and still want it."""
    users = User.objects.filter(email=letter.recipient, is_active=True, memberships__isnull=False)
    reader = users.distinct().first()
    return reader if reader and choices_of(reader)[topic] == frequency else None


def way_out(letter: Letter, reader: User, *topics: Topic) -> str:
    """The address that stops mail about what a letter tells of."""
    return address("area:unsubscribe", signed_link(reader.pk, *topics), language=letter.language)


def _members_page(letter: Letter) -> str:
    return f"{settings.BASE_URL}/{letter.language}/members/"
