"""Where a visitor's basket is kept: the session, which needs no account."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from registry.takeaway.basket import Basket, BasketError

CURRENT, BEFORE = "basket", "basket_before"


def load_basket(request: HttpRequest) -> Basket:
    """The visitor's basket; an empty one where there is none or it cannot be read."""
    try:
        return Basket.from_dict(request.session.get(CURRENT, {}))
    except BasketError:
        return Basket()


def store_basket(request: HttpRequest, basket: Basket) -> None:
    """Keep a basket, and the one before it for an undo; saving it as it is leaves the undo as it was."""
    before, after = request.session.get(CURRENT, {}), basket.as_dict()
    if after != before:
        request.session[BEFORE], request.session[CURRENT] = before, after


def can_undo(request: HttpRequest) -> bool:
    """Whether there is a step to take back."""
    before = request.session.get(BEFORE)
    return before is not None and before != request.session.get(CURRENT)


def restore_basket(request: HttpRequest) -> None:
    """Undo the last change, or do it again."""
    request.session[CURRENT], request.session[BEFORE] = (
        request.session.get(BEFORE, {}),
        request.session.get(CURRENT, {}),
    )


def same_origin_post(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Take a POST from our own pages without a token, so that those pages stay cacheable and set no cookie.

    A browser says where a POST comes from (Fetch Metadata, Origin), and the session cookie is SameSite=Lax: a foreign
    page reaches neither this view nor a visitor's basket.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not _is_from_here(request):
            return _refused(request)
        return view(request, *args, **kwargs)

    return guarded


def _is_from_here(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site", "")
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    if site:
        return site in ("same-origin", "none")
    return not origin or urlsplit(origin).netloc == request.get_host()


def _refused(request: HttpRequest) -> HttpResponse:
    return render(request, "403.html", status=403)
