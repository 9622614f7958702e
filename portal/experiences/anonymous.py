"""Suppliers without their names: "Supplier A" in lists, and wherever a text names them."""

import re
from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

# What a company may leave out of its name when others speak of it.
LEGAL_FORMS = (
    "AB",
    "ab",
    "Oyj",
    "Oy",
    "ASA",
    "AS",
    "A/S",
    "ApS",
    "GmbH",
    "AG",
    "SE",
    "Ltd",
    "Ltd.",
    "plc",
    "B.V.",
    "BV",
)
SHORTEST = 4  # characters of a name without its legal form: a shorter one may be a word of any text


def letter_name(place: int, language: str) -> str:
    """What the supplier at a place (0, 1, …) is called in a language: "Supplier A"; after Z comes AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    with override(language):
        return _("Supplier %(letter)s") % {"letter": letters}


def nameless(names: Sequence[str], language: str) -> Callable[[str], str]:
    """A function that puts "Supplier A", "Supplier B" … in the place of these names, in whatever case, in a text."""
    wanted: dict[str, str] = {}
    for place, name in enumerate(names):
        stand_in = letter_name(place, language)
        wanted.setdefault(name.casefold(), stand_in)
        short = _without_legal_form(name)
        if len(short) >= SHORTEST:
            wanted.setdefault(short.casefold(), stand_in)
    if not wanted:
        return lambda text: text
    longest_first = sorted(wanted, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
    return lambda text: pattern.sub(lambda match: wanted.get(match[0].casefold(), match[0]), text)


def _without_legal_form(name: str) -> str:
    words = name.split()
    while len(words) > 1 and words[-1].strip(",").casefold() in LEGAL_FORMS:
        words.pop()
    return " ".join(words).strip(",")
