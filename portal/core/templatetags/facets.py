"""How a page of filters is written."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from portal.core.facets import FacetOption
from portal.core.markup import NOTHING, filled_rows, lang
from portal.core.templatetags.counts import grouped, results

register = template.Library()

_OPTION = (
    '<li><label><input class="ds-input" type="checkbox" name="{}" value="{}"{}><span{}>{}</span>'
    '<span class="facet-count"><span aria-hidden="true">{}</span><span class="ds-sr-only">{}</span></span></label></li>'
)
_CHECKED = SafeString(" checked")


@register.simple_tag
def facet_options(name: str, options: Iterable[FacetOption]) -> SafeString:
    """Options of a facet to tick, as items of a list.

    No templates of their own: a page has dozens, each four times as slow that way.
    """
    return filled_rows(_OPTION, (_parts(name, option) for option in options))


def _parts(name: str, option: FacetOption) -> tuple[str | int, ...]:
    checked = _CHECKED if option.checked else NOTHING
    return name, option.value, checked, lang(option.lang), option.label, grouped(option.count), results(option.count)
