"""The search for programs: JSON, titles while somebody types, a feed."""

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from portal.core.atom import feed_response
from portal.core.viewer import VISITOR
from search.answers import answer, beginnings, titles
from search.feeds import search_feed
from search.finding import find
from search.forms import read_portion
from search.reading import for_reader, query_of, reader_of


@require_safe
def search_json(request: HttpRequest) -> HttpResponse:
    """What the page shows, with up to 50 hits and a cursor instead of pages."""
    query = read_portion(query_of(request, reader_of(request)), request.GET)
    return for_reader(request, _json(answer(query, find(query))))


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Titles with words that begin as those of the text do."""
    query = beginnings(query_of(request, reader_of(request)))
    return for_reader(request, _json(titles(query, find(query)) if query else {"titles": []}))


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """The same for everybody; not modified as long as it finds the same."""
    return feed_response(request, search_feed(query_of(request, VISITOR)))


def _json(values: dict[str, object]) -> HttpResponse:
    return HttpResponse(orjson.dumps(values), content_type="application/json")
