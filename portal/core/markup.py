"""HTML around plain values, for what stands on a page dozens of times.

Django's ``format_html`` asks of each value whether it is to be translated later; these never are, and take a third of
the time.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString

NOTHING = SafeString("")
CURRENT = SafeString(' aria-current="true"')

Value = str | int


def filled(pattern: str, *values: Value) -> SafeString:
    """A pattern of ``str.format`` with values in its places: escaped unless they are HTML already."""
    return SafeString(pattern.format(*map(_escaped, values)))


def filled_rows(pattern: str, rows: Iterable[tuple[Value, ...]]) -> SafeString:
    """The same for each row of values, a line each."""
    return SafeString("\n".join(filled(pattern, *row) for row in rows))


def lang(code: str) -> SafeString:
    """The attribute of an element in another language than what stands around it; nothing without a code."""
    return filled(' lang="{}"', code) if code else NOTHING


def _escaped(value: Value) -> str:
    return value if isinstance(value, SafeString) else escape(str(value))
