"""The search page, and how browsers learn of it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.core.breadcrumbs import trail
from portal.core.viewer import VISITOR
from search.finding import find
from search.forms import is_cut, read_query
from search.pages import SearchPage
from search.queries import LONGEST_TEXT


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the parameters ask for, in the language of the address first."""
    language = get_language() or settings.LANGUAGE_CODE
    query = read_query(request.GET, viewer=VISITOR, language=language, on=localdate())
    found = SearchPage(query, find(query))
    context = {
        "found": found,
        "trail": trail((_("Search"), "")),
        "is_cut": is_cut(request.GET),
        "longest": LONGEST_TEXT,
    }
    return render(request, "search/search.html", context)


@require_safe
@cache_control(max_age=86_400, public=True)
def opensearch(request: HttpRequest) -> HttpResponse:
    """The description by which a browser offers to search here: OpenSearch 1.1."""
    context = {"base_url": settings.BASE_URL, "language": get_language()}
    return render(request, "search/opensearch.xml", context, content_type="application/opensearchdescription+xml")
