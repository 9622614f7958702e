"""The letter about saved searches: what it says is made when it is sent, of what its reader may see at that moment."""

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate

from portal.accounts.models import User
from portal.letters.kinds import address, register_letter
from portal.letters.models import Letter
from search.backends import Hit
from search.marks import plain
from search.models import SavedSearch
from search.saved import NEWS, news_of, signed_link

SHOWN = 10  # hits of one search


def register() -> None:
    register_letter(NEWS, news)


def news(letter: Letter) -> dict[str, Any] | None:
    """Nothing for whoever has gone, has stopped the letters, or may see none of it any more."""
    user = User.objects.filter(pk=letter.object_id, email=letter.recipient, is_active=True).first()
    if user is None:
        return None
    day, today = date.fromisoformat(letter.occasion), localdate()
    searches = list(SavedSearch.objects.filter(user=user, is_silent=False).order_by("pk"))
    found = [(search, news_of(search, user, day=day, on=today)) for search in searches]
    told = [_told(search, hits) for search, hits in found if hits]
    if not told:
        return None
    return {
        "count": sum(len(hits) for _search, hits in found),
        "searches": told,
        "link": address("search:saved", language=letter.language),
        "unsubscribe": address("search:stop-letters", signed_link(user), language=letter.language),
    }


def _told(search: SavedSearch, hits: list[Hit]) -> dict[str, Any]:
    return {
        "name": search.name,
        "url": f"{settings.BASE_URL}{reverse('search:search')}?{search.parameters}",
        "hits": [
            {
                "name": f"{hit.code} {plain(hit.title)}".strip(),
                "url": settings.BASE_URL + hit.address(search.language),
            }
            for hit in hits[:SHOWN]
        ],
        "more": max(0, len(hits) - SHOWN),
    }
