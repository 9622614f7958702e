"""The facts of a content as a reader sees them, so that two contents can be put beside each other."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.core.ambitions import Ambition
from registry.cpv import CPV
from registry.diffs.names import amount, language_name
from registry.eforms import CODES, TERMS
from registry.enums import (
    AppliesTo,
    Direction,
    LifeCycleStage,
    ParameterType,
    ProofMoment,
    ProofType,
    Theme,
    Unit,
)
from registry.sealed.content import CriterionContent, LegalFloor, Parameter, ProofRoute

Facts = list[tuple[str, str]]  # name, value; the value is empty where the thing is not there


def parameter_facts(content: CriterionContent, code: str) -> Facts:
    parameter = content.parameters.get(code)
    return [
        (_("Type"), str(ParameterType(parameter.type).label) if parameter else ""),
        (_("Unit"), str(Unit(parameter.unit).label) if parameter and parameter.unit else ""),
        (_("Direction"), str(Direction(parameter.stricter).label) if parameter else ""),
        (_("A buyer may set"), _choice(parameter) if parameter else ""),
    ]


def proof_facts(content: CriterionContent, name: str) -> Facts:
    route: ProofRoute | None = next((route for route in content.proof if route.id == name), None)
    return [
        (_("Type"), str(ProofType(route.type).label) if route else ""),
        (_("When it is shown"), str(ProofMoment(route.moment).label) if route else ""),
        (_("Mandatory"), _yes_no(route.required) if route else ""),
        (_("Equivalents accepted"), _yes_no(route.or_equivalent) if route else ""),
    ]


def legal_floor_facts(content: CriterionContent, name: str) -> Facts:
    floor: LegalFloor | None = next((floor for floor in content.legal_floor if floor.id == name), None)
    parameter = content.parameters.get(floor.parameter) if floor else None
    return [
        (_("The law demands"), str(amount(parameter, floor.value)) if floor and parameter else ""),
        (_("Since"), date_format(floor.since, "DATE_FORMAT") if floor else ""),
        (_("State of the law"), date_format(floor.as_of, "DATE_FORMAT") if floor and floor.as_of else ""),
        (_("Source"), floor.source if floor else ""),
        (_("Address"), floor.url if floor else ""),
    ]


def list_facts(content: CriterionContent) -> dict[str, tuple[str, list[str]]]:
    """What a content is filed under: its name and its labels, by field."""
    weight = content.suggested_weight
    return {
        "suggested_weight": (_("Suggested weight"), [f"{weight[0]}–{weight[1]} %"] if weight else []),
        "applies_to": (_("Applies to"), [str(AppliesTo(target).label) for target in content.applies_to]),
        "cpv": ("CPV", [f"{code} {CPV.get(code, '')}".strip() for code in content.cpv]),
        "theme": (_("Theme"), [str(Theme(content.theme).label)]),
        "stages": (_("Life-cycle stage"), [str(LifeCycleStage(stage).label) for stage in content.stages]),
        "ambitions": (_("Ambitions"), [f"{key} {Ambition(key).label}" for key in content.ambitions]),
        "eforms": (
            "eForms",
            [
                f"{term} {TERMS.get(term, '')}: {CODES.get(term, {}).get(code, '')} ({code})"
                for term, codes in sorted(content.eforms.items())
                for code in codes
            ],
        ),
        "authoritative": (_("Authoritative languages"), [str(language_name(code)) for code in content.texts]),
    }


def _choice(parameter: Parameter) -> str:
    if parameter.options:
        return ", ".join(parameter.options)
    return str(amount(parameter, parameter.minimum, parameter.maximum, separator="–"))


def _yes_no(value: bool) -> str:
    return _("yes") if value else _("no")
