"""What was found, marked."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString

from search.marks import CLOSE, OPEN, marked_html, unmarked
from search.terms import Term
from search.words import matches, tokens_of

LENGTH = 240  # characters of an excerpt
BEFORE = 60  # of them before the first word that was found


class Place(NamedTuple):
    """Where a word stands in a text."""

    start: int
    end: int


class Highlighter:
    """Marks the words of some terms in texts of one language.

    It looks at each different word once, however many texts have it: a page has twenty.
    """

    def __init__(self, language: str, terms: Sequence[Term]) -> None:
        self._language = language
        self._terms = terms
        self._known: dict[str, Term | None] = {}

    def marked(self, text: str) -> SafeString:
        """A text as HTML, with the words that fit a term in ``<mark>``."""
        return marked_html(self._with_marks(unmarked(text)))

    def excerpt(self, text: str) -> SafeString:
        """The first part of a text that has the most different terms, marked; its beginning if it has none."""
        text = unmarked(text)
        start, end = _whole_words(text, self._best_start(text) - BEFORE)
        shown = self._with_marks(text[start:end])
        return marked_html(f"{'… ' if start else ''}{shown}{' …' if end < len(text) else ''}")

    def count(self, *texts: str) -> int:
        """How many of the terms some texts have."""
        return len({term for text in texts for _place, term in self._fitting(text)})

    def _with_marks(self, text: str) -> str:
        parts: list[str] = []
        position = 0
        for place, _term in self._fitting(text):
            parts += [text[position : place.start], OPEN, text[place.start : place.end], CLOSE]
            position = place.end
        return "".join([*parts, text[position:]])

    def _fitting(self, text: str) -> Iterator[tuple[Place, Term]]:
        """Where a text has a term, in its order."""
        known = self._known
        for match in matches(text) if self._terms else ():
            word = match[0]
            if word not in known:
                tokens = tokens_of(match, self._language).split()
                known[word] = next((term for term in self._terms if any(map(term.fits, tokens))), None)
            if term := known[word]:
                yield Place(*match.span()), term

    def _best_start(self, text: str) -> int:
        """Where the words of the best excerpt begin."""
        near: deque[tuple[Place, Term]] = deque()
        start = most = 0
        for place, term in self._fitting(text):
            near.append((place, term))
            while place.end - near[0][0].start > LENGTH - BEFORE and len(near) > 1:
                near.popleft()
            if (count := len({term for _place, term in near})) > most:
                start, most = near[0][0].start, count
            if most == len(self._terms):
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
