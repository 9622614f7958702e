"""The addresses of the search's own pages, which every page of results names several times."""

from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language


def place(name: str) -> str:
    """Of "search", "json", "feed" or "opensearch", in the active language: to ask for it each time takes as long as
    a hit.
    """
    return _place(name, get_language())


@lru_cache
def _place(name: str, _language: str | None) -> str:
    return reverse(f"search:{name}")
