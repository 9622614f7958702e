"""What a page of results says of each hit, tab and order.

No templates of their own: a page has dozens of them, each four times as slow that way.
"""

from collections.abc import Iterable, Sequence

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.core.markup import CURRENT, NOTHING, filled, filled_rows, lang
from portal.core.templatetags.counts import grouped, results
from registry.templatetags.registry_texts import language_name
from search.pages import Card, Link, Note

register = template.Library()

_CARD = (
    '<li><article class="criterion-card" data-item>{}<h3{}><a href="{}">{}</a></h3><p{}>{}</p>'
    '<p class="row small subtle">{} {} <a class="small" href="{}">{}<span class="ds-sr-only">: <span{}>{}</span></span>'
    "</a></p></article></li>"
)
_TAB = (
    '<li><a href="{}"{}>{} <span class="facet-count"><span aria-hidden="true">{}</span>'
    '<span class="ds-sr-only">{}</span></span></a></li>'
)
_CODE = '<p class="code">{}@{}</p>'


@register.simple_tag
def hits(cards: Iterable[Card]) -> SafeString:
    """Each as an item of a list."""
    more = _("More like this")
    return SafeString("\n".join(_card(card, more) for card in cards))


def _card(card: Card, more: str) -> SafeString:
    hit = card.hit
    code = filled(_CODE, hit.code, hit.version) if hit.code else NOTHING
    own = lang(card.lang)
    title = (own, card.url, hit.title)
    return filled(
        _CARD, code, *title, own, hit.excerpt, card.facts, _notes(card), card.more_url, more, own, hit.plain_title
    )


def _notes(card: Card) -> SafeString:
    """What a reader has to know of it, the language in which it was found last."""
    notes: Sequence[Note] = card.notes
    if card.lang:
        notes = [*notes, Note(_("Found in %(name)s") % {"name": language_name(card.lang)}, "info")]
    tags = ((note.color, note.label) for note in notes)
    return filled_rows('<span class="ds-tag" data-color="{}">{}</span>', tags) if notes else NOTHING


@register.simple_tag
def tabs(links: Iterable[Link]) -> SafeString:
    """Each with its count, as an item of a list."""
    rows = (
        (tab.url, CURRENT if tab.current else NOTHING, tab.label, grouped(tab.count), results(tab.count))
        for tab in links
    )
    return filled_rows(_TAB, rows)


@register.simple_tag
def orders(links: Iterable[Link]) -> SafeString:
    """Ways to the other orders; the one in effect is none."""
    here, there = '<strong aria-current="true">{1}</strong>', '<a href="{0}">{1}</a>'
    return SafeString("\n".join(filled(here if sort.current else there, sort.url, sort.label) for sort in links))
