"""The newest experiences as a feed: what everyone may see, whoever asks. Fictional ones are left out."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from portal.core.viewer import VISITOR
from portal.experiences.models import Face, TenderExperience
from portal.experiences.shown import Shown

NEWEST = 30
_UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
CONTENT_TYPE = "application/atom+xml; charset=utf-8"


class _Feed(Atom1Feed):
    """Atom whose entries say their own language."""

    def item_attributes(self, item: dict[str, str]) -> dict[str, str]:
        return {**super().item_attributes(item), "xml:lang": item["language"]}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("icon", f"{settings.BASE_URL}{settings.STATIC_URL}img/logo.svg")


def newest_feed() -> str:
    """The feed in the reader's language, as Atom 1.0; one query."""
    page, here = reverse("experiences:list"), reverse("experiences:feed")
    feed = _Feed(
        title=_("Tender experiences – Joint Demand"),
        link=settings.BASE_URL + page,
        description=_("What happened when cities used the criteria."),
        language=get_language(),
        feed_url=settings.BASE_URL + here,
        feed_guid=f"tag:{_host()},2026:experiences",
        author_name="Joint Demand",
    )
    faces = Face.objects.visible_to(VISITOR).real().select_related("experience__organisation")
    for face in faces.order_by("-published_at", "-pk")[:NEWEST]:
        _add(feed, face)
    return feed.writeString("utf-8")


def _add(feed: _Feed, face: Face) -> None:
    """The summary goes as HTML, because that is what Django says it is: what looks like markup is text."""
    experience, shown = face.experience, Shown.from_dict(face.content)
    feed.add_item(
        title=_plain(face.title),
        link=settings.BASE_URL + experience.get_absolute_url(),
        description=linebreaks(
            _plain(shown.summary) or f"{_plain(experience.buyer_name)}, {face.year}", autoescape=True
        ),
        unique_id=_identity(experience),
        author_name=_plain(experience.buyer_name),
        pubdate=experience.published_at,
        updateddate=face.published_at,
        categories=[citation.citation for citation in shown.criteria or ()],
        language=face.language,
    )


def _plain(text: str) -> str:
    """Without the control characters that XML cannot carry: one of them would take the feed from everybody."""
    return _UNSPEAKABLE.sub("", text)


def _identity(experience: TenderExperience) -> str:
    """The same in every language and after every correction: a tag URI, RFC 4151."""
    assert experience.published_at is not None  # noqa: S101  (it has a face)
    return f"tag:{_host()},{experience.published_at:%Y-%m-%d}:{experience.reference}"


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"
