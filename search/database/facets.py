"""Facets, packed into one column so that one query counts them all."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from search.packing import options
from search.queries import SearchQuery


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


def tally(groups: Iterable[Group], query: SearchQuery) -> Tally:
    """The total, and what each option would leave if it were the only one ticked in its facet."""
    wanted = {name: {f"{name}={value}" for value in values} for name, values in query.facets.items() if values}
    kinds: Counter[str] = Counter()
    counts: Counter[str] = Counter()  # by "theme=battery": there may be thousands of groups
    total = 0
    for kind, packed, found in groups:
        kinds[kind] += found
        if query.kinds and kind not in query.kinds:
            continue
        own = options(packed)
        missed = [name for name, values in wanted.items() if values.isdisjoint(own)] if wanted else []
        if len(missed) > 1:
            continue
        if missed:
            own = tuple(text for text in own if text.startswith(f"{missed[0]}="))
        else:
            total += found
        if found == 1:  # as most are, where there are many: several times as fast
            counts.update(own)
        else:
            counts.update(dict.fromkeys(own, found))
    return Tally(total, dict(kinds), _by_facet(counts))


def _by_facet(counts: Mapping[str, int]) -> dict[str, dict[str, int]]:
    facets: dict[str, dict[str, int]] = {}
    for text, count in counts.items():
        name, _, value = text.partition("=")
        facets.setdefault(name, {})[value] = count
    return facets
