"""YAML documents: one file read into plain values."""

import re
from collections.abc import Hashable, Iterator
from contextlib import suppress
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import Composer, ComposerError
from yaml.constructor import ConstructorError, SafeConstructor
from yaml.resolver import Resolver

from registry.sources.faults import Fault
from registry.sources.shape import shape_faults

LARGEST_FILE = 1_000_000  # bytes; a criterion in five languages has about 15,000
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufffe\uffff]")  # no document format can hold them
_DAY = "tag:yaml.org,2002:timestamp"


class _Rules(Composer, SafeConstructor, Resolver):
    """What is safe to load, but a key given twice is an error instead of a silent loss, and so is a reference
    (``*name``).

    Days stay text, for the schema to check.
    """

    yaml_implicit_resolvers = {
        first: [(tag, form) for tag, form in forms if tag != _DAY]
        for first, forms in Resolver.yaml_implicit_resolvers.items()
    }

    check_event: Any  # of the parser that stands below
    peek_event: Any

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            place = self.peek_event().start_mark
            raise ComposerError(None, None, "references (*name) are not followed: write it out", place)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [str(self.construct_object(key, deep=True)) for key, _ in node.value]
        for index, key in enumerate(keys):
            if key in keys[:index]:
                place = node.value[index][0].start_mark
                raise ConstructorError(None, None, f"the key {key!r} is there twice", place)
        return super().construct_mapping(node, deep)


class _Loader(_Rules, yaml.SafeLoader):
    """Tells well what is wrong with a text."""


class _QuickLoader(_Rules, yaml.CSafeLoader):
    """Reads by libyaml: several times as fast, but poor in words."""

    def __init__(self, text: str) -> None:
        yaml.CSafeLoader.__init__(self, text)
        Composer.__init__(self)  # ours, in the place of libyaml's own


def load(path: Path) -> tuple[dict[str, Any], list[Fault]]:
    """Read one file; the document is empty where there are faults."""
    document, where, fault = _read(path)
    if fault:
        return {}, [Fault(path.name, where, fault)]
    kind = "withdrawal" if "withdrawn" in document else "criterion"
    found = dict.fromkeys(shape_faults(document, "release" if path.name == "release.yaml" else kind))
    if not found:
        found = dict.fromkeys(_unprintable(document))
    faults = [Fault(path.name, field, message) for field, message in found]
    return ({} if faults else document), faults


def _read(path: Path) -> tuple[dict[str, Any], str, str]:
    """The document; else where in the file, and what, is wrong."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            return {}, "", f"is larger than {LARGEST_FILE:,} bytes: is it a criterion?"
        document = _plain(_parsed(path.read_text(encoding="utf-8")))
    except OSError as error:
        return {}, "", f"cannot be opened ({error.strerror}): is it a file that you may read?"
    except UnicodeDecodeError:
        return {}, "", "is not UTF-8: save it in that encoding."
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
        line = f"line {mark.line + 1}" if mark else ""
        return {}, line, f"is no valid YAML: {problem}. Check indentation and quotes there."
    except RecursionError:
        return {}, "", "is nested too deeply: write it as docs/source-format.md shows."
    except ValueError as error:
        return {}, "", f"holds a value that cannot be read: {error}. Put it in quotes."
    if not isinstance(document, dict):
        return {}, "", "holds no fields: it begins with `code: …` or, for a release, `set: …`."
    return document, "", ""


def _parsed(text: str) -> Any:
    with suppress(yaml.YAMLError):
        return yaml.load(text, Loader=_QuickLoader)  # noqa: S506  (a safe loader)
    return yaml.load(text, Loader=_Loader)  # noqa: S506


def _plain(value: Any) -> Any:
    """Keys as text, and as text what JSON does not know either: dates, infinity."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _unprintable(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str) and _UNPRINTABLE.search(value):
        yield field, "holds a character that cannot be printed: type that text anew."
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from _unprintable(item, f"{field}.{key}".lstrip("."))
