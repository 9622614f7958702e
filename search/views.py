"""The search page, and how browsers learn of it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.core.access import can
from portal.core.breadcrumbs import trail
from portal.core.viewer import VISITOR
from search.finding import find_meanwhile
from search.forms import is_cut
from search.misses import count_when_sent, is_miss
from search.pages import SearchPage
from search.queries import LONGEST_TEXT
from search.reading import for_reader, is_signed_in, query_of, reader_of
from search.ways import Ways


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the parameters ask for, in the language of the address first."""
    viewer = reader_of(request)
    query = query_of(request, viewer)
    results = find_meanwhile(query)
    ways = Ways(
        query,
        can_save=viewer != VISITOR and can(request.user, "search.save"),
        user=request.user if is_signed_in(request) else None,
    )
    context = {
        "found": SearchPage(query, results),
        "ways": ways,
        "trail": trail((_("Search"), "")),
        "is_cut": is_cut(request.GET),
        "longest": LONGEST_TEXT,
    }
    response = render(request, "search/search.html", context)
    if is_miss(query, results):
        count_when_sent(response, query)
    return for_reader(request, response)


@require_safe
@cache_control(max_age=86_400, public=True)
def opensearch(request: HttpRequest) -> HttpResponse:
    """The description by which a browser offers to search here: OpenSearch 1.1."""
    context = {"base_url": settings.BASE_URL, "language": get_language()}
    return render(request, "search/opensearch.xml", context, content_type="application/opensearchdescription+xml")
