"""How templates say how many there are."""

from functools import lru_cache

from django import template
from django.utils.translation import get_language, ngettext

register = template.Library()


@register.filter
def results(count: int) -> str:
    """ "(12 results)", in words for whoever hears a number without what stands around it."""
    return _results(count, get_language())


@lru_cache(4_096)  # a page of facets says it thirty times
def _results(count: int, _language: str | None) -> str:
    return ngettext("(%(count)s result)", "(%(count)s results)", count) % {"count": count}
