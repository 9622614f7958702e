"""How a text becomes words that can be compared: the same folding and stemming for every database, on both sides.

A word of the index is plain ASCII, letters and digits, and starts with its language: *sv* + *bateri*. What has a digit
in it (codes, numbers, *IP68*) is the same in every language and starts with *x*. So the databases' own analysers have
nothing left to decide, all databases agree, and no text of a user can be anything but a word in a query.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from search.compounds import head
from search.folding import fold
from search.stems import KEPT_STEMS, stem

LONGEST_WORD = 40  # characters that count
NEUTRAL = "x"  # the "language" of what has a digit in it
_HYPHENS = "-\u2010\u2011\u2013"
_PATTERN = r"""
    [^\W\d_]++ (?! [-\u2010\u2011\u2013\d\u0300-\u036f] )  # most words; the rest is for what may be more than one
    | (?P<code> (?<!\w) [A-Za-z][A-Za-z0-9]{1,4} [-\u2010\u2011\u2013]? [0-9]{2} (?!\w) )  # BAT-01
    (?P<version> @ [0-9]+ (?:\.[0-9]+){2} (?:-rc\.[0-9]+)? (?:/L[1-3])? )?  # as cited; the version in force is found
    | (?P<cpv> (?<!\w) [0-9]{8}-[0-9] (?!\w) )
    | (?P<number> (?<!\w) [0-9]{1,3} (?:[\x20.,\u00a0\u202f][0-9]{3})+ (?!\w) )  # 1,000 in the ways of all languages
    | [^\W_] (?: [^\W_] | [\u0300-\u036f] )*
"""
_WORD = re.compile(_PATTERN, re.VERBOSE)


def _in_java(pattern: str) -> str:
    """The same pattern as Java reads it: without comments, names and white space, with letters by their property."""
    plain = re.sub(r"\s+(?:#.*)?", "", pattern)
    unnamed = re.sub(r"\?P<\w+>", "?:", plain)
    return "(?U)" + unnamed.replace(r"[^\W\d_]", r"[\p{L}\p{Nl}\p{No}]").replace(r"[^\W_]", r"[\p{L}\p{N}]")


JAVA_WORD = _in_java(_PATTERN)  # for Elasticsearch
_LATIN = " -~\u00c0-\u0148\u014a-\u017f\u2010\u2011\u2013\u00a0\u202f"
_ORDINARY, _UNUSUAL = re.compile(f"[{_LATIN}]*"), re.compile(rf"[^{_LATIN}\s]")
_STOP_WORDS = {
    "en": "a an and are as at be by for from has have how if in is it its of on or s that the this to what which with",
    "sv": "att av de den det du efter en er ett för från har hur i inte med om och på ska som till vad var vi vid är",
    "nb": "at av de den det du en er et etter for fra har hva hvor hvordan i ikke med og om på skal som til ved vi å",
    "da": "af at de den det du efter en er et for fra har hvad hvor hvordan i ikke med og om på skal som til ved vi",
    "fi": "että ei jos joka kuin kun mikä miten mutta myös ne ole on ovat sekä se tai tämä vai",
}


class Word(NamedTuple):
    token: str  # as the index has it; never empty
    start: int  # where it stands in the text
    end: int


def words(text: str, language: str) -> Iterator[Word]:
    """Every word of a text in a language, with its place."""
    for match in matches(text):
        if token := token_of(match, language):
            yield Word(token, *match.span())


def matches(text: str) -> Iterator[re.Match[str]]:
    """The places of the words of a text; the same letters are the same word."""
    return _WORD.finditer(text)


def token_of(match: re.Match[str], language: str) -> str:
    """A word as the index has it; empty for what holds no letter that can be written in ASCII."""
    return _token(match["code"] or match[0], language)


def tokens_of(match: re.Match[str], language: str) -> str:
    """The same as it is indexed: a compound counts as its head too. Parted by a space."""
    return _indexed(match["code"] or match[0], language)


def codes(text: str) -> tuple[str, ...]:
    """What may be codes of criteria in a text, as they are written: "BAT-01" for "bat01"."""
    found = (match["code"] for match in _WORD.finditer(text) if match["code"])
    return tuple(dict.fromkeys(f"{code[:-2].rstrip(_HYPHENS)}-{code[-2:]}".upper() for code in found))


def tokens(text: str, language: str) -> str:
    """The words of a text as the index takes them, parted by spaces; a compound is followed by its head."""
    found = (tokens_of(match, language) for match in matches(text))
    return " ".join(token for token in found if token)


def foreign_tokens(text: str, language: str) -> list[str]:
    """The tokens of words with characters beyond the Latin letters of Europe, which only we write in ASCII."""
    if not _UNUSUAL.search(text):  # as in most texts: a character is looked at faster than a word
        return []
    return [word.token for word in words(text, language) if not _ORDINARY.fullmatch(text, word.start, word.end)]


def is_stop_word(word: Word, language: str) -> bool:
    """Whether a word says nothing in a question, because every text has it."""
    return word.token in _stop_tokens(language)


@lru_cache(KEPT_STEMS)
def _token(word: str, language: str) -> str:
    folded = fold(word)[:LONGEST_WORD]
    if any(c.isdigit() for c in folded):
        return f"{NEUTRAL}{folded}"
    return f"{language[:2]}{stem(folded, language)}" if folded else ""


@lru_cache(KEPT_STEMS)
def _indexed(word: str, language: str) -> str:
    token = _token(word, language)
    last = "" if token.startswith(NEUTRAL) else head(token[2:], language)
    return f"{token} {token[:2]}{last}" if last else token


@lru_cache
def _stop_tokens(language: str) -> frozenset[str]:
    return frozenset(_token(word, language) for word in _STOP_WORDS.get(language, "").split())
