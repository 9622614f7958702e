"""The shape of a document, checked against the JSON Schema, and what is wrong with it in words."""

import json
import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

SCHEMA = Path(__file__).parent / "schema.json"
_TYPES = {
    "string": gettext_lazy("text (in quotes, if it looks like something else)"),
    "integer": gettext_lazy("a whole number"),
    "number": gettext_lazy("a number"),
    "object": gettext_lazy("a group of fields"),
    "array": gettext_lazy("a list"),
    "boolean": gettext_lazy("true or false"),
    "null": gettext_lazy("nothing"),
}
_FORMS = {
    "^[A-Z][A-Z0-9]{1,4}-[0-9]{2}$": gettext_lazy("a code like BAT-01"),
    "^[a-z][a-z0-9_]*$": gettext_lazy("a name like state_of_health: small letters, digits and _"),
    "^[a-z][a-z0-9-]*$": gettext_lazy("a name like joint-demand: small letters, digits and hyphens"),
    "^[a-z]{2,3}$": gettext_lazy("the code of a language, like sv"),
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": gettext_lazy("a day like 2026-02-02"),
    "^https://": gettext_lazy("an address that begins with https://"),
}


def shape_faults(document: dict[str, Any], kind: str) -> Iterator[tuple[str, str]]:
    """Field and fault of everything that does not fit ``kind``: "criterion", "withdrawal" or "release"."""
    for error in _validator(kind).iter_errors(document):
        yield from _faults(error)


def _pattern(validator: Any, pattern: str, text: Any, schema: Any) -> Iterator[ValidationError]:
    """As ECMAScript and the standard have it: ``$`` is the very end, not also before a last line break."""
    if isinstance(text, str) and (text.endswith("\n") or not re.search(pattern, text)):
        yield ValidationError(f"{text!r} does not match {pattern!r}")


_Validator = extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]


@cache
def _validator(kind: str) -> Any:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return _Validator({**schema, "$ref": f"#/$defs/{kind}"}, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _faults(error: ValidationError) -> Iterator[tuple[str, str]]:
    """One fault an absent or unknown field; of several alternatives those of the one that comes nearest."""
    path = [str(step) for step in error.absolute_path]
    known: Any = error.validator_value
    found: Any = error.instance
    fields: Any = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    if error.validator == "oneOf":
        for nested in _nearest_alternative(error.context or []):
            yield from _faults(nested)
    elif error.validator == "required":
        yield from ((".".join([*path, name]), _("is missing: add it.")) for name in known if name not in found)
    elif error.validator == "additionalProperties" and fields:
        for name in found.keys() - fields.keys():
            yield ".".join([*path, name]), _("is no field here%(hint)s.") % {"hint": _nearest(name, fields)}
    else:
        yield ".".join(path), _sentence(error, known, found)


def _nearest_alternative(errors: Sequence[ValidationError]) -> list[ValidationError]:
    """The errors of the alternative that has the right type, else of the one with the fewest errors."""
    alternatives: dict[Any, list[ValidationError]] = {}
    for error in errors:
        alternatives.setdefault(error.schema_path[0], []).append(error)
    return min(alternatives.values(), key=lambda found: (any(map(_is_about_type, found)), len(found)))


def _is_about_type(error: ValidationError) -> bool:
    return list(error.path)[-1:] == ["type"] or (error.validator == "type" and not error.path)


def _sentence(error: ValidationError, known: Any, found: Any) -> str:
    """The obstacle and the way out; jsonschema's own sentence where there is nothing better."""
    if error.validator in ("minItems", "minLength", "minProperties") or found is None:
        return _("is empty: fill it in, or leave the field out where it is optional.")
    if error.validator in ("enum", "const"):
        options = known if error.validator == "enum" else [known]
        named = {"hint": _nearest(str(found), options), "options": ", ".join(map(str, options))}
        return _("%(value)s is unknown%(hint)s. Known are: %(options)s.") % {"value": _short(found), **named}
    if error.validator in ("pattern", "format"):
        form = _FORMS[str(error.schema["pattern"] if isinstance(error.schema, dict) else known)]
        return _("%(value)s is not %(form)s.") % {"value": _short(found), "form": form}
    if error.validator == "type":
        return _("is %(value)s, but has to be %(types)s.") % {"value": _short(found), "types": _either(known)}
    if error.validator == "maxLength":
        return _("has %(count)s characters and may have %(most)s: shorten it.") % {"count": len(found), "most": known}
    if error.validator == "minimum":
        return _("is %(value)s, but at least %(bound)s is possible.") % {"value": found, "bound": known}
    if error.validator == "maximum":
        return _("is %(value)s, but at most %(bound)s is possible.") % {"value": found, "bound": known}
    if error.validator == "uniqueItems":
        return _("holds the same entry twice: keep one of them.")
    return f"{error.message}."


def _either(types: str | list[str]) -> str:
    known = [types] if isinstance(types, str) else types
    names = [str(_TYPES[name]) for name in known if not ("number" in known and name == "integer")]
    return f" {_('or')} ".join(names)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


def _nearest(word: str, known: Any) -> str:
    near = get_close_matches(word, [str(item) for item in known], n=1, cutoff=0.6)
    return f" {_('(did you mean %(word)s?)') % {'word': near[0]}}" if near else ""
