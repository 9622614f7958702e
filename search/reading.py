"""Who reads, and what caches may keep of the answer. A leaf for the views."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localdate
from django.utils.translation import get_language

from portal.core.viewer import VISITOR, Viewer
from portal.members.viewers import viewer_of
from search.forms import read_query
from search.liking import liked
from search.queries import SearchQuery


def is_signed_in(request: HttpRequest) -> bool:
    """Whether somebody has signed in; no session is read where there is none."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def reader_of(request: HttpRequest) -> Viewer:
    """The viewer who asks."""
    return viewer_of(request.user) if is_signed_in(request) else VISITOR


def query_of(request: HttpRequest, viewer: Viewer) -> SearchQuery:
    """What the parameters ask for, in the language of the address first."""
    language = get_language() or settings.LANGUAGE_CODE
    return liked(read_query(request.GET, viewer=viewer, language=language, on=localdate()))


def for_reader(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An answer that depends on who asks: nobody's cache gives somebody's to another."""
    patch_vary_headers(response, ["Cookie"])
    if is_signed_in(request):
        response.headers["Cache-Control"] = "private, no-store"
    return response
