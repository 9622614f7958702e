"""Hints at personal data in a text: where somebody should look before it is read by others. A leaf.

They are guesses by form, and say so: a name in the middle of a sentence is not found, a product may be taken for a
person. Nothing is refused or changed because of a hint.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class HintKind(models.TextChoices):
    """What a piece of a text may be."""

    IDENTITY_NUMBER = "identity_number", _("May be a national identity number")
    EMAIL = "email", _("An e-mail address")
    PHONE = "phone", _("May be a phone number")
    NAME = "name", _("May be the name of a person")


@dataclass(frozen=True)
class Hint:
    """A piece of a text, as it stands there from ``start`` on."""

    kind: HintKind
    found: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.found)


def hints_in(text: str, known: Iterable[str] = ()) -> list[Hint]:
    """All hints in a text, in its order, none inside another.

    ``known`` are names of cities, organisations and companies, which are no names of people.
    """
    numbers = [*_matching(HintKind.IDENTITY_NUMBER, _IDENTITY, text, _is_identity)]
    mails = [*_matching(HintKind.EMAIL, (_EMAIL,), text)]
    phones = [*_matching(HintKind.PHONE, _PHONES, text, _is_phone)]
    ways = _apart([*numbers, *mails, *phones])
    names = [*_cued_names(text), *_names_beside(text, ways)]
    bodies = [_padded(body) for body in known if body.strip()]
    people = [name for name in names if _is_person(name, text, bodies)]
    return sorted(_apart([*ways, *people]), key=lambda hint: hint.start)


def _apart(hints: Iterable[Hint]) -> list[Hint]:
    """Of hints that overlap, the one that comes first here."""
    kept: list[Hint] = []
    for hint in hints:
        if all(hint.end <= other.start or other.end <= hint.start for other in kept):
            kept.append(hint)
    return kept


def _matching(
    kind: HintKind, patterns: Iterable[re.Pattern[str]], text: str, holds: Callable[[re.Match[str]], bool] = bool
) -> Iterator[Hint]:
    for pattern in patterns:
        for match in pattern.finditer(text):
            if holds(match):
                yield Hint(kind, match[0], match.start())


# --- National identity numbers ---------------------------------------------------------------------------------------

_FIRST, _LAST = r"(?<![\w.,+-])", r"(?![\w]|[.,-]\d)"
_IDENTITY = (
    re.compile(rf"{_FIRST}(?P<swedish>(?:18|19|20)?\d{{6}}[-+]\d{{4}}|(?:19|20)\d{{10}}){_LAST}"),
    re.compile(rf"{_FIRST}(?P<finnish>\d{{6}}[-+A-FU-Y]\d{{3}}[0-9A-FHJ-NPR-Y]){_LAST}"),
    re.compile(rf"{_FIRST}(?P<danish>\d{{6}}[- ]?\d{{4}}){_LAST}"),
    re.compile(rf"{_FIRST}(?P<norwegian>\d{{6}} ?\d{{5}}){_LAST}"),
)
_FINNISH_SIGNS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_DANISH_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_NORWEGIAN_WEIGHTS = ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))


def _is_identity(match: re.Match[str]) -> bool:
    country, found = match.lastgroup, match[0]
    digits = re.sub(r"\D", "", found)
    if country == "swedish":
        return _is_swedish(digits[-10:])
    if country == "finnish":
        checked = int(found[:6] + found[7:10])
        return _is_day(found[:2], found[2:4]) and found[10] == _FINNISH_SIGNS[checked % 31]
    if country == "danish":
        return _is_danish(found, digits)
    return _is_norwegian(digits)


def _is_swedish(digits: str) -> bool:
    """Year, month, day (with 60 more for a coordination number), checked as Luhn's. No company has such a month."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    day = int(digits[4:6])
    is_checked = sum(number // 10 + number % 10 for number in doubled) % 10 == 0
    return is_checked and _is_day(str(day - 60 if day > 60 else day), digits[2:4])


def _is_danish(found: str, digits: str) -> bool:
    """Newer ones have no check digit: then the hyphen has to be there, and no year of a TED notice after it."""
    if not _is_day(digits[:2], digits[2:4]):
        return False
    is_checked = sum(int(digit) * weight for digit, weight in zip(digits, _DANISH_WEIGHTS, strict=True)) % 11 == 0
    return is_checked or ("-" in found and not digits[6:].startswith("20"))


def _is_norwegian(digits: str) -> bool:
    """With 40 more on the day for a number of somebody who does not live there."""
    day = int(digits[:2])
    sums = (
        sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))
        for weights in _NORWEGIAN_WEIGHTS
    )
    return _is_day(str(day - 40 if day > 40 else day), digits[2:4]) and all(each % 11 == 0 for each in sums)


def _is_day(day: str, month: str) -> bool:
    try:
        date(2000, int(month), int(day))
    except ValueError:
        return False
    return True


# --- Ways to reach somebody ------------------------------------------------------------------------------------------

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]*\w(?:@|\s?[(\[](?:at|@|snabel-a|ät)[)\]]\s?)[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?!\w)",
    re.IGNORECASE,
)
_PHONE_WORDS = r"tel(?:\.|efon|ephone)?|tlf\.?|phone|mobil\w*|cell|puh(?:\.|elin)?|gsm"
_PHONES = (
    # with a country code: +46 70 123 45 67, 0046 (0)70-123 45 67
    re.compile(r"(?<![\w+])(?:\+|00)[1-9]\d{0,2}[\s./-]?(?:\(0\)\s?)?\d{1,4}(?:[\s./-]?\d{2,4}){1,4}(?![\w]|[-.,]\d)"),
    # in Sweden and Finland: 070-123 45 67, 08-508 00 000, 09 310 1691, 0701234567
    re.compile(r"(?<![\w.,+-])\(?0[1-9]\d{0,2}\)?[\s/-]{0,2}\d{2,4}(?:[\s-]?\d{2,4}){1,3}(?![\w]|[-.,:]\d)"),
    # in Norway and Denmark: 22 33 44 55, 912 34 567
    re.compile(r"(?<![\w.,+-])(?<!\d\s)[2-9]\d(?:(?:\s\d\d){3}|\d \d\d \d{3})(?![\w]|\s\d|[-.,]\d)"),
    re.compile(rf"(?i:(?<=\b)(?:{_PHONE_WORDS}):?)\s*(?P<number>\(?\+?\d[\d\s()/-]{{4,18}}\d)(?!\w)"),
)
_DATE = re.compile(r"\(?\d\d?[\s/-]\d\d?[\s/-](?:19|20)\d\d")
_OF_A_COMPANY = re.compile(r"(?:CVR|org\.?\s?(?:nr|no)|EAN|GLN|Y-tunnus)\W{0,3}(?:nr\.?|no\.?)?\W{0,3}$", re.IGNORECASE)


def _is_phone(match: re.Match[str]) -> bool:
    """Enough digits, no date, no amount in thousands, and no number of a company."""
    digits = sum(character.isdigit() for character in match[0])
    before = match.string[max(0, match.start() - 16) : match.start()]
    is_amount = re.fullmatch(r"\+?\d{1,3}(?:[\s.]000)+", match[0]) is not None
    return 6 <= digits <= 15 and not _DATE.match(match[0]) and not is_amount and not _OF_A_COMPANY.search(before)


# --- Names of people -------------------------------------------------------------------------------------------------

# Repetitions are possessive: a text of thousands of capitals and spaces is read in one go.
_CAPITAL, _SMALL, _LETTERS = "[A-ZÅÄÖÆØÜÉÁÍÓÚÐÞ]", "[a-zåäöæøüéáíóúðþ]", r"[^\W\d_]"
_WORD = (
    rf"(?<!\w){_CAPITAL}(?:\.|[’'])?(?:(?<=[.])|{_SMALL}{_LETTERS}*+|(?<=[’']){_LETTERS}++)"
    rf"(?:[-’']{_LETTERS}++)*+"
)
_SEVERAL = rf"{_WORD}(?:[ \t]++(?:(?:von|van|der|den|de|la|af|av)[ \t]++)*+{_WORD})"
_NAME = rf"(?P<name>{_SEVERAL}{{1,3}}+)"
_SIGNED = rf"(?P<name>{_SEVERAL}{{0,3}}+)[ \t]*+$"
_TITLES = r"mr\.?|mrs\.?|ms\.?|dr\.?|prof\.?|professor|herr|fru|hr\.?|rouva|herra"
_ROLES = (
    r"administrator|advis[eo]r|buyer|coordinator|director|engineer|expert|head of \w++|lawyer|manager|officer"
    r"|(?:project|team) lead(?:er)?"
    r"|avtalsförvaltare|chef|handläggare|inköpare|inköpschef|jurist|kategoriansvarig|projektledare|samordnare"
    r"|upphandlare|upphandlingschef"
    r"|anskaffelsesrådgiver|innkjøper|innkjøpssjef|prosjektleder|rådgiver"
    r"|asiantuntija|erityisasiantuntija|hankinta-asiantuntija|hankintajohtaja|hankintapäällikkö|projektipäällikkö"
    r"|indkøber|indkøbschef|konsulent|kontorchef|projektleder|specialkonsulent|udbudskonsulent"
)
_CUES = (
    r"ask|ask for|by|contact|contact person|interview with|thanks to|ansvarig|av|fråga|kontakt|kontaktperson|tack till"
    r"|ansvarlig|spør|takk til|kiitos|lisätietoja|yhteyshenkilö|yhteystiedot|af|spørg|tak til"
)
_GREETINGS = (
    r"(?:kind |best |warm )?regards|(?:yours )?sincerely|(?:med )?vänliga? hälsning(?:ar)?|hälsningar|mvh"
    r"|(?:med )?vennlig hilsen|(?:med )?venlig hilsen|hilsen|(?:ystävällisin )?terveisin|terv\."
)
_GAP = r"(?:[ \t]*+[:,–-][ \t]*+|[ \t]++)"
_NAMED = (
    re.compile(rf"(?i:\b(?:{_TITLES}|{_ROLES}|{_CUES})){_GAP}{_NAME}"),
    re.compile(rf"(?i:\b(?:{_TITLES}))[ \t]++(?P<name>{_WORD})"),
    re.compile(rf"{_NAME}[ \t]*+[,(–-]++[ \t]*+(?i:(?:\w++ )?(?:{_ROLES}))\b"),
    re.compile(rf"(?:^|(?<=[.!?]))[ \t]*+(?i:{_GREETINGS})[ \t]*+[,.!]?+\s*+{_SIGNED}", re.MULTILINE),
    re.compile(rf"^[ \t]*+//?+[ \t]*+{_SIGNED}", re.MULTILINE),
)
_BESIDE = re.compile(rf"{_NAME}[ \t]*+[,:;(<–-]{{0,2}}+\s*+(?i:(?:e-?mail|e-post|{_PHONE_WORDS})\s*+:?+)?+\s*+$")
_REACH = 120  # characters before an address in which a name may begin
_BODIES = re.compile(
    r"act|agency|agreement|authority|board|city|commission|committee|council|court|criteria|department|directive"
    r"|aps|european|framework|gmbh|group|ict|inc|it|ltd|ministry|municipality|network|office|our|oyj?|procurement"
    r"|public|purchasing|region"
    r"|services?|sustainability|team|tender|the|union|university|we"
    r"|departement\w*|direktorat\w*|domstol\w*|fylkeskommune|f[öo]rvaltning\w*|kaupunki\w*|kommun\w*|kunta\w*"
    r"|\w*myndighet(?:en)?|rådet|staden|stads?|\w*styrelsen?|tuomioistuin|\w*verket|\w*virasto\w*",
    re.IGNORECASE,
)
_COMPANY = re.compile(r"[ \t]*+,?+[ \t]*+(?:AB|AG|A/S|AS|ASA|ApS|BV|B\.V\.|GmbH|Inc|Ltd|Oyj?|PLC|plc|SE)\b")


def _cued_names(text: str) -> Iterator[Hint]:
    """Names after a title, a role or a word such as "contact", before a role, and in signatures."""
    for pattern in _NAMED:
        for match in pattern.finditer(text):
            yield Hint(HintKind.NAME, match["name"], match.start("name"))


def _names_beside(text: str, ways: Iterable[Hint]) -> Iterator[Hint]:
    """Names that stand right before an address or a phone number."""
    for way in ways:
        start = max(0, way.start - _REACH)
        if match := _BESIDE.search(text[start : way.start]):
            yield Hint(HintKind.NAME, match["name"], start + match.start("name"))


def _is_person(name: Hint, text: str, bodies: Iterable[str]) -> bool:
    """Whether it is no body's name: none of those known, none with a word that only bodies have, no company's."""
    if any(_BODIES.fullmatch(word) for word in name.found.split()) or _COMPANY.match(text, name.end):
        return False
    padded = _padded(name.found)
    return not any(body in padded or padded in body for body in bodies)


def _padded(name: str) -> str:
    """Words between spaces, so that one name in another is found as whole words only."""
    return f" {' '.join(name.casefold().split())} "
