"""What happens around every view: the language of an address, the content security policy."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

# The Wagtail admin needs inline script and style; no other page gets them.
ADMIN_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-ancestors": [SELF],
    "form-action": [SELF],
    "object-src": ["'none'"],
}


class NoNullMiddleware:
    """Refuses an address with the character NUL: no text has it, and PostgreSQL fails at it. Forms look themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path_info:
            raise BadRequest("NUL in the address")
        return self.get_response(request)


class AdminContentSecurityPolicyMiddleware:
    """Gives pages under ``/admin/`` their own policy, and lets them frame their own previews."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_replace = ADMIN_POLICY  # type: ignore[attr-defined]  # read by django-csp
            if _is_preview(request):  # it has been here as the page that it shows, which no frame may hold
                for name in ("Content-Security-Policy", "X-Frame-Options"):
                    response.headers.pop(name, None)
            response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
        return response


def _is_preview(request: HttpRequest) -> bool:
    """Wagtail's preview of something while it is edited: "wagtailadmin_pages:preview_on_edit"."""
    match = request.resolver_match
    return match is not None and match.view_name.rpartition(":")[2].startswith("preview_on_")


class AddressLanguageMiddleware(LocaleMiddleware):
    """Django's own, except that a 404 of a view without language stays one: it is no address that lacks a language."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and request.resolver_match is not None:
            patch_vary_headers(response, ("Accept-Language",))
            response.headers.setdefault("Content-Language", get_language() or "en")
            return response
        return super().process_response(request, response)
