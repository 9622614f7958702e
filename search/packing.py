"""Several values in one column: between bars, so that one of them is found by looking for it with its bars."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

KEPT = 8_192  # columns that are remembered apart, some 5 MB

Facets = Mapping[str, Sequence[str]]


def pack(facets: Facets) -> str:
    """ "|level=1|level=2|theme=battery|"; empty if there are none."""
    return pack_names(names) if (names := option_names(facets)) else ""


def option_names(facets: Facets) -> list[str]:
    """ "level=1", "level=2", "theme=battery"."""
    return [f"{name}={value}" for name, value in sorted((name, value) for name in facets for value in facets[name])]


def by_facet(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The facets that such names are of."""
    facets: dict[str, tuple[str, ...]] = {}
    for text in names:
        name, _, value = text.partition("=")
        facets[name] = (*facets.get(name, ()), value)
    return facets


def option(name: str, value: str) -> str:
    """One option as it stands in what ``pack`` wrote."""
    return f"|{name}={value}|"


def pack_names(names: Iterable[str]) -> str:
    """ "|everyone|organisation:7|"."""
    return "".join(["|", *(f"{name}|" for name in names)])


def unpack_names(packed: str) -> tuple[str, ...]:
    return options(packed)


def unpack(packed: str) -> dict[str, tuple[str, ...]]:
    return by_facet(options(packed))


@lru_cache(KEPT)
def options(packed: str) -> tuple[str, ...]:
    """What is packed, apart. The same few thousand columns come again in every search that counts."""
    return tuple(packed[1:-1].split("|")) if packed else ()
