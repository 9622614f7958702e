"""Amounts of money as people write them: grouped, shortened, with or without a currency. A leaf."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from babel.numbers import get_decimal_symbol, get_group_symbol
from django.utils.translation import gettext as _

from portal.front.fields import tidy

LARGEST = Decimal(100_000_000_000)
CENT = Decimal("0.01")
LONGEST = 60  # characters
MOST_DECIMALS = 12  # of a shortened amount, which has two in full
KRONA = "kr"  # of four countries: it names a currency only where the same text says whose
KRONA_CURRENCIES = ("SEK", "NOK", "DKK", "ISK")

_SCALES: Mapping[int, str] = {  # without "billion", which is a thousand times more in Danish than in English
    10**9: "miljarder miljarden miljard milliarder milliard miljardia miljardi mrd mdr mia md bn",
    10**6: "miljoner miljon millioner millionen millions million miljoonaa miljoona milj mill mio mln mn m",
    10**3: "thousand thousands tusen tusental tusind tuhatta tuhat tuh tsd t k",
}
_CURRENCIES: Mapping[str, str] = {
    KRONA: "kr kronor kronan krona kroner krone kruunua kruunu krónur",
    "EUR": "€ eur euro euros euroa euron",
    "SEK": "sek skr svenska svenske swedish ruotsin",
    "NOK": "nok nkr norska norske norwegian norjan",
    "DKK": "dkk dkr danska danske danish tanskan",
    "ISK": "isk ikr isländska islandske icelandic islannin",
    "CHF": "chf sfr fr franc francs frangia",
    "GBP": "£ gbp pound pounds pund puntaa",
    "PLN": "pln zł zloty zlotys złotya",
    "CZK": "czk kč",
    "HUF": "huf ft",
    "RON": "ron lei",
}


class _Word(NamedTuple):
    scale: int  # 1: it says nothing of thousands or millions
    currency: str  # a code, KRONA, or empty


def _words() -> dict[str, _Word]:
    """Every word that may stand beside a number: “milj”, “SEK”, and both as one: “mnkr”, “t€”, “€m”."""
    scales = [(word, scale) for scale, words in _SCALES.items() for word in words.split()]
    currencies = [(word, code) for code, words in _CURRENCIES.items() for word in words.split()]
    found = {word: _Word(scale, "") for word, scale in scales} | {word: _Word(1, code) for word, code in currencies}
    for scaled, scale in scales:  # of two readings the first wins: “mnkr” is mn + kr and not m + Nkr
        for named, code in currencies:
            found.setdefault(scaled + named, _Word(scale, code))
            found.setdefault(named + scaled, _Word(scale, code))
    return found


WORDS = _words()

_TEXT = re.compile(
    r"(?P<before>[^0-9]*?)(?P<minus>[-−–]?)\s?"
    r"(?P<number>[0-9](?:[0-9 .,'’]*[0-9])?)"
    r"(?:[.,:]?[-−–—]+(?=\s|$|[^\W\d_]))?"  # “2 000 000,-” and “2 000 000:-”: no öre
    r"(?P<after>[^0-9]*)"
)
_WORD = re.compile(r"[^\W\d_]+|[€£]")
_PLAIN = re.compile(r"[0-9]+(?:[.,](?P<decimals>[0-9]+))?")
_GROUPED = re.compile(
    r"[1-9][0-9]{0,2}(?P<group>[ .,'’])[0-9]{3}(?:(?P=group)[0-9]{3})*(?:(?!(?P=group))[.,](?P<decimals>[0-9]+))?"
)
_ONE_GROUP = re.compile(r"[1-9][0-9]{0,2}(?P<separator>[.,])[0-9]{3}")


class Amount(NamedTuple):
    """``currency`` is a code of ``Currency``, or empty where the text does not say it."""

    value: Decimal
    currency: str = ""


def read_amount(text: str, language: str = "") -> Amount:
    """The amount that a text states, for instance "1.200.000,00", "SEK 3,5 milj" or "450 tkr".

    A separator before exactly three digits groups them. In a shortened amount ("1,250 M€") it may be the decimal
    sign as well: there the habits of ``language`` decide, and without them it is refused. Raises ValueError, with a
    message for the person who typed it, for anything else, below zero, above 10^11, or finer than a cent.
    """
    typed = tidy(text)
    shown = {"text": typed[:LONGEST]}
    match = _TEXT.fullmatch(typed) if len(typed) <= LONGEST else None
    if match is None:
        raise ValueError(_("“%(text)s” is not an amount that we can read. Write it like 1 200 000.") % shown)
    if match["minus"]:
        raise ValueError(_("“%(text)s” is below zero. Write an amount of zero or more.") % shown)
    scale, currency = _beside(f"{match['before']} {match['after']}", shown)
    value = _number(match["number"], is_short=scale > 1, language=language, shown=shown) * scale
    if value > LARGEST:
        raise ValueError(_("“%(text)s” is more than we can store. Check the number of digits.") % shown)
    if value != (rounded := value.quantize(CENT)):
        raise ValueError(_("“%(text)s” has more than two decimals. Round it, or write it in full.") % shown)
    return Amount(rounded, currency)


def _beside(text: str, shown: dict[str, str]) -> tuple[int, str]:
    """What the words around a number say: by how much to multiply it, and the currency."""
    if rest := _WORD.sub("", text).replace(".", "").strip():
        message = _("“%(rest)s” in “%(text)s” is not a part of an amount. Write it like 1 200 000 SEK.")
        raise ValueError(message % {**shown, "rest": rest})
    scales, currencies = set[int](), set[str]()
    for word in _WORD.findall(text):
        if (meant := WORDS.get(word.casefold())) is None:
            message = _("“%(word)s” is not a currency or a unit that we know. Write the amount like 1 200 000 SEK.")
            raise ValueError(message % {"word": word})
        scales |= {meant.scale} - {1}
        currencies |= {meant.currency} - {""}
    if KRONA in currencies and (len(currencies) == 1 or currencies & set(KRONA_CURRENCIES)):
        currencies -= {KRONA}
    if len(scales) > 1 or len(currencies) > 1:
        raise ValueError(_("“%(text)s” names two currencies or two units. Keep one of them.") % shown)
    return next(iter(scales), 1), next(iter(currencies), "")


def _number(digits: str, *, is_short: bool, language: str, shown: dict[str, str]) -> Decimal:
    match = _GROUPED.fullmatch(digits) or _PLAIN.fullmatch(digits)
    if match is None:
        message = _("We cannot tell thousands from decimals in “%(text)s”. Write it like 1 200 000,50.")
        raise ValueError(message % shown)
    decimals = match["decimals"] or ""
    whole = digits.removesuffix(decimals) if decimals else digits
    if is_short and (one := _ONE_GROUP.fullmatch(digits)) and _is_point(one["separator"], language, shown):
        whole, decimals = digits.split(one["separator"])
    elif len(decimals) > (MOST_DECIMALS if is_short else 2):
        raise ValueError(_("“%(text)s” has more than two decimals. Round it, or write it in full.") % shown)
    return Decimal(f"{re.sub(r'[^0-9]', '', whole)}.{decimals or 0}")


def _is_point(separator: str, language: str, shown: dict[str, str]) -> bool:
    """Whether a separator before three digits is the decimal sign in a language. Raises ValueError if that is open."""
    if language and separator == get_decimal_symbol(language):
        return True
    if language and separator == get_group_symbol(language):
        return False
    raise ValueError(_("“%(text)s” can be read in two ways. Write the amount in full, like 1 200 000.") % shown)
