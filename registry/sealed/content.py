"""What a sealed text says, typed: the reading of a version's canonical JSON."""

import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

# Blocks that say why, not what: a change in them is a patch (registry rule 5).
EDITORIAL_BLOCKS = ("title", "purpose", "guidance")
EDITORIAL_FAMILIES = ("legal_floor", "parameter")


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A typed value inside the wording; numbers are decimal strings in the unit, choices one of the options."""

    code: str
    type: str  # ParameterType
    stricter: str  # Direction
    unit: str = ""
    minimum: str = ""
    maximum: str = ""
    options: tuple[str, ...] = ()

    def rank(self, value: str) -> Decimal:
        """The value as a number that can be compared: itself, or the place among the options.

        Raises ValueError if a choice is not among the options, decimal.InvalidOperation if a number is none.
        """
        return Decimal(self.options.index(value)) if self.options else Decimal(value)


@dataclass(frozen=True, kw_only=True)
class ProofRoute:
    """One means of proof. Any one route is enough, unless a route is required as well."""

    id: str
    type: str  # ProofType
    moment: str  # ProofMoment
    required: bool = False
    or_equivalent: bool = False


@dataclass(frozen=True, kw_only=True)
class LegalFloor:
    """What law demands already, from when, and where that is written."""

    id: str
    since: date
    source: str
    url: str
    parameter: str = ""
    value: str = ""
    as_of: date | None = None


@dataclass(frozen=True, kw_only=True)
class CriterionContent:
    """The normative content of one criterion version. No number, date of sealing, status or person is in it."""

    theme: str
    stages: tuple[str, ...]
    applies_to: tuple[str, ...]
    ambitions: tuple[str, ...]
    levels: dict[int, dict[str, str]]  # level: parameter: value
    proof: tuple[ProofRoute, ...]
    texts: dict[str, dict[str, str]]  # language: block: text
    cpv: tuple[str, ...] = ()
    eforms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    suggested_weight: tuple[int, int] | None = None  # percent of the whole evaluation, from and to
    legal_floor: tuple[LegalFloor, ...] = ()

    @classmethod
    def from_json(cls, text: str) -> "CriterionContent":
        """Read canonical JSON as ``as_dict`` wrote it. Raises KeyError or TypeError if it is something else."""
        data = json.loads(text)
        weight = data["suggested_weight"]
        return cls(
            theme=data["theme"],
            stages=tuple(data["stages"]),
            applies_to=tuple(data["applies_to"]),
            ambitions=tuple(data["ambitions"]),
            cpv=tuple(data["cpv"]),
            eforms={term: tuple(codes) for term, codes in data["eforms"].items()},
            parameters={code: _parameter(code, facts) for code, facts in data["parameters"].items()},
            levels={int(level): values for level, values in data["levels"].items()},
            proof=tuple(ProofRoute(**route) for route in data["proof"]),
            suggested_weight=(weight["min"], weight["max"]) if weight else None,
            legal_floor=tuple(_legal_floor(floor) for floor in data["legal_floor"]),
            texts=data["texts"],
        )

    def as_dict(self) -> dict[str, Any]:
        """The content as plain JSON values, ready for ``canonical``; unordered lists are sorted."""
        weight = self.suggested_weight
        return {
            "schema": "criterion/1",
            "theme": self.theme,
            "stages": sorted(self.stages),
            "applies_to": sorted(self.applies_to),
            "ambitions": sorted(self.ambitions),
            "cpv": sorted(self.cpv),
            "eforms": {term: sorted(codes) for term, codes in self.eforms.items()},
            "parameters": {code: _facts(parameter) for code, parameter in self.parameters.items()},
            "levels": {str(level): values for level, values in self.levels.items()},
            "proof": [vars(route) for route in sorted(self.proof, key=lambda route: route.id)],
            "suggested_weight": {"min": weight[0], "max": weight[1]} if weight else None,
            "legal_floor": [_floor_facts(floor) for floor in sorted(self.legal_floor, key=lambda floor: floor.id)],
            "texts": self.texts,
        }


def is_editorial(block: str) -> bool:
    """Whether a block only explains, so that changing it changes no bid."""
    return block in EDITORIAL_BLOCKS or block.split(".")[0] in EDITORIAL_FAMILIES


def _parameter(code: str, facts: dict[str, Any]) -> Parameter:
    return Parameter(code=code, **{**facts, "options": tuple(facts["options"])})


def _facts(parameter: Parameter) -> dict[str, Any]:
    facts = {**vars(parameter), "options": list(parameter.options)}
    del facts["code"]
    return facts


def _legal_floor(floor: dict[str, Any]) -> LegalFloor:
    as_of = floor["as_of"]
    since = date.fromisoformat(floor["since"])
    return LegalFloor(**{**floor, "since": since, "as_of": date.fromisoformat(as_of) if as_of else None})


def _floor_facts(floor: LegalFloor) -> dict[str, Any]:
    as_of = floor.as_of.isoformat() if floor.as_of else None
    return {**vars(floor), "since": floor.since.isoformat(), "as_of": as_of}
