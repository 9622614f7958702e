"""The one way to write content down, and its hash."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import rfc8785

LIST_ITEM = re.compile(r"(?:(-)|[0-9]+\.)(?: |$)")
_SPACES = re.compile(r"[^\S\n]+")
_LARGEST = 2**53 - 1  # beyond it, JSON readers disagree about a number: RFC 8785, appendix D


def normal_text(text: str) -> str:
    """Write a text in its one normal form: NFC, LF, no stray white space, one line a paragraph or list item.

    A blank line parts paragraphs; a line that starts with ``- `` or a number and a full stop is a list item; any other
    line goes on where the one before it ended. Items of one kind are one list, numbered from 1. Applying it twice
    changes nothing.
    """
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    groups: list[list[str]] = []  # a paragraph, or the items of one list
    after_blank = True
    for line in text.split("\n"):
        line = _SPACES.sub(" ", line).strip()
        if item := LIST_ITEM.match(line):
            if not groups or _marker(groups[-1][-1]) != _marker(line):
                groups.append([])
            marker = item[1] or f"{len(groups[-1]) + 1}."
            groups[-1].append(f"{marker} {line[item.end() :]}".rstrip())
        elif line and (after_blank or not groups):
            groups.append([line])
        elif line:
            groups[-1][-1] += f" {line}"
        after_blank = not line
    return "\n\n".join("\n".join(group) for group in groups)


def _marker(line: str) -> str | None:
    item = LIST_ITEM.match(line)
    return (item[1] or "1.") if item else None


def decimal_text(number: Decimal | int | str) -> str:
    """Write a number without exponent or needless zeros: "800", "0.8".

    Raises ValueError if it is infinite or not a number.
    """
    value = Decimal(number)
    if not value.is_finite():
        raise ValueError(f"a value is a finite number, got {number}")
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def canonical(content: Mapping[str, Any]) -> str:
    """Write content as canonical JSON: texts in normal form, decimals as strings, then RFC 8785.

    Raises ValueError for what has no one form: a float, an integer beyond 2**53 - 1, two keys that are one after NFC,
    or a value that JSON does not know.
    """
    return rfc8785.dumps(_normal(content)).decode()


def _normal(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, str):
        return normal_text(value)
    if isinstance(value, int):
        if abs(value) > _LARGEST:
            raise ValueError(f"{value} is too large a whole number for JSON: write it as text")
        return value
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, Mapping):
        result = {_normal_key(key): _normal(item) for key, item in value.items()}
        if len(result) != len(value):
            raise ValueError(f"two keys are the same after normalisation: {sorted(map(str, value))}")
        return result
    if isinstance(value, list | tuple):
        return [_normal(item) for item in value]
    raise ValueError(f"sealed content cannot hold {type(value).__name__}: {value!r}")


def _normal_key(key: object) -> str:
    if not isinstance(key, str):
        raise ValueError(f"a key is text, got {key!r}")
    return unicodedata.normalize("NFC", key)


def sha256(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
