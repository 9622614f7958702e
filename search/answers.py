"""What programs get of a search: plain values for JSON."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from search.backends import Hit, Results
from search.folding import fold
from search.forms import parameters
from search.marks import plain
from search.places import place
from search.queries import SearchQuery

MOST_TITLES, SHORTEST_BEGINNING = 8, 2  # of suggestions; letters from which there are any
_MARK = "<mark>"


def answer(query: SearchQuery, results: Results) -> dict[str, Any]:
    """Everything that a page of results says. ``next`` is the address of the page after it, None at the end."""
    return {
        "total": results.total,
        "kinds": dict(results.kinds),
        "facets": {name: dict(counts) for name, counts in results.facets.items()},
        "hits": [_hit(hit, query.language) for hit in results.hits],
        "next": _address(query, results.next_cursor) if results.next_cursor else None,
        "all_words": results.all_words,
        "suggestion": results.suggestion,
        "backend": results.backend.rpartition(".")[2],
        "degraded": results.is_degraded,
        "behind": results.is_behind,
    }


def beginnings(query: SearchQuery) -> SearchQuery | None:
    """The search for what somebody has begun to type; None while that is too little."""
    if len(query.text) < SHORTEST_BEGINNING:
        return None
    return replace(query, text=_begun_code(query.text), goes_on=True, size=3 * MOST_TITLES)


def titles(query: SearchQuery, results: Results) -> dict[str, Any]:
    """The hits in whose title or code it was found, the best first.

    A beginning is looked for here: engines do not mark all of them.
    """
    text = query.text.casefold()
    last = fold(text.split()[-1])
    found = [
        hit
        for hit in results.hits
        if _MARK in hit.title
        or _begun_code(hit.code).casefold().startswith(text)
        or any(fold(word).startswith(last) for word in hit.plain_title.split())
    ]
    return {
        "titles": [
            {
                "kind": hit.kind,
                "code": hit.code,
                "title": hit.plain_title,
                "language": hit.language,
                "url": hit.address(query.language),
            }
            for hit in found[:MOST_TITLES]
        ]
    }


def _begun_code(text: str) -> str:
    """ "BAT0" for "BAT-0": a code is one word."""
    return re.sub(r"-(?=\d*$)", "", text)


def _hit(hit: Hit, reader: str) -> dict[str, Any]:
    return {
        "key": hit.key,
        "kind": hit.kind,
        "code": hit.code,
        "version": hit.version,
        "title": hit.plain_title,
        "title_html": str(hit.title),
        "excerpt": plain(hit.excerpt),
        "excerpt_html": str(hit.excerpt),
        "url": settings.BASE_URL + hit.address(reader),
        "language": hit.language,
        "facets": {name: list(values) for name, values in hit.facets.items()},
    }


def _address(query: SearchQuery, cursor: str) -> str:
    portion = [*parameters(query), ("size", str(query.size)), ("cursor", cursor)]
    return f"{settings.BASE_URL}{place('json')}?{urlencode(portion)}"
