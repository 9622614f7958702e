"""What was found in a text, between two characters that stand for nothing else until the text is HTML."""

import html

from django.utils.safestring import SafeString

OPEN, CLOSE = "\ue000", "\ue001"  # private characters: engines put them in, and the text is escaped around them


def marked_html(text: str) -> SafeString:
    """A text with such characters as HTML in which only ``<mark>`` is not escaped."""
    return SafeString(html.escape(text).replace(OPEN, "<mark>").replace(CLOSE, "</mark>"))


def plain(marked: str) -> str:
    """HTML with nothing but marks in it, as text."""
    return html.unescape(marked.replace("<mark>", "").replace("</mark>", ""))


def unmarked(text: str) -> str:
    """A text of ours without such characters, should it have some."""
    return text.replace(OPEN, "").replace(CLOSE, "")
