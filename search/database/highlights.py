"""What was found, marked: HTML in which everything but the marks is escaped."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from search.terms import Term
from search.words import matches, tokens_of

LENGTH = 240  # characters of an excerpt
BEFORE = 60  # of them before the first word that was found


class Place(NamedTuple):
    """Where a word stands in a text."""

    start: int
    end: int


def marked(text: str, language: str, terms: Sequence[Term]) -> SafeString:
    """A text with the words that fit a term in ``<mark>``."""
    parts: list[tuple[SafeString]] = []
    position = 0
    for place, _term in _fitting(text, language, terms):
        parts.append((conditional_escape(text[position : place.start]),))
        parts.append((format_html("<mark>{}</mark>", text[place.start : place.end]),))
        position = place.end
    parts.append((conditional_escape(text[position:]),))
    return format_html_join("", "{}", parts)


def excerpt(text: str, language: str, terms: Sequence[Term]) -> SafeString:
    """The first part of a text that has the most different terms, marked; its beginning if it has none."""
    start, end = _whole_words(text, _best_start(text, language, terms) - BEFORE)
    shown = marked(text[start:end], language, terms)
    return format_html("{}{}{}", "… " if start else "", shown, " …" if end < len(text) else "")


def _fitting(text: str, language: str, terms: Sequence[Term]) -> Iterator[tuple[Place, Term]]:
    """Where a text has a term, in its order. Each different word is looked at once: texts are long."""
    known: dict[str, Term | None] = {}
    for match in matches(text) if terms else ():
        word = match[0]
        if word not in known:
            tokens = tokens_of(match, language).split()
            known[word] = next((term for term in terms if any(term.fits(token) for token in tokens)), None)
        if term := known[word]:
            yield Place(*match.span()), term


def _best_start(text: str, language: str, terms: Sequence[Term]) -> int:
    """Where the words of the best excerpt begin."""
    near: deque[tuple[Place, Term]] = deque()
    start = most = 0
    for place, term in _fitting(text, language, terms):
        near.append((place, term))
        while place.end - near[0][0].start > LENGTH - BEFORE and len(near) > 1:
            near.popleft()
        if (count := len({term for _place, term in near})) > most:
            start, most = near[0][0].start, count
        if most == len(terms):
            break
    return start


def _whole_words(text: str, start: int) -> tuple[int, int]:
    """Where an excerpt from about ``start`` begins and ends, moved so that it cuts no word that can be left whole."""
    start = max(0, min(start, len(text) - LENGTH))
    end = start + LENGTH
    if start:
        start = (text.find(" ", start, start + BEFORE) + 1) or start
    if end < len(text):
        space = text.rfind(" ", end - BEFORE, end + 1)
        end = space if space > start else end
    return start, min(end, len(text))
