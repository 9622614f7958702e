"""Facets, packed into one column so that one query counts them all."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from search.queries import SearchQuery

Facets = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Group:
    """How many of the things found are of one kind and have the same facets."""

    kind: str
    facets: Facets
    count: int


@dataclass
class Tally:
    total: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    facets: dict[str, Counter[str]] = field(default_factory=dict)


def pack(facets: Facets) -> str:
    """ "|level=1|level=2|theme=battery|"; empty if there are none."""
    options = sorted((name, value) for name, values in facets.items() for value in values)
    return "".join(["|", *(f"{name}={value}|" for name, value in options)]) if options else ""


def option(name: str, value: str) -> str:
    """One option as it stands in what ``pack`` wrote."""
    return f"|{name}={value}|"


def pack_names(names: Iterable[str]) -> str:
    """ "|everyone|organisation:7|"."""
    return "".join(["|", *(f"{name}|" for name in names)])


def unpack(packed: str) -> dict[str, tuple[str, ...]]:
    facets: dict[str, tuple[str, ...]] = {}
    for text in packed.strip("|").split("|"):
        name, is_option, value = text.partition("=")
        if is_option:
            facets[name] = (*facets.get(name, ()), value)
    return facets


def tally(groups: Iterable[Group], query: SearchQuery) -> Tally:
    """The total, and what each option would leave if it were the only one ticked in its facet."""
    result = Tally()
    for group in groups:
        result.kinds[group.kind] += group.count
        if query.kinds and group.kind not in query.kinds:
            continue
        wanted = [(name, values) for name, values in query.facets.items() if values]
        missed = [name for name, values in wanted if not set(values) & set(group.facets.get(name, ()))]
        if not missed:
            result.total += group.count
        for name, values in group.facets.items():
            if not missed or missed == [name]:
                result.facets.setdefault(name, Counter()).update(dict.fromkeys(values, group.count))
    return result
