"""Content that was written in a form, held against the same rules as a source file."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from registry.enums import CriterionKind
from registry.sealed.content import CriterionContent, Parameter
from registry.sources.criteria import read_criterion
from registry.sources.faults import Fault
from registry.sources.shape import shape_faults

_FAMILIES = {"parameter": "parameters", "requirement": "requirement", "proof": "proof", "legal_floor": "legal_floor"}


def content_faults(
    code: str, kind: str, content: CriterionContent, authoritative: Iterable[str], *, summary: Mapping[str, str]
) -> list[Fault]:
    """What keeps a text from being sealed, by field; empty when it can be."""
    document = as_document(code, kind, content)
    if summary:
        document["change"] = {"summary": dict(summary)}
    if faults := [Fault(code, field, message) for field, message in dict.fromkeys(shape_faults(document, "criterion"))]:
        return faults
    languages = list(authoritative)
    others = [
        Fault(code, f"texts.{language}", _("is no authoritative language of the register: seal it as a translation."))
        for language in content.texts
        if language not in languages
    ]
    return others or read_criterion(code, document, languages)[1]


def as_document(code: str, kind: str, content: CriterionContent) -> dict[str, Any]:
    """Content as a source file holds it (docs/source-format.md)."""
    document = content.as_dict()
    del document["schema"]
    if content.suggested_weight is None:
        del document["suggested_weight"]
    return document | {
        "code": code,
        "kind": CriterionKind(kind).value,
        "parameters": {name: _parameter(parameter) for name, parameter in content.parameters.items()},
        "levels": {
            str(level): {name: _value(value, content.parameters.get(name)) for name, value in values.items()}
            for level, values in content.levels.items()
        },
        "legal_floor": [
            {name: value for name, value in floor.items() if value not in ("", None)}
            for floor in document["legal_floor"]
        ],
        "texts": {language: _texts(blocks) for language, blocks in content.texts.items()},
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    if parameter.options:
        return {"type": parameter.type, "options": list(parameter.options), "stricter": parameter.stricter}
    return {
        "type": parameter.type,
        "unit": parameter.unit,
        "stricter": parameter.stricter,
        "min": _value(parameter.minimum, parameter),
        "max": _value(parameter.maximum, parameter),
    }


def _value(text: str, parameter: Parameter | None) -> Any:
    """A number as a file has it; what is none stays text, for the rules to say so."""
    if parameter is None or parameter.options:
        return text
    try:
        number = Decimal(text)
    except ArithmeticError:
        return text
    if not number.is_finite():
        return text
    return int(number) if number == number.to_integral_value() else float(number)


def _texts(blocks: Mapping[str, str]) -> dict[str, Any]:
    texts: dict[str, Any] = {}
    for block, text in blocks.items():
        family, point, key = block.partition(".")
        if point and family in _FAMILIES:
            texts.setdefault(_FAMILIES[family], {})[key] = text
        else:
            texts[block] = text
    return texts
