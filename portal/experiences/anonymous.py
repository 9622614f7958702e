"""Suppliers without their names: "Supplier A" in lists, and wherever a text names them."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

# What a company may leave out of its name when others speak of it, in lower case.
LEGAL_FORMS = frozenset(
    {
        *("ab", "(publ)", "publ", "oyj", "oy", "asa", "as", "a/s", "aps", "gmbh", "ag", "kg", "se"),
        *("ltd", "ltd.", "limited", "plc", "inc", "inc.", "llc", "corp", "corp."),
        *("b.v.", "bv", "n.v.", "nv", "sa", "s.a.", "sas", "s.r.l."),
    }
)
SHORTEST = 4  # characters of a name without its legal form: a shorter one may be a word of any text
# What may follow a name within the same word: a genitive, and in Finnish any short case ending.
ENDINGS = {"fi": r":?[^\W\d_]{1,4}", "en": "s", "sv": "s", "nb": "s", "da": "s"}
_BETWEEN = re.compile(r"[\s_-]+")  # words of a name, as texts and names of files part them


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
    """A function that puts "Supplier A", "Supplier B" … in the place of these names, in whatever case, in a text.

    A name is found without its legal form too, in the genitive, and with its words parted by hyphens or underscores,
    as in names of files. Short names without a legal form are found as capitals only: HP, IBM.
    """
    stand_ins: dict[str, str] = {}
    patterns: set[str] = set()
    for place, name in enumerate(names):
        for called in _called(_normal(name)):
            stand_ins.setdefault(_key(called), letter_name(place, language))
            patterns |= _patterns(called)
    if not stand_ins:
        return lambda text: text
    longest_first = "|".join(sorted(patterns, key=lambda pattern: (-len(pattern), pattern)))
    ending = ENDINGS.get(language, ENDINGS["en"])
    found = re.compile(rf"(?<![^\W_])({longest_first})({ending})?(?![^\W_])", re.IGNORECASE)

    def stand_in(match: re.Match[str]) -> str:
        end = (match[2] or "").lstrip(":")
        return stand_ins[_key(match[1])] + (f":{end}" if end else "")

    return lambda text: found.sub(stand_in, _normal(text))


def _called(name: str) -> Iterator[str]:
    """What a supplier is called: its name, and that without its legal form where it is telling enough."""
    words = name.split()
    if not any(character.isalnum() for character in name):
        return
    yield " ".join(words)
    while len(words) > 1 and words[-1].strip(",").casefold() in LEGAL_FORMS:
        words.pop()
    short = " ".join(words).strip(",")
    if len(short) >= SHORTEST or (len(short) > 1 and short.isupper()):
        yield short


def _patterns(called: str) -> set[str]:
    """Folded too, for letters that capitals write otherwise: STRASSE is Straße."""
    if len(called) < SHORTEST:
        return {f"(?-i:{re.escape(called)})"}
    return {_BETWEEN.pattern.join(map(re.escape, _BETWEEN.split(each))) for each in (called, called.casefold())}


def _key(called: str) -> str:
    return " ".join(_BETWEEN.split(called)).casefold()


def _normal(text: str) -> str:
    """Composed letters: file names of some systems have ``å`` as two characters."""
    return unicodedata.normalize("NFC", text)
