"""The newest experiences as a feed: what everyone may see, whoever asks. Fictional ones are left out."""

from django.conf import settings
from django.urls import reverse
from django.utils.html import linebreaks
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.atom import AtomFeed, Feed, speakable, tag_host
from portal.core.viewer import VISITOR
from portal.experiences.models import Face, TenderExperience
from portal.experiences.shown import Shown

NEWEST = 30


def newest_feed() -> Feed:
    """The feed in the reader's language, as Atom 1.0; one query."""
    page, here = reverse("experiences:list"), reverse("experiences:feed")
    feed = AtomFeed(
        title=_("Tender experiences – Joint Demand"),
        link=settings.BASE_URL + page,
        description=_("What happened when cities used the criteria."),
        language=get_language(),
        feed_url=settings.BASE_URL + here,
        feed_guid=f"tag:{tag_host()},2026:experiences",
        author_name="Joint Demand",
    )
    faces = Face.objects.visible_to(VISITOR).real().select_related("experience__organisation")
    for face in faces.order_by("-published_at", "-pk")[:NEWEST]:
        _add(feed, face)
    return Feed.of(feed)


def _add(feed: AtomFeed, face: Face) -> None:
    """The summary goes as HTML, because that is what Django says it is: what looks like markup is text."""
    experience, shown = face.experience, Shown.from_dict(face.content)
    feed.add_item(
        title=speakable(face.title),
        link=settings.BASE_URL + experience.get_absolute_url(),
        description=linebreaks(
            speakable(shown.summary) or f"{speakable(experience.buyer_name)}, {face.year}", autoescape=True
        ),
        unique_id=_identity(experience),
        author_name=speakable(experience.buyer_name),
        pubdate=experience.published_at,
        updateddate=face.published_at,
        categories=[citation.citation for citation in shown.criteria or ()],
        language=face.language,
    )


def _identity(experience: TenderExperience) -> str:
    """The same in every language and after every correction: a tag URI, RFC 4151."""
    assert experience.published_at is not None  # noqa: S101  (it has a face)
    return f"tag:{tag_host()},{experience.published_at:%Y-%m-%d}:{experience.reference}"
