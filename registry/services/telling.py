"""Who is told of what happens to criteria: at once as the outbox says it, or once a week together. Safe to repeat.

Only what members decided is told: the import of a register tells nobody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts.models import User
from portal.letters.models import Letter
from portal.letters.services import write_letter
from portal.members.enums import EDITING_ROLES, Frequency, Topic
from portal.members.models import Membership
from portal.members.services.notifications import choices_of, users_wanting
from portal.members.services.reminders import languages_of
from portal.outbox.models import OutboxEvent
from registry.enums import CLOSING, Announcement, StatusKind
from registry.models import CriterionVersion, Elector, Release, StatusEvent
from registry.services.issuing import ORIGIN as BY_COORDINATORS

FIRST_WEEKS = timedelta(days=14)  # that a first weekly letter looks back on: an outage is made up for, history is not
RELEASED = "registry.released"  # the event of the outbox, and the letter about it
DIGEST = "registry.digest"  # its object is the person, its occasion the Monday before which all was told


class News(NamedTuple):
    """Something that is told: of which topic, by which letter, and which event of the chain says that it happened."""

    topic: Topic
    letter: str
    status: StatusKind


NEWS: Mapping[str, News] = {
    Announcement.CONSULTATION_OPENED: News(
        Topic.CONSULTATIONS, "registry.consultation_opened", StatusKind.CONSULTATION
    ),
    Announcement.VOTING_OPENED: News(Topic.VOTES, "registry.vote_opened", StatusKind.VOTING),
    Announcement.ADOPTED: News(Topic.PUBLISHED, "registry.adopted", StatusKind.ADOPTED),
}

# What ends it: a consultation is over when its vote opens, a vote when an event closes it.
_AFTER = {
    StatusKind.CONSULTATION: (StatusKind.VOTING, *CLOSING),
    StatusKind.VOTING: CLOSING,
}


@dataclass(frozen=True)
class Week:
    """What a weekly letter tells one person: candidates by topic and releases of sets, oldest first."""

    consultations: Sequence[CriterionVersion]
    votes: Sequence[CriterionVersion]
    published: Sequence[CriterionVersion]
    releases: Sequence[Release] = ()

    @property
    def count(self) -> int:
        return len(self.consultations) + len(self.votes) + len(self.published) + len(self.releases)


def take(events: Sequence[OutboxEvent]) -> None:
    """The outbox's channel: whoever wants to know at once gets a letter of each event, one however often it comes."""
    for event in events:
        if news := NEWS.get(event.name):
            tell_at_once(news, event.object_id)
        elif event.name == RELEASED:
            tell_of_release(event.object_id)


def tell_at_once(news: News, version_pk: int) -> int:
    """Write the letters about one candidate to whoever wants them at once; how many people that is.

    Nothing of what is over already: a consultation that became a vote is told as a vote.
    """
    if not still(news.status).filter(version=version_pk).exists():
        return 0
    wanting = users_wanting(news.topic, Frequency.AT_ONCE)
    if news.topic is Topic.VOTES:
        wanting &= voters_on(version_pk)
    people = list(User.objects.filter(pk__in=wanting).order_by("pk"))
    languages = languages_of(user.pk for user in people)
    for user in people:
        write_letter(news.letter, version_pk, recipient=user.email, language=languages[user.pk])
    return len(people)


def tell_of_release(pk: int) -> int:
    """Write the letters about one release to whoever wants news of what is published at once; how many people."""
    if not told_releases().filter(pk=pk).exists():
        return 0
    people = list(User.objects.filter(pk__in=users_wanting(Topic.PUBLISHED, Frequency.AT_ONCE)).order_by("pk"))
    languages = languages_of(user.pk for user in people)
    for user in people:
        write_letter(RELEASED, pk, recipient=user.email, language=languages[user.pk])
    return len(people)


def told_releases() -> QuerySet[Release]:
    """Those that coordinators put together; of the ones that were imported nobody is told."""
    events = StatusEvent.objects.filter(kind=StatusKind.PUBLISHED).exclude(release=None)
    told = {event.pk for event in events if event.parsed_details.get("origin") == BY_COORDINATORS}
    return Release.objects.filter(events__in=told).select_related("criteria_set__register")


def tell_of_the_week(*, on: date) -> int:
    """Write the weekly letters of the week that ``on`` is in: all since each person's last one. How many are new."""
    monday = on - timedelta(days=on.weekday())
    wanting = [users_wanting(news.topic, Frequency.WEEKLY) for news in NEWS.values()]
    people = list(User.objects.filter(pk__in=set().union(*wanting)).order_by("pk"))
    told = set(Letter.objects.filter(kind=DIGEST, occasion=monday.isoformat()).values_list("object_id", flat=True))
    due = [user for user in people if user.pk not in told and week_of(user, monday=monday).count]
    languages = languages_of(user.pk for user in due)
    for user in due:
        write_letter(DIGEST, user.pk, recipient=user.email, language=languages[user.pk], occasion=monday.isoformat())
    return len(due)


def week_of(user: User, *, monday: date) -> Week:
    """What the letter of a Monday tells somebody: since their last one, without what they were told at once."""
    choices = choices_of(user)
    start, end = _start_of(user, monday), _midnight(monday)
    found = {
        news.topic: _versions(news, user, start, end) if choices[news.topic] == Frequency.WEEKLY else []
        for news in NEWS.values()
    }
    wants_releases = choices[Topic.PUBLISHED] == Frequency.WEEKLY
    releases = list(_releases(user, start, end)) if wants_releases else []
    return Week(found[Topic.CONSULTATIONS], found[Topic.VOTES], found[Topic.PUBLISHED], releases)


def still(status: StatusKind) -> QuerySet[StatusEvent]:
    """The events of that kind of candidates that nothing has happened to since."""
    events = StatusEvent.objects.filter(kind=status, version__candidate__isnull=False)
    if status in CLOSING:
        return events
    ended = StatusEvent.objects.filter(kind__in=_AFTER[status]).exclude(version=None)
    return events.exclude(version__in=ended.values("version"))


def voters_on(version_pk: int) -> set[int]:
    """The ids of those who can cast a vote on a candidate, as editors of its electorate."""
    electorate = Elector.objects.filter(candidate__version=version_pk).values("organisation")
    rows = Membership.objects.editors().filter(organisation__in=electorate)
    return set(rows.values_list("user", flat=True))


def _versions(news: News, user: User, start: datetime, end: datetime) -> list[CriterionVersion]:
    told = Letter.objects.filter(kind=news.letter, recipient=user.email.lower()).values("object_id")
    events = still(news.status).filter(sealed_at__gte=start, sealed_at__lt=end).exclude(version__in=told)
    if news.topic is Topic.VOTES:
        mine = user.memberships.filter(role__in=EDITING_ROLES).values("organisation")
        events = events.filter(version__candidate__electors__organisation__in=mine).distinct()
    order = {pk: place for place, pk in enumerate(events.order_by("sequence").values_list("version", flat=True))}
    rows = (
        CriterionVersion.objects.filter(pk__in=order).for_cards().select_related("candidate__draft__final__criterion")
    )
    return sorted(rows, key=lambda version: order[version.pk])


def _releases(user: User, start: datetime, end: datetime) -> QuerySet[Release]:
    told = Letter.objects.filter(kind=RELEASED, recipient=user.email.lower()).values("object_id")
    return told_releases().filter(sealed_at__gte=start, sealed_at__lt=end).exclude(pk__in=told).order_by("pk")


def _start_of(user: User, monday: date) -> datetime:
    """From when on a letter tells: the Monday of the last one, else two weeks back."""
    letters = Letter.objects.filter(kind=DIGEST, object_id=user.pk, occasion__lt=monday.isoformat())
    last = letters.order_by("-occasion").values_list("occasion", flat=True).first()
    return _midnight(date.fromisoformat(last) if last else monday - FIRST_WEEKS)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
