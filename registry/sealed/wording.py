"""How a sealed text is shown: its paragraphs and lists, with parameter values put in the way of a language."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_decimal
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from registry.sealed.canonical import LIST_ITEM

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?")  # a decimal string; Decimal alone would take "1e999999999" too
ParameterHtml = Callable[[str, str], SafeString]


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class ItemList:
    items: tuple[str, ...]
    is_numbered: bool


def parse(text: str) -> list[Paragraph | ItemList]:
    """Read a text in normal form (``canonical.normal_text``) into its paragraphs and lists."""
    return [_group(group) for group in text.split("\n\n") if group]


def _group(group: str) -> Paragraph | ItemList:
    lines = group.split("\n")
    first = LIST_ITEM.match(lines[0])
    if not first:
        return Paragraph(group)
    return ItemList(tuple(LIST_ITEM.sub("", line, count=1) for line in lines), is_numbered=first[1] is None)


def placeholders(text: str) -> set[str]:
    """The codes of the parameters that a text names."""
    return set(PLACEHOLDER.findall(text))


@lru_cache(maxsize=4096)
def shown_value(value: str, language: str) -> str:
    """A number, all of it, with the separators of a language (1,000 · 1 000 · 1.000); an option as it stands."""
    if not NUMBER.fullmatch(value):
        return value
    return format_decimal(Decimal(value), locale=language, decimal_quantization=False)


def filled(text: str, values: Mapping[str, str], language: str) -> str:
    """The text with its placeholders replaced; one without a value stays as it is."""

    def replacement(match: re.Match[str]) -> str:
        value = values.get(match[1])
        return match[0] if value is None else shown_value(value, language)

    return PLACEHOLDER.sub(replacement, text)


def as_plain(text: str, values: Mapping[str, str], language: str) -> str:
    """The filled text with one blank line between its paragraphs and lists."""
    return filled(text, values, language)


def as_html(
    text: str, values: Mapping[str, str], language: str, *, parameter_html: ParameterHtml | None = None
) -> SafeString:
    """The filled text as ``p``, ``ol`` and ``ul``, everything escaped.

    ``parameter_html(code, shown value)`` may wrap each value, for instance in a span that script keeps up to date.
    """
    shown = parameter_html or (lambda code, value: format_html("{}", value))

    def inline(line: str) -> SafeString:
        parts: list[tuple[object]] = []
        position = 0
        for match in PLACEHOLDER.finditer(line):
            parts.append((line[position : match.start()],))
            value = values.get(match[1])
            parts.append((match[0] if value is None else shown(match[1], shown_value(value, language)),))
            position = match.end()
        parts.append((line[position:],))
        return format_html_join("", "{}", parts)

    pieces: list[tuple[SafeString]] = []
    for group in parse(text):
        if isinstance(group, Paragraph):
            pieces.append((format_html("<p>{}</p>", inline(group.text)),))
        else:
            items = format_html_join("", "<li>{}</li>", ((inline(item),) for item in group.items))
            pieces.append((format_html("<ol>{}</ol>" if group.is_numbered else "<ul>{}</ul>", items),))
    return format_html_join("\n", "{}", pieces)
