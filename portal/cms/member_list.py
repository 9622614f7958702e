"""The list of members: a row each, in the order that the reader asks for, and the map beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.members.enums import Category
from portal.members.map.picture import Picture, Place, picture_of
from portal.members.models import Organisation
from portal.members.services.founders import founder_slugs


@dataclass(frozen=True)
class MemberRow:
    """A member with what it buys in any year, and its page where that is published."""

    organisation: Organisation
    href: str
    low: int | None
    high: int | None
    source: str

    @property
    def is_founder(self) -> bool:
        return self.organisation.slug in founder_slugs()

    @property
    def place(self) -> Place:
        member = self.organisation
        name = _("%(name)s (fictional)") % {"name": member.display_name} if member.is_fictional else member.display_name
        return Place(str(name), self.href, member.latitude, member.longitude)


@dataclass(frozen=True)
class Column:
    """A head of the table, with a link that sorts by it, or the other way round if it is sorted by already."""

    label: str
    href: str
    direction: str  # as aria-sort has it; empty: the list is in another order
    is_number: bool


def _by_name(row: MemberRow) -> Any:
    return row.organisation.display_name.casefold()


def _by_country(row: MemberRow) -> Any:
    return (row.organisation.country_name.casefold(), _by_name(row))


def _by_joining(row: MemberRow) -> Any:
    """Founders first; who has not said when comes last."""
    return (not row.is_founder, row.organisation.joined_on or date.max, _by_name(row))


def _by_low(row: MemberRow) -> Any:
    return (row.low or 0, row.high or 0, _by_name(row))


def _by_high(row: MemberRow) -> Any:
    return (row.high or 0, row.low or 0, _by_name(row))


NAME = "name"
ORDERS: Mapping[str, Callable[[MemberRow], Any]] = {
    NAME: _by_name,
    "country": _by_country,
    "joined": _by_joining,
    "from": _by_low,
    "to": _by_high,
}
LABELS = {
    NAME: _("Member"),
    "country": _("Country"),
    "joined": _("Joined"),
    "from": pgettext_lazy("volume", "From"),
    "to": pgettext_lazy("volume", "To"),
}
NUMBERS = {"from", "to"}


def member_rows(hrefs: Mapping[int, str], *, order: str) -> list[MemberRow]:
    """All public buyers; ``hrefs`` has the addresses of their pages by organisation, ``order`` is as in the address."""
    found = Organisation.objects.public_buyers().with_yearly_volume(Category.SMARTPHONES)
    rows = [MemberRow(each, hrefs.get(each.pk, ""), each.low, each.high, each.source or "") for each in found]
    name, is_reversed = _read(order)
    return sorted(rows, key=ORDERS[name], reverse=is_reversed)


def columns(*, order: str) -> list[Column]:
    sorted_by, is_reversed = _read(order)
    found = []
    for name, label in LABELS.items():
        is_here = name == sorted_by
        direction = ("descending" if is_reversed else "ascending") if is_here else ""
        turned = f"-{name}" if is_here and not is_reversed else name
        found.append(Column(str(label), f"?sort={turned}", direction, name in NUMBERS))
    return found


def picture(rows: list[MemberRow]) -> Picture | None:
    """The map of all whose place is known, always in the order of their names."""
    return picture_of(row.place for row in sorted(rows, key=_by_name))


def _read(order: str) -> tuple[str, bool]:
    """What to sort by, and whether the other way round; by name where nothing of that name can be sorted by."""
    name = order.removeprefix("-")
    return (name, order.startswith("-")) if name in ORDERS else (NAME, False)
