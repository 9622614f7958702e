"""How templates say how many there are."""

from functools import lru_cache

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import get_language, ngettext

register = template.Library()


@register.filter
def grouped(count: int) -> str:
    """ "1,234", its digits in groups as the language does it."""
    return _grouped(count, get_language())


@register.filter
def results(count: int) -> str:
    """ "(12 results)", in words for whoever hears a number without what stands around it."""
    return _results(count, get_language())


@lru_cache(4_096)  # a page of facets says it thirty times
def _grouped(count: int, _language: str | None) -> str:
    return str(intcomma(count))


@lru_cache(4_096)
def _results(count: int, _language: str | None) -> str:
    return ngettext("(%(count)s result)", "(%(count)s results)", count) % {"count": grouped(count)}
