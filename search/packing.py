"""Several values in one column: between bars, so that one of them is found by looking for it with its bars."""

from collections.abc import Iterable, Mapping, Sequence

Facets = Mapping[str, Sequence[str]]


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


def unpack_names(packed: str) -> tuple[str, ...]:
    return tuple(options(packed))


def unpack(packed: str) -> dict[str, tuple[str, ...]]:
    facets: dict[str, tuple[str, ...]] = {}
    for text in options(packed):
        name, _, value = text.partition("=")
        facets[name] = (*facets.get(name, ()), value)
    return facets


def options(packed: str) -> list[str]:
    return packed[1:-1].split("|") if packed else []
