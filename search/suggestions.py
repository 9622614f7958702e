"""What somebody may have meant: words of titles and codes that are nearly what was typed."""

from collections.abc import Sequence
from difflib import get_close_matches

from search.folding import fold
from search.queries import SearchQuery

MOST_TITLES = 2_000  # read for their words; only when something was not found
ALIKE = 0.75  # how alike two words must be, from 0 to 1: "batery" and "battery" are 0.92
SHORTEST = 4  # letters of a word that is worth mending


def suggestion(query: SearchQuery, titles: Sequence[tuple[str, str]]) -> str:
    """The text with its unknown words replaced by the nearest known ones; empty if that changes nothing.

    ``titles`` are codes and titles that the reader may see, MOST_TITLES at most.
    """
    known = _vocabulary(titles)
    mended = [_mended(word, known) for word in query.text.split()]
    return " ".join(mended) if mended != query.text.split() else ""


def _vocabulary(found: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Folded words, as they are written."""
    words = [word.strip(".,;:()“”\"'?!") for _code, title in found for word in title.casefold().split()]
    written = [code for code, _title in found if code] + words
    return {fold(word): word for word in written if len(word) >= SHORTEST}


def _mended(word: str, known: dict[str, str]) -> str:
    folded = fold(word)
    if len(folded) < SHORTEST or folded in known:
        return word
    nearest = get_close_matches(folded, known, n=1, cutoff=ALIKE)
    return known[nearest[0]] if nearest else word
