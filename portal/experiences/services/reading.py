"""Which criteria a pasted text or a basket names: links, citations, source lines, whatever stands around them."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from portal.experiences.enums import Usage
from portal.experiences.errors import NotCitable
from portal.experiences.services.citing import cited_as
from portal.experiences.tasks import Cited
from registry.models import CriterionVersion, SharedBasket
from registry.sealed.criterion import CODE_PATTERN
from registry.sealed.numbers import NUMBER_PATTERN, VersionNumber
from registry.sealed.values import value_fault
from registry.takeaway.annex import basket_of
from registry.takeaway.basket import Basket, BasketError, BasketItem

_LEVEL = "level|nivå|niveau|taso|L"  # a source line has the English word in every language; people write their own
_NUMBER = rf"(?:{NUMBER_PATTERN})(?![0-9a-z]|\.[0-9]|-[0-9a-z])"
_MENTION = re.compile(
    rf"""
    /b/(?P<key>[a-z2-7]{{26}})(?![0-9a-z])                                            # /sv/b/<key>/
    | /id/criterion/(?P<slug>{CODE_PATTERN})/v(?P<pinned>{_NUMBER})(?:/L(?P<pinned_level>[0-9]+))?
    | /criterion/(?P<page>{CODE_PATTERN})/(?P<read>{_NUMBER})/?(?:\?[^\s\#]*)?(?:\#level-(?P<read_level>[0-9]+))?
    | (?<![0-9a-z-])(?P<code>{CODE_PATTERN})@(?P<number>{_NUMBER})
      (?:(?:\s*/\s*L\s*|,?\s+(?:{_LEVEL})\s*)(?P<level>[0-9]+))?
    """,
    re.IGNORECASE | re.VERBOSE,
)


class Unread(NamedTuple):
    """A piece of a text that names nothing that can be cited: word for word, and why."""

    text: str
    why: str


class Pasted(NamedTuple):
    """What was found, each version once at a level and in its order; and what was not understood."""

    cited: tuple[Cited, ...]
    unknown: tuple[Unread, ...]


class _Wanted(NamedTuple):
    """One mention, as it was written."""

    text: str
    code: str
    number: VersionNumber
    level: int | None  # not said: the lowest
    values: Mapping[str, str] = {}


def read_pasted(text: str, *, on: date) -> Pasted:
    """Read all that a text names, as of a day. Lines that name nothing come back word for word, in their order.

    It knows links to shared baskets and to versions, on any host, and citations with or without a level
    (``BAT-01@1.2.0/L2``, "BAT-01@1.2.0, level 2, sv"). A version without a level is taken at its lowest one, unless
    the text names it at a level as well.
    """
    found = [(line, list(_MENTION.finditer(line))) for line in text.splitlines() if line.strip()]
    keys = {match["key"].lower() for _line, matches in found for match in matches if match["key"]}
    baskets = {basket.key: basket for basket in SharedBasket.objects.filter(key__in=keys)}
    pieces: list[_Wanted | Unread] = []
    for line, matches in found:
        if not matches:
            pieces.append(Unread(line, _("No criterion and no basket is named in it.")))
        for match in matches:
            pieces += _in_basket(match, baskets) if match["key"] else [_mentioned(match)]
    return _settled(pieces, on)


def read_basket(basket: Basket, *, on: date) -> Pasted:
    """The versions of a basket with the buyer's own values, as of a day."""
    return _settled([_of_item(item) for item in basket.items], on)


def cited_with(version: CriterionVersion, level: int, values: Mapping[str, str]) -> Cited:
    """A version as it was used with these values; one that the version does not allow makes it an adapted one.

    The version must have the level.
    """
    own, parameters = version.parsed.levels[level], version.parsed.parameters
    differing = {code: value for code, value in values.items() if code in own and value != own[code]}
    is_adapted = any(value_fault(parameters[code], value) for code, value in differing.items())
    return Cited(version.pk, level, differing, usage=Usage.ADAPTED.value if is_adapted else Usage.KEPT.value)


def _mentioned(match: re.Match[str]) -> _Wanted:
    code = match["slug"] or match["page"] or match["code"]
    number = match["pinned"] or match["read"] or match["number"]
    level = match["pinned_level"] or match["read_level"] or match["level"]
    return _Wanted(match[0], code.upper(), VersionNumber.parse(number.lower()), int(level[:3]) if level else None)


def _in_basket(match: re.Match[str], baskets: Mapping[str, SharedBasket]) -> list[_Wanted | Unread]:
    shared = baskets.get(match["key"].lower())
    if shared is None:
        return [Unread(match[0], _("There is no basket behind this link. Check that the whole link was copied."))]
    try:
        return [_of_item(item) for item in basket_of(shared.content).items]
    except BasketError as error:
        return [Unread(match[0], str(error))]


def _of_item(item: BasketItem) -> _Wanted:
    return _Wanted(item.key, item.code, VersionNumber.parse(item.number), item.level, item.values)


def _settled(pieces: list[_Wanted | Unread], on: date) -> Pasted:
    """Look up what is wanted, in one query; what cannot be cited joins the rest that was not understood."""
    wanted = [piece for piece in pieces if isinstance(piece, _Wanted)]
    versions = _versions(wanted, on)
    levelled = {(each.code, each.number) for each in wanted if each.level is not None}
    cited: dict[tuple[int, int], Cited] = {}
    unknown: list[Unread] = []
    for piece in pieces:
        if isinstance(piece, Unread):
            unknown.append(piece)
            continue
        if piece.level is None and (piece.code, piece.number) in levelled:
            continue
        try:
            row = _cited(piece, versions)
        except NotCitable as error:
            unknown.append(Unread(piece.text, str(error)))
        else:
            cited.setdefault((row.version_id, row.level), row)
    return Pasted(tuple(cited.values()), tuple(dict.fromkeys(unknown)))


def _versions(wanted: Iterable[_Wanted], on: date) -> dict[tuple[str, VersionNumber], CriterionVersion]:
    codes, majors = {each.code for each in wanted}, {each.number.major for each in wanted}
    if not codes:
        return {}
    rows = CriterionVersion.objects.with_status(on=on).select_related("criterion")
    rows = rows.filter(criterion__code__in=codes, major__in=majors)
    return {(row.criterion.code, row.number): row for row in rows}


def _cited(wanted: _Wanted, versions: Mapping[tuple[str, VersionNumber], CriterionVersion]) -> Cited:
    """Raises NotCitable."""
    version = versions.get((wanted.code, wanted.number))
    if version is None:
        raise NotCitable(f"{wanted.code}@{wanted.number}", why=_("there is no such version."))
    level = min(version.parsed.levels) if wanted.level is None else wanted.level
    cited_as(version, level)
    return cited_with(version, level, wanted.values)
