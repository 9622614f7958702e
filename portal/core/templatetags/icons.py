"""The icons of the site: strokes on a field of 24 by 24. Decoration only; what one means is said in words beside it."""

from django import template
from django.utils.safestring import SafeString

register = template.Library()

_FRAME = (
    '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"'
    ' stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>'
)
_STROKES = {
    "arrow": '<path d="M4.5 12h15m-6-6.5 6 6.5-6 6.5"/>',
    "basket": '<path d="M3 9.5h18l-2 10H5zM8 9.5 11 4M16 9.5 13 4M9.5 13v3.5M14.5 13v3.5"/>',
    "check": '<path d="m4.5 12.5 5 5 10-11"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "copy": (
        '<rect x="8.5" y="8.5" width="11.5" height="11.5" rx="2"/>'
        '<path d="M15.5 8.5V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v7.5a2 2 0 0 0 2 2h2.5"/>'
    ),
    "download": '<path d="M12 4v11m-5-4.5 5 5 5-5M4.5 20h15"/>',
    "filter": '<path d="M4 7h16M7 12h10M10 17h4"/>',
    "globe": '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c5 5.5 5 12.5 0 18-5-5.5-5-12.5 0-18"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11.5v5M12 7.5v.2"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "pencil": '<path d="m4 20 1-4.5L16 4.5 19.5 8 8.5 19zM13.5 7l3.5 3.5"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5a7.5 7.5 0 0 1 15 0"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
    "stop": '<circle cx="12" cy="12" r="9"/><path d="m6 6 12 12"/>',
    "warning": '<path d="M12 4 2.5 20h19zM12 10.5v4M12 17.3v.2"/>',
}
ICONS = {name: SafeString(_FRAME.format(strokes)) for name, strokes in _STROKES.items()}


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of ``ICONS``. No template of its own: a page has a dozen, each ten times as slow that way.

    Raises KeyError for a name that is none of them.
    """
    return ICONS[name]
