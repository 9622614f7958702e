"""A search as a feed: the newest of what everyone finds, whoever asks."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core.atom import NEVER, AtomFeed, Feed, speakable, tag_host
from search.backends import Hit
from search.finding import find
from search.forms import address
from search.marks import plain
from search.models import IndexedEntry
from search.queries import SearchQuery, Sort

NEWEST = 50


def search_feed(query: SearchQuery) -> Feed:
    """The newest hits of a visitor's query as Atom 1.0, the same text for the same hits."""
    hits = find(replace(query, sort=Sort.NEWEST, page=1, size=NEWEST)).hits
    updated = dict(IndexedEntry.objects.filter(key__in=[hit.key for hit in hits]).values_list("key", "updated"))
    asked = address(query)
    name = query.text or query.like_title
    feed = AtomFeed(
        title=_("“%(text)s” – Joint Demand") % {"text": speakable(name)}
        if name
        else _("Everything new – Joint Demand"),
        link=settings.BASE_URL + reverse("search:search") + asked,
        description=_("The newest of what this search finds."),
        language=query.language,
        feed_url=settings.BASE_URL + reverse("search:feed") + asked,
        author_name="Joint Demand",
    )
    for hit in hits:
        _add(feed, hit, query.language, updated.get(hit.key, NEVER), f"tag:{tag_host()},2026:{hit.key}")
    return Feed.of(feed)


def _add(feed: AtomFeed, hit: Hit, reader: str, updated: datetime, identity: str) -> None:
    name = f"{hit.code} {plain(hit.title)}".strip()
    feed.add_item(
        title=speakable(name),
        link=settings.BASE_URL + hit.address(reader),
        description=speakable(hit.excerpt),
        unique_id=identity,
        pubdate=None,
        updateddate=updated,
        categories=[hit.kind],
        language=hit.language,
    )
