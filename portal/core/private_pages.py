"""Pages of one visitor alone: kept by no cache, found by no search engine; and those that a mailed link opens."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.views import View


class PrivatePage(View):
    """A page that is one visitor's own."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = self.answer(request, *args, **kwargs)
        add_never_cache_headers(response)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What the page says, without the headers that all of them have."""
        return super().dispatch(request, *args, **kwargs)


class MailedLinkPage(PrivatePage):
    """A page that a mailed link opens: its address holds the token."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        # Never the path with its token. "no-referrer" would have browsers send "Origin: null", which fails the check
        # of the form.
        response.headers["Referrer-Policy"] = "strict-origin"
        return response
