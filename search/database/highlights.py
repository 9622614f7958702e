"""What was found, marked: HTML in which everything but the marks is escaped."""

from collections import deque
from collections.abc import Iterator, Sequence

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from search.database.terms import Term
from search.database.words import Word, words

LENGTH = 240  # characters of an excerpt
BEFORE = 60  # of them before the first word that was found


def marked(text: str, language: str, terms: Sequence[Term]) -> SafeString:
    """A text with the words that fit a term in ``<mark>``."""
    parts: list[tuple[SafeString]] = []
    position = 0
    for word, _term in _fitting(text, language, terms):
        parts.append((conditional_escape(text[position : word.start]),))
        parts.append((format_html("<mark>{}</mark>", text[word.start : word.end]),))
        position = word.end
    parts.append((conditional_escape(text[position:]),))
    return format_html_join("", "{}", parts)


def excerpt(text: str, language: str, terms: Sequence[Term]) -> SafeString:
    """The first part of a text that has the most different terms, marked; its beginning if it has none."""
    start, end = _whole_words(text, _place(text, language, terms) - BEFORE)
    shown = marked(text[start:end], language, terms)
    return format_html("{}{}{}", "… " if start else "", shown, " …" if end < len(text) else "")


def _fitting(text: str, language: str, terms: Sequence[Term]) -> Iterator[tuple[Word, Term]]:
    known: dict[str, Term | None] = {}
    for word in words(text, language) if terms else ():
        if word.token not in known:
            known[word.token] = next((term for term in terms if term.fits(word.token)), None)
        if term := known[word.token]:
            yield word, term


def _place(text: str, language: str, terms: Sequence[Term]) -> int:
    """Where the words of the best excerpt begin."""
    near: deque[tuple[Word, Term]] = deque()
    place = most = 0
    for word, term in _fitting(text, language, terms):
        near.append((word, term))
        while word.end - near[0][0].start > LENGTH - BEFORE and len(near) > 1:
            near.popleft()
        if (count := len({term for _word, term in near})) > most:
            place, most = near[0][0].start, count
        if most == len(terms):
            break
    return place


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
