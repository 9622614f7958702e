"""Mails that come by themselves: the yearly question about figures, and who has joined. Safe to repeat."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timezone import localdate

from portal.accounts.models import User
from portal.letters.models import Letter
from portal.letters.services import write_letter
from portal.members.enums import EDITING_ROLES, Frequency, Topic
from portal.members.models import Invitation, Membership, Organisation
from portal.members.querysets import A_YEAR
from portal.members.services.notifications import users_wanting
from portal.outbox.models import OutboxEvent

NEWS = timedelta(days=14)  # who joined longer ago is no news: an outage is made up for, history is not
FIGURES, JOINED, DIGEST = "members.figures", "members.joined", "members.digest"


def remind_of_figures(*, on: date) -> int:
    """Ask every editor of a public buyer whose figures are old to look at them; one letter a year. How many now."""
    wanting = users_wanting(Topic.FIGURES, Frequency.AT_ONCE)
    editors = Membership.objects.filter(
        organisation__in=Organisation.objects.public_buyers().with_old_figures(on=on),
        role__in=EDITING_ROLES,
        user__in=wanting,
    ).select_related("organisation", "user")
    lately = Letter.objects.filter(kind=FIGURES, recorded_at__gt=timezone.now() - A_YEAR)
    asked = set(lately.values_list("object_id", "recipient"))
    due = [row for row in editors if (row.organisation_id, row.user.email.lower()) not in asked]
    languages = languages_of(row.user_id for row in due)
    for row in due:
        write_letter(
            FIGURES,
            row.organisation_id,
            recipient=row.user.email,
            language=languages[row.user_id],
            occasion=on.isoformat(),
        )
    return len(due)


def write_to_editors(
    organisations: "QuerySet[Any] | Collection[int]", kind: str, object_id: int, *, topic: Topic
) -> int:
    """Write of one thing to every editor of some organisations who wants mail about a topic at once.

    One letter for each organisation, thing and editor, however often this is called; returns how many are due.
    """
    wanting = users_wanting(topic, Frequency.AT_ONCE)
    editors = Membership.objects.editors().filter(organisation__in=organisations, user__in=wanting)
    rows = list(editors.select_related("user").order_by("organisation", "pk"))
    languages = languages_of(row.user_id for row in rows)
    for row in rows:
        write_letter(
            kind,
            object_id,
            recipient=row.user.email,
            language=languages[row.user_id],
            occasion=f"organisation.{row.organisation_id}",
        )
    return len(rows)


def tell_of_new_members(*, on: date) -> int:
    """Tell whoever wants to know at once of each organisation that joined lately. How many letters are new."""
    people = _people(users_wanting(Topic.NEW_MEMBERS, Frequency.AT_ONCE))
    languages = languages_of(user.pk for user in people)
    before = Letter.objects.filter(kind=JOINED).count()
    for organisation in Organisation.objects.joined_between(on - NEWS, on):
        own = set(organisation.memberships.values_list("user", flat=True))
        for user in people:
            if user.pk not in own:
                write_letter(JOINED, organisation.pk, recipient=user.email, language=languages[user.pk])
    return Letter.objects.filter(kind=JOINED).count() - before


def tell_of_the_week(*, on: date) -> int:
    """Tell whoever wants it weekly who joined in the week before this one. How many letters are new."""
    monday, sunday = week_before(on)
    if not Organisation.objects.joined_between(monday, sunday).exists():
        return 0
    people = _people(users_wanting(Topic.NEW_MEMBERS, Frequency.WEEKLY))
    languages = languages_of(user.pk for user in people)
    before = Letter.objects.filter(kind=DIGEST).count()
    for user in people:
        write_letter(DIGEST, user.pk, recipient=user.email, language=languages[user.pk], occasion=monday.isoformat())
    return Letter.objects.filter(kind=DIGEST).count() - before


def take(events: Sequence[OutboxEvent]) -> None:
    """The outbox's channel: whoever wants to know at once of new members hears of them as soon as they are."""
    if any(event.name == "joining.approve" for event in events):
        tell_of_new_members(on=localdate())


def week_before(on: date) -> tuple[date, date]:
    """Monday and Sunday of the last whole week."""
    monday = on - timedelta(days=on.weekday() + 7)
    return monday, monday + timedelta(days=6)


def languages_of(user_ids: Iterable[int]) -> dict[int, str]:
    """The language to write to each in: the newest invitation's, else the organisation's first, else English."""
    users = {user.pk: user.email for user in User.objects.filter(pk__in=set(user_ids))}
    known = dict(settings.LANGUAGES)
    invitations = Invitation.objects.exclude(accepted_at=None).filter(email__in=users.values()).order_by("accepted_at")
    invited = dict(invitations.values_list("email", "language"))
    worked = Membership.objects.filter(user__in=users).order_by("-since").values_list("user", "organisation__languages")
    spoken = {user: next((code for code in languages if code in known), "") for user, languages in worked}
    return {pk: invited.get(email) or spoken.get(pk) or settings.LANGUAGE_CODE for pk, email in users.items()}


def _people(user_ids: Iterable[int]) -> list[User]:
    return list(User.objects.filter(pk__in=user_ids).order_by("pk"))
