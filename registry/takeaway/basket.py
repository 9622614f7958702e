"""A buyer's selection: a value that views change step by step and a link can pin."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

import rfc8785
from django.db import IntegrityError, transaction

from registry.enums import CriterionKind
from registry.models import SharedBasket
from registry.sealed.basket import basket_key
from registry.sealed.canonical import sha256
from registry.takeaway.citations import Citation

MOST_ITEMS = 200  # an annex of a tender; the starter set has 27
LONGEST_CITATION = 150  # of an adaptation: two slugs and a number
MOST_CHARACTERS = 200  # of a title or heading


class BasketError(ValueError):
    """A basket cannot be read or changed like that; ``str(error)`` says why."""


@dataclass(frozen=True, kw_only=True)
class BasketItem:
    """One criterion version at one level, with the buyer's own values and, for an award criterion, its weight."""

    code: str
    number: str
    level: int
    values: dict[str, str] = field(default_factory=dict)  # only where they differ from the level's own
    weight: str = ""  # percent of the whole evaluation, a decimal string; empty: not said
    adaptation: str = ""  # "malmo/smartphones@1.0.0", whose words are taken; empty: the release's own

    @property
    def citation(self) -> str:
        return f"{self.code}@{self.number}"

    @property
    def key(self) -> str:
        """Names the item within its basket."""
        return f"{self.citation}/L{self.level}"

    def as_dict(self) -> dict[str, Any]:
        """Without what only few have: a shared basket keeps the link that it has."""
        return {name: value for name, value in vars(self).items() if value or name != "adaptation"}


@dataclass(frozen=True, kw_only=True)
class Basket:
    """What was chosen, in the order of the annex, with its title and the headings that replace the usual ones."""

    items: tuple[BasketItem, ...] = ()
    title: str = ""
    headings: dict[str, str] = field(default_factory=dict)  # kind: heading

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Basket":
        """Read what ``as_dict`` wrote. Raises BasketError if it is something else, or too long."""
        try:
            items = tuple(_item(entry) for entry in data.get("items", []))
            title, headings = str(data.get("title", "")), dict(data.get("headings", {}))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise BasketError(str(error)) from error
        if len(items) > MOST_ITEMS or len({item.key for item in items}) != len(items):
            raise BasketError(f"a basket holds at most {MOST_ITEMS} criteria, each once at a level")
        if not set(headings) <= set(CriterionKind.values):
            raise BasketError("a heading belongs to a kind of criterion")
        return cls(
            items=items,
            title=one_line(title),
            headings={kind: one_line(str(heading)) for kind, heading in headings.items()},
        )

    def as_dict(self) -> dict[str, Any]:
        return {
            "items": [item.as_dict() for item in self.items],
            "title": self.title,
            "headings": {kind: heading for kind, heading in self.headings.items() if heading},
        }

    def added(self, *items: BasketItem) -> Self:
        """With more items at the end; one that is there already stays as it is. Raises BasketError when full."""
        present = {item.key for item in self.items}
        new: dict[str, BasketItem] = {}
        for item in items:
            if item.key not in present:
                new.setdefault(item.key, item)
        if len(self.items) + len(new) > MOST_ITEMS:
            raise BasketError(f"a basket holds at most {MOST_ITEMS} criteria")
        return replace(self, items=(*self.items, *new.values()))

    def removed(self, key: str) -> Self:
        return replace(self, items=tuple(item for item in self.items if item.key != key))

    def moved(self, key: str, steps: int, among: tuple[str, ...]) -> Self:
        """One item moved up (-1) or down (+1) among those of its group, whose keys are given in order."""
        if key not in among or not 0 <= among.index(key) + steps < len(among):
            return self
        neighbour = among[among.index(key) + steps]
        order = [item.key for item in self.items]
        first, second = order.index(key), order.index(neighbour)
        items = list(self.items)
        items[first], items[second] = items[second], items[first]
        return replace(self, items=tuple(items))

    def changed(self, key: str, item: BasketItem) -> Self:
        """With ``item`` in the place of the one named ``key``; an item that is there already is not doubled."""
        kept = [other for other in self.items if other.key == key or other.key != item.key]
        return replace(self, items=tuple(item if other.key == key else other for other in kept))


def one_line(text: str) -> str:
    """A title as it is kept: NFC, one line, without control characters or stray white space, not too long."""
    plain = "".join(" " if unicodedata.category(each) == "Cc" else each for each in unicodedata.normalize("NFC", text))
    return " ".join(plain.split())[:MOST_CHARACTERS].rstrip()


def _item(entry: Mapping[str, Any]) -> BasketItem:
    citation = Citation.parse(f"{entry['code']}@{entry['number']}/L{entry['level']}")
    values = {str(code): str(value)[:40] for code, value in dict(entry.get("values", {})).items()}
    return BasketItem(
        code=citation.code,
        number=str(citation.number),
        level=int(entry["level"]),
        values=values,
        weight=str(entry.get("weight", ""))[:10],
        adaptation=str(entry.get("adaptation", ""))[:LONGEST_CITATION],
    )


def share(basket: Basket) -> SharedBasket:
    """Pin a basket behind a link; the same basket has the same link. Raises BasketError if it is empty."""
    if not basket.items:
        raise BasketError("an empty basket cannot be shared")
    content = rfc8785.dumps(basket.as_dict()).decode()  # not canonical(): "3. Telephones" is no list
    digest = sha256(content)
    key = basket_key(digest)
    try:
        with transaction.atomic():
            return SharedBasket.objects.filter(key=key).first() or SharedBasket.objects.create(
                key=key, content=content, content_hash=digest
            )
    except IntegrityError:  # somebody shared the same choice this moment
        return SharedBasket.objects.get(key=key)
