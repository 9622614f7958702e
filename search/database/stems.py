"""Light stemming of folded words, so that the forms of one word meet; the same on every database.

A language has a list of endings, taken off the longest first while at least ``shortest`` letters are left: again and
again where endings pile up (*telefon-er-na-s*), once where they do not. It is no grammar: it only has to treat all
forms of a word alike; tests/search/test_stems.py has the families it is judged by. Double consonants count as one
everywhere, which joins *akku* and *akun*, *nøkkel* and *nøkler*.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

KEPT_STEMS = 50_000  # words whose stem is remembered: more than the vocabulary of a register in five languages
_DOUBLE = re.compile(r"([bcdfghjklmnpqrstvwxz])\1")


def _unchanged(word: str) -> str:
    return word


@dataclass(frozen=True)
class _Rules:
    endings: re.Pattern[str]
    shortest: int
    repeated: bool = False
    start: Callable[[str], str] = _unchanged
    end: Callable[[str], str] = _unchanged

    def stem(self, word: str) -> str:
        word = self.start(word)
        shorter = self._without_ending(word)
        while self.repeated and shorter != word:
            word, shorter = shorter, self._without_ending(shorter)
        return self.end(_DOUBLE.sub(r"\1", shorter))

    def _without_ending(self, word: str) -> str:
        kept, rest = word[: self.shortest], word[self.shortest :]
        return kept + self.endings.sub("", rest, count=1)


def _endings(*endings: str) -> re.Pattern[str]:
    """A pattern of one ending; the search from the left finds the longest that fits."""
    return re.compile(f"(?:{'|'.join(' '.join(endings).split())})$")


def _english_end(word: str) -> str:
    """Supply and supplies, charge and charging."""
    word = word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def _scandinavian_end(word: str) -> str:
    """Cykel and cykler, nøkkel and nøkler."""
    return re.sub(r"([^aeiouy])e([lr])$", r"\1\2", word) if len(word) > 4 else word


def _finnish_start(word: str) -> str:
    """The grades of t and nk, the partitive of -us: ehto and ehdon, kaupunki and kaupungin, korjaus and korjausta."""
    word = word.replace("d", "t").replace("ng", "nk")
    return re.sub(r"(?<=.{5})([uy])sta$", r"\1s", word)


def _finnish_end(word: str) -> str:
    """The stems of -us/-ukse, -uus/-uude, -eus/-eude, -nta/-nna and -in/-ime, without vowels at the end.

    Vaatimus and vaatimuksen, kestävyys and kestävyyden, oikeus and oikeudet, hankinta and hankinnan, puhelin and
    puhelimen.
    """
    word = _without_last_vowels(word)
    word = re.sub(r"([uy])ks$", r"\1s", word)
    word = re.sub(r"(uu|yy)s$", r"\1", word)
    word = re.sub(r"e[uy][st]$", "", word)
    word = re.sub(r"(?<=..)in?[mnt]$", "i", word)
    return _without_last_vowels(word)


def _without_last_vowels(word: str) -> str:
    while len(word) > 3 and word[-1] in "aeiouy":
        word = word[:-1]
    return word


_RULES = {
    "en": _Rules(_endings("ings? ed ers? es s"), 3, end=_english_end),
    "sv": _Rules(
        _endings("[eao]rnas? [ae]rens? [ae]re en[s]? et[s]? [eao]rs? nas? [ae]de? as es at an um a e n s"),
        shortest=4,
        repeated=True,
        end=_scandinavian_end,
    ),
    "nb": _Rules(_endings("enes? erne ne ens? ets? ers? erens? ert um e a s"), 4, repeated=True, end=_scandinavian_end),
    "da": _Rules(_endings("ernes? enes? ne ens? ets? ers? erens? um e s"), 4, repeated=True, end=_scandinavian_end),
    "fi": _Rules(
        _endings("ssa sta lla lta lle tta ta na ksi t n i?ten jen ien (?<=[ouey])ja ia i?siin hin nsa a"),
        shortest=3,
        start=_finnish_start,
        end=_finnish_end,
    ),
}


@lru_cache(KEPT_STEMS)
def stem(word: str, language: str) -> str:
    """The stem of a folded word (words.py); in a language without rules the word itself."""
    rules = _RULES.get(language)
    return rules.stem(word) if rules else word
