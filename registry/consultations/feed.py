"""Consultations as a feed: what is open for comments, in voting, or was closed lately; the same for everybody."""

from datetime import UTC, date, datetime, time

from django.conf import settings
from django.urls import reverse
from django.utils.html import linebreaks
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.atom import AtomFeed, Feed, speakable, tag_host
from registry.consultations.listing import Row, closed, going_on, rows_of

NEWEST_CLOSED = 20


def consultations_feed() -> Feed:
    """The feed in the reader's language, as Atom 1.0; the newest change first."""
    on, language = localdate(), get_language() or settings.LANGUAGE_CODE
    going = going_on(on=on, language=language)
    ended = rows_of(closed(on=on, language=language)[:NEWEST_CLOSED], on=on, language=language)
    feed = AtomFeed(
        title=_("Consultations – Joint Demand"),
        link=settings.BASE_URL + reverse("registry:consultations"),
        description=_("New versions of criteria, open for comments."),
        language=language,
        feed_url=settings.BASE_URL + reverse("registry:consultations-feed"),
        feed_guid=f"tag:{tag_host()},2026:consultations",
        author_name="Joint Demand",
    )
    rows = [*going.open, *going.in_vote, *ended]
    for row in sorted(rows, key=lambda row: (row.course.changed_on, row.course.candidate.pk), reverse=True):
        _add(feed, row, language)
    return Feed.of(feed)


def _add(feed: AtomFeed, row: Row, language: str) -> None:
    """An entry keeps its name when the candidate goes on, so that readers see it again as changed."""
    course = row.course
    sentences = [course.sentence, *([row.summary] if row.summary else [])]
    feed.add_item(
        title=speakable(f"{row.version} {row.title}"),
        link=settings.BASE_URL + course.url,
        description=linebreaks(speakable("\n\n".join(sentences)), autoescape=True),
        unique_id=f"tag:{tag_host()},{course.since:%Y-%m-%d}:consultation:{row.version}",
        pubdate=_moment(course.since),
        updateddate=_moment(course.changed_on),
        categories=[row.version.criterion.code, course.standing.kind],
        language=language,
    )


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
