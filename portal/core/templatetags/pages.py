"""The ways between the pages of a long list. No template: it took as long as a query."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.core.markup import CURRENT, NOTHING, filled

register = template.Library()

_FRAME = '<nav class="ds-pagination" aria-label="{}"><ul>{}{}{}</ul></nav>'
_STEP = '<li><a class="ds-button" data-variant="tertiary" rel="{}" href="?{}page={}">{}</a></li>'
_NO_STEP = '<li><span class="ds-button" data-variant="tertiary" aria-hidden="true">{}</span></li>'
_PLACE = '<li><a class="ds-button" data-variant="tertiary"{} href="?{}page={}" aria-label="{}">{}</a></li>'
_GAP = SafeString('<li class="gap" aria-hidden="true">…</li>')


@register.simple_tag
def pagination(page: "Page[Any]", query: str = "") -> SafeString:
    """The pages around this one, the first and the last; nothing if there is no other.

    ``query`` holds the other parameters of the address, encoded: ``q=battery&theme=repair``.
    """
    if not page.has_other_pages():
        return NOTHING
    start, here = f"{query}&" if query else "", page.number
    back = filled(_STEP, "prev", start, here - 1, _("Previous")) if page.has_previous() else _shut(_("Previous"))
    on = filled(_STEP, "next", start, here + 1, _("Next")) if page.has_next() else _shut(_("Next"))
    places = SafeString("".join(_places(start, here, page.paginator.num_pages)))
    return filled(_FRAME, _("Pages"), back, places, on)


def _shut(label: str) -> SafeString:
    return filled(_NO_STEP, label)


def _places(start: str, here: int, last: int) -> Iterator[SafeString]:
    before = 0
    for number in sorted({1, here - 1, here, here + 1, last} & set(range(1, last + 1))):
        if number > before + 1:
            yield _GAP
        named = _("Page %(number)s") % {"number": number}
        yield filled(_PLACE, CURRENT if number == here else NOTHING, start, number, named, number)
        before = number
