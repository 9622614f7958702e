"""YAML documents: one file read into plain values, its shape checked against the JSON Schema."""

import json
from collections.abc import Hashable
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, ValidationError

from registry.sources.faults import Fault

LARGEST_FILE = 1_000_000  # bytes; a criterion in five languages has about 15,000


class _Loader(yaml.SafeLoader):
    """The safe loader, but a key given twice is an error instead of a silent loss."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for index, key in enumerate(keys):
            if key in keys[:index]:
                place = node.value[index][0].start_mark
                raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} is there twice", place)
        return super().construct_mapping(node, deep)


def load(path: Path) -> tuple[dict[str, Any], list[Fault]]:
    """Read one file; the document is empty where there are faults."""
    if path.stat().st_size > LARGEST_FILE:
        return {}, [
            Fault(
                path.name,
                "",
                f"is larger than {LARGEST_FILE:,} bytes: is it a criterion?",
            )
        ]
    try:
        document = _plain(yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader))  # noqa: S506  (a safe loader)
    except UnicodeDecodeError:
        return {}, [Fault(path.name, "", "is not UTF-8: save it in that encoding.")]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "cannot be read"
        return {}, [
            Fault(
                path.name,
                line,
                f"is no valid YAML: {problem}. Check indentation and quotes there.",
            )
        ]
    if not isinstance(document, dict):
        return {}, [
            Fault(
                path.name,
                "",
                "holds no fields: it begins with `code: …` or, for a release, `set: …`.",
            )
        ]
    faults = [_fault(path.name, error) for error in _validator(_kind(path, document)).iter_errors(document)]
    return ({} if faults else document), faults


def _kind(path: Path, document: dict[str, Any]) -> str:
    if path.name == "release.yaml":
        return "release"
    return "withdrawal" if "withdrawn" in document else "criterion"


@cache
def _validator(kind: str) -> Draft202012Validator:
    schema = json.loads((Path(__file__).parent / "schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator({**schema, "$ref": f"#/$defs/{kind}"})


def _plain(value: Any) -> Any:
    """Keys as text and dates as ISO text, as JSON has them."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _fault(file: str, error: ValidationError) -> Fault:
    field = ".".join(str(step) for step in error.absolute_path)
    return Fault(file, field, _sentence(error))


def _sentence(error: ValidationError) -> str:
    """The obstacle and the way out, in words; jsonschema's own sentence where there is nothing better."""
    known: Any = error.validator_value
    fields: Any = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    found: Any = error.instance
    if error.validator == "required":
        return f"{', '.join(sorted(set(known) - set(found)))} is missing: add it."
    if error.validator == "additionalProperties" and fields:
        extra = sorted(set(found) - set(fields))
        return f"{', '.join(extra)} is no field here{_nearest(extra[0], fields)}."
    if error.validator == "enum":
        listed = ", ".join(map(str, known))
        return f"{found!r} is unknown{_nearest(str(found), known)}. Known are: {listed}."
    if error.validator == "pattern":
        return f"{found!r} does not have the form {known}."
    if error.validator in ("minItems", "minLength", "minProperties"):
        return "is empty: fill it in, or leave the field out where it is optional."
    return f"{error.message}."


def _nearest(word: str, known: Any) -> str:
    near = get_close_matches(word, [str(item) for item in known], n=1, cutoff=0.6)
    return f" (did you mean {near[0]}?)" if near else ""
