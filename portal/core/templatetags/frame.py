"""Links in the frame of every page. No templates: what stands on each page is written in a moment."""

from collections.abc import Iterable, Sequence

from django import template
from django.utils.safestring import SafeString

from portal.core.context_processors import Alternate
from portal.core.markup import CURRENT, NOTHING, filled_rows

register = template.Library()


@register.simple_tag
def language_links(alternates: Iterable[Alternate]) -> SafeString:
    """The same page in each language, as items of a list."""
    rows = ((each.url, each.code, each.code, CURRENT if each.current else NOTHING, each.name) for each in alternates)
    return filled_rows('<li><a href="{}" lang="{}" hreflang="{}"{}>{}</a></li>', rows)


@register.simple_tag
def alternate_links(base_url: str, alternates: Iterable[Alternate]) -> SafeString:
    """The same for search engines, in the head of the page."""
    rows = ((each.code, base_url, each.url) for each in alternates)
    return filled_rows('<link rel="alternate" hreflang="{}" href="{}{}">', rows)


@register.simple_tag
def language_here(alternates: Sequence[Alternate]) -> str:
    """The name of the language of this page."""
    return next((each.name for each in alternates if each.current), "")
