"""What every page's frame needs: the same page in other languages, and the main navigation."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Alternate:
    code: str
    name: str
    url: str

    @property
    def current(self) -> bool:
        return self.code == get_language()


def site(request: HttpRequest) -> dict[str, Any]:
    """``alternates``; ``nav``, and as ``section`` the address in it that this page is under, or ""; ``base_url``;
    ``permanent_url``: the page's address under the configured host.

    ``in_preview_panel`` is Wagtail's: a template that looks for it on a request without it takes as long as a query.
    """
    path, nav = request.get_full_path(), _navigation(request)
    return {
        "alternates": [Alternate(code, name, in_language(path, code)) for code, name in settings.LANGUAGES],
        "nav": nav,
        "section": next((entry.url for entry in nav if entry.current), ""),
        "base_url": settings.BASE_URL,
        "permanent_url": settings.BASE_URL + request.path,
        "in_preview_panel": getattr(request, "in_preview_panel", False),
    }


def in_language(path: str, code: str) -> str:
    """The same page in another language; for one without a language in its address, the way to choose one there."""
    prefix = path.split("/", 2)[1] if path.startswith("/") else ""
    if prefix in dict(settings.LANGUAGES):
        return f"/{code}/" + path.split("/", 2)[2] if path.count("/") > 1 else f"/{code}/"
    return f"{reverse('language', args=[code])}?{urlencode({'next': path})}"


def _navigation(request: HttpRequest) -> list[Link]:
    entries = _entries(get_language() or settings.LANGUAGE_CODE)
    return [Link(label, url, request.path.startswith(url)) for label, url in entries]


@lru_cache
def _entries(language: str) -> list[tuple[str, str]]:
    """The words and addresses of the navigation, in the active language."""
    home = f"/{language}/"
    return [
        (_("Criteria"), reverse("registry:set", args=["smartphones"])),
        (_("Experiences"), reverse("experiences:list")),
        (_("Statement"), f"{home}statement/"),
        (_("Members"), f"{home}members/"),
        (_("Join"), reverse("joining:start")),
        (_("About"), f"{home}background/"),
    ]
