"""Every address of the portal: its name, its route, and one example of it."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, PathConverter, SlugConverter, StringConverter, UUIDConverter
from django.urls.resolvers import RegexPattern, RoutePattern
from django.utils.translation import get_language

from registry.converters import DayConverter, NumberConverter

OF_CONVERTERS: dict[type, object] = {
    IntConverter: 987654,
    SlugConverter: "example",
    StringConverter: "example",
    PathConverter: "example",
    UUIDConverter: "00000000-0000-0000-0000-000000000001",
    NumberConverter: "1.0.0",
    DayConverter: "2026-01-01",
}
OF_GROUPS: dict[str, object] = {
    "slug": "example",
    "city": "example",
    "number": "1.0.0",
    "language": "en",
    "revision": 1,
    "level": 1,
    "key": "a-b",
    "provider_id": "example",
    "uidb36": "1",
}
OF_NAMELESS_GROUPS = {"wagtail_serve": ("example/",), "wagtaildocs_serve": (1, "example.pdf")}


class Address(NamedTuple):
    name: str  # "registry:set"
    route: str  # "en/criteria/<slug:slug>/"
    example: str  # "/en/criteria/example/"; empty where none can be made


def addresses() -> tuple[Address, ...]:
    """All of them, in the order in which Django looks, with routes and examples in the language of the moment."""
    return _of(get_resolver(), get_language())


@cache  # making the examples takes a tenth of a second, and there are a thousand tests of them
def _of(resolver: URLResolver, _language: str | None) -> tuple[Address, ...]:
    return tuple(_walk(resolver, names="", route="", values={}))


def _walk(resolver: URLResolver, *, names: str, route: str, values: dict[str, object]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        here, known = route + str(pattern.pattern), {**values, **_values(pattern.pattern)}
        if isinstance(pattern, URLResolver):
            inner = f"{names}{pattern.namespace}:" if pattern.namespace else names
            yield from _walk(pattern, names=inner, route=here, values=known)
        else:
            name = f"{names}{pattern.name or ''}"
            yield Address(name, here, _example(name, known))


def _values(pattern: object) -> dict[str, object]:
    if isinstance(pattern, RoutePattern):
        return {name: OF_CONVERTERS[type(converter)] for name, converter in pattern.converters.items()}
    if isinstance(pattern, RegexPattern):
        return {name: OF_GROUPS[name] for name in pattern.regex.groupindex if name in OF_GROUPS}
    return {}


def _example(name: str, values: dict[str, object]) -> str:
    try:
        return (
            reverse(name, args=OF_NAMELESS_GROUPS[name]) if name in OF_NAMELESS_GROUPS else reverse(name, kwargs=values)
        )
    except NoReverseMatch:
        return ""
