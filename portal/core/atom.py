"""What every Atom feed of the portal shares."""

import hashlib
import re
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date, quote_etag
from django.utils.xmlutils import SimplerXMLGenerator

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
NEVER = datetime(2026, 1, 1, tzinfo=UTC)  # when a feed changed that has no entry: always the same
_UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class AtomFeed(Atom1Feed):
    """Atom 1.0 whose entries say their own language; it was updated when its newest entry was, not when it is read."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=NEVER)

    def item_attributes(self, item: dict[str, str]) -> dict[str, str]:
        return {**super().item_attributes(item), "xml:lang": item["language"]}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("icon", f"{settings.BASE_URL}{settings.STATIC_URL}img/logo.svg")


class Feed(NamedTuple):
    """A feed as it is sent."""

    text: str
    updated: datetime  # with its newest entry

    @classmethod
    def of(cls, feed: AtomFeed) -> "Feed":
        return cls(feed.writeString("utf-8"), feed.latest_post_date())


def feed_response(request: HttpRequest, feed: Feed) -> HttpResponseBase:
    """The feed, or that it has not changed since whoever asks has read it."""
    etag, changed = quote_etag(hashlib.sha256(feed.text.encode()).hexdigest()), int(feed.updated.timestamp())
    headers = {"ETag": etag, "Last-Modified": http_date(changed)}
    response = HttpResponse(feed.text, content_type=CONTENT_TYPE, headers=headers)
    return get_conditional_response(request, etag=etag, last_modified=changed, response=response) or response


def speakable(text: str) -> str:
    """Without the control characters that XML cannot carry: one of them would take the feed from everybody."""
    return _UNSPEAKABLE.sub("", text)


def tag_host() -> str:
    """Whose names the tag URIs of entries are: RFC 4151."""
    return urlsplit(settings.BASE_URL).hostname or "localhost"
