"""Facets, packed into one column so that one query counts them all."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from search.queries import SearchQuery

Facets = Mapping[str, Sequence[str]]


class Group(NamedTuple):
    """How many of the things found are of one kind and have the same facets."""

    kind: str
    facets: str  # packed
    found: int


@dataclass
class Tally:
    total: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


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
    for text in _options(packed):
        name, _, value = text.partition("=")
        facets[name] = (*facets.get(name, ()), value)
    return facets


def tally(groups: Iterable[Group], query: SearchQuery) -> Tally:
    """The total, and what each option would leave if it were the only one ticked in its facet."""
    wanted = {name: {f"{name}={value}" for value in values} for name, values in query.facets.items() if values}
    kinds: Counter[str] = Counter()
    options: defaultdict[str, int] = defaultdict(int)  # by "theme=battery": there may be thousands of groups
    total = 0
    for kind, packed, found in groups:
        kinds[kind] += found
        if query.kinds and kind not in query.kinds:
            continue
        own = _options(packed)
        missed = [name for name, values in wanted.items() if values.isdisjoint(own)]
        if not missed:
            total += found
        elif len(missed) > 1:
            continue
        for text in own:
            if not missed or text.startswith(f"{missed[0]}="):
                options[text] += found
    return Tally(total, dict(kinds), _by_facet(options))


def _options(packed: str) -> list[str]:
    return packed[1:-1].split("|") if packed else []


def _by_facet(options: Mapping[str, int]) -> dict[str, dict[str, int]]:
    facets: dict[str, dict[str, int]] = {}
    for text, count in options.items():
        name, _, value = text.partition("=")
        facets.setdefault(name, {})[value] = count
    return facets
