"""What people send to the registry: plain fields read into values; whatever cannot be used is kept for them to mend."""

from collections.abc import Mapping
from dataclasses import replace

from django.http import QueryDict
from django.utils.translation import get_language

from registry.enums import CriterionKind
from registry.models import CriterionVersion
from registry.sealed.values import read_number, read_value
from registry.takeaway.basket import Basket, BasketError, BasketItem, one_line
from registry.takeaway.citations import Citation

LONGEST_VALUE = 40  # characters of a parameter's value
LONGEST_WEIGHT = 10


def edited_basket(basket: Basket, data: QueryDict, versions: Mapping[str, CriterionVersion]) -> Basket:
    """The basket with what its form says: title, headings, and per item level, values and weight.

    ``versions`` are those of its items, by citation. Values out of bounds are kept: the page shows them again with
    what is wrong. Two items that become the same one are kept once.
    """
    headings = {kind: data.get(f"heading.{kind}", basket.headings.get(kind, "")) for kind in CriterionKind.values}
    items: dict[str, BasketItem] = {}
    for item in basket.items:
        edited = _edited_item(item, data, versions.get(item.citation))
        items.setdefault(edited.key, edited)
    return replace(
        basket,
        items=tuple(items.values()),
        title=one_line(data.get("title", basket.title)),
        headings={kind: line for kind, text in headings.items() if (line := one_line(text))},
    )


def edited_key(basket: Basket, key: str, data: QueryDict, versions: Mapping[str, CriterionVersion]) -> str:
    """The key that an item has once its form is read: another one if its level was changed."""
    item = next((item for item in basket.items if item.key == key), None)
    return _edited_item(item, data, versions.get(item.citation)).key if item else key


def _edited_item(item: BasketItem, data: QueryDict, version: CriterionVersion | None) -> BasketItem:
    weight = data.get(f"weight|{item.key}", item.weight).strip().rstrip("%")[:LONGEST_VALUE]
    edited = replace(item, weight=read_number(weight, _language())[:LONGEST_WEIGHT])
    if version is None:
        return edited
    typed = replace(edited, values=_given(data, f"value|{item.key}|"))
    values = item.values | with_values_read(typed, version).values
    level = data.get(f"level|{item.key}", "")
    wanted = next((each for each in version.parsed.levels if str(each) == level), item.level)
    # values of the old level that the buyer left alone give way to those of the new one
    return without_defaults(replace(without_defaults(replace(edited, values=values), version), level=wanted), version)


def _given(data: QueryDict, prefix: str) -> dict[str, str]:
    """What was typed into fields whose names begin so, by the rest of the name."""
    return {
        name.removeprefix(prefix): str(value)[:LONGEST_VALUE] for name, value in data.items() if name.startswith(prefix)
    }


def _language() -> str:
    return get_language() or "en"


def added_items(data: QueryDict) -> list[BasketItem]:
    """The items that a form adds, with values as they were typed: ``with_values_read`` reads them.

    ``item`` is a citation with a level. Values are named "2.cycles", for every item of that level, or as in the basket
    itself, "value|BAT-01@1.2.0/L2|cycles". Raises BasketError for a citation that is none.
    """
    items = []
    for text in data.getlist("item"):
        try:
            citation = Citation.parse(text)
        except ValueError as error:
            raise BasketError(str(error)) from error
        level = citation.level or 1
        item = BasketItem(code=citation.code, number=str(citation.number), level=level)
        values = _given(data, f"{level}.") | _given(data, f"value|{item.key}|")
        items.append(replace(item, values=values))
    return items


def with_values_read(item: BasketItem, version: CriterionVersion) -> BasketItem:
    """The item with its typed values in their plain form; what is no value stays, so that the page can say so."""
    parameters = version.parsed.parameters
    known = {code: text for code, text in item.values.items() if code in parameters}
    return replace(item, values={code: read_value(parameters[code], text, _language()) for code, text in known.items()})


def without_defaults(item: BasketItem, version: CriterionVersion) -> BasketItem:
    """The item with only those values that differ from the level's own, of parameters that the level has."""
    own = version.parsed.levels.get(item.level, {})
    return replace(
        item, values={code: value for code, value in item.values.items() if code in own and value != own[code]}
    )


def moved_to_version(item: BasketItem, version: CriterionVersion) -> BasketItem:
    """The item on another version of its criterion: the same level where it has it, and the values that still fit.

    The words of a city stay behind: they are those of the other version.
    """
    levels = sorted(version.parsed.levels)
    level = max((each for each in levels if each <= item.level), default=levels[0])
    return without_defaults(replace(item, number=str(version.number), level=level, adaptation=""), version)
