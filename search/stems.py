"""Light stemming of folded words, so that the forms of one word meet; the same on every backend.

Each language has a list of replacements, done one after the other: endings are taken off while enough letters are left,
once (English), or again and again where they pile up (*telefon-er-na-s*). It is no grammar: it only has to treat all
forms of a word alike; tests/search/test_stems.py has the families it is judged by. Double consonants count as one
everywhere, which joins *akku* and *akun*, *nøkkel* and *nøkler*.

The patterns are written so that Python and Java read them alike: Elasticsearch does the same replacements.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

KEPT_STEMS = 50_000  # words whose stem is remembered: more than the vocabulary of a register in five languages


class Step(NamedTuple):
    """One replacement in a word of the letters a to z."""

    pattern: str
    replacement: str  # "$1" is what the first group holds


_SINGLE = Step(r"([bcdfghjklmnpqrstvwxz])\1", "$1")
_SCANDINAVIAN_END = Step(r"^(?=.{5})(.*[^aeiouy])e([lr])$", "$1$2")  # cykel and cykler, nøkkel and nøkler
_WITHOUT_LAST_VOWELS = Step(r"^(.{3}.*?)[aeiouy]+$", "$1")


MOST_ENDINGS = 5  # that pile up on one word: telefon-er-na-s


def _without(shortest: int, endings: str) -> Step:
    """A step that takes off the longest of some endings and leaves at least so many letters."""
    return Step(rf"^(.{{{shortest}}}.*?)(?:{'|'.join(endings.split())})$", "$1")


STEPS: Mapping[str, tuple[Step, ...]] = {
    "en": (
        _without(3, "ings? ed ers? es s"),
        _SINGLE,
        Step(r"^(.{3,})y$", "$1i"),  # supply and supplies
        Step(r"^(.{4,})e$", "$1"),  # charge and charging
    ),
    "sv": (
        *[_without(4, "[eao]rnas? [ae]rens? [ae]re ens? ets? [eao]rs? nas? [ae]de? as es at an um a e n s")]
        * MOST_ENDINGS,
        _SINGLE,
        _SCANDINAVIAN_END,
    ),
    "nb": (
        *[_without(4, "enes? erne ne ens? ets? ers? erens? ert um e a s")] * MOST_ENDINGS,
        _SINGLE,
        _SCANDINAVIAN_END,
    ),
    "da": (
        *[_without(4, "ernes? enes? ne ens? ets? ers? erens? um e s")] * MOST_ENDINGS,
        _SINGLE,
        _SCANDINAVIAN_END,
    ),
    "fi": (
        Step("d", "t"),  # the grades of t and nk: ehto and ehdon, kaupunki and kaupungin
        Step("ng", "nk"),
        Step(r"^(.{5,}[uy])sta$", "$1s"),  # the partitive of -us: korjaus and korjausta
        _without(3, "ssa sta lla lta lle tta ta na ksi t n i?ten jen ien (?<=[ouey])ja ia i?siin hin nsa a"),
        _SINGLE,
        # -us/-ukse, -uus/-uude, -eus/-eude, -nta/-nna and -in/-ime, without vowels at the end: vaatimus and
        # vaatimuksen, kestävyys and kestävyyden, oikeus and oikeudet, hankinta and hankinnan, puhelin and puhelimen.
        _WITHOUT_LAST_VOWELS,
        Step(r"^(.*[uy])ks$", "$1s"),
        Step(r"^(.*)(uu|yy)s$", "$1$2"),
        Step(r"^(.*)e[uy][st]$", "$1"),
        Step(r"^(.{2,})in?[mnt]$", "$1i"),
        _WITHOUT_LAST_VOWELS,
    ),
}
_COMPILED = {
    language: [(re.compile(step.pattern), step.replacement.replace("$", "\\")) for step in steps]
    for language, steps in STEPS.items()
}


@lru_cache(KEPT_STEMS)
def stem(word: str, language: str) -> str:
    """The stem of a folded word (words.py); in a language without steps the word itself."""
    for pattern, replacement in _COMPILED.get(language, ()):
        word = pattern.sub(replacement, word)
    return word
