"""One criterion file, made into content that can be sealed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from babel import localedata
from django.utils.translation import gettext as _

from registry.enums import Bump, CriterionKind, LineageKind, ProofType
from registry.sealed.canonical import decimal_text, normal_text
from registry.sealed.content import CriterionContent, LegalFloor, Parameter, ProofRoute
from registry.sealed.values import floors_undercut, value_fault
from registry.sealed.wording import NUMBER, placeholders
from registry.sources.faults import Fault, language_faults

Blocks = dict[str, str]
_NEEDED = ("title", "subject_matter", "purpose", "requirement", "proof", "follow_up")


@dataclass(frozen=True, kw_only=True)
class Change:
    """What an editor says of a change: a summary by language, a declaration, a step that is at least taken."""

    summary: dict[str, str] = field(default_factory=dict)
    same_bids_comply: dict[str, str] = field(default_factory=dict)  # reason, declared_by, confirmed_by (roles)
    at_least: Bump = Bump.PATCH


@dataclass(frozen=True, kw_only=True)
class SourceCriterion:
    file: str
    code: str
    kind: CriterionKind
    content: CriterionContent
    translations: dict[str, Blocks]
    lineage: tuple[tuple[LineageKind, str], ...]
    change: Change


def read_criterion(
    file: str, document: dict[str, Any], authoritative: list[str]
) -> tuple[SourceCriterion, list[Fault]]:
    """Make a document that fits the schema into a criterion; the faults are what a schema cannot say."""
    texts = {language: flat_blocks(blocks) for language, blocks in document["texts"].items()}
    change = document.get("change", {})
    criterion = SourceCriterion(
        file=file,
        code=document["code"],
        kind=CriterionKind(document["kind"]),
        content=_content(document, {language: texts[language] for language in authoritative if language in texts}),
        translations={language: blocks for language, blocks in texts.items() if language not in authoritative},
        lineage=tuple((LineageKind(edge["type"]), edge["to"]) for edge in document.get("lineage", [])),
        change=Change(
            summary=change.get("summary", {}),
            same_bids_comply=change.get("same_bids_comply", {}),
            at_least=Bump[change.get("at_least", "patch").upper()],
        ),
    )
    faults = [Fault(file, where, message) for where, message in _faults(criterion, authoritative)]
    if criterion.change.summary:
        faults += language_faults(file, "change.summary", criterion.change.summary, authoritative)
    return criterion, faults


def flat_blocks(texts: dict[str, Any]) -> Blocks:
    """Texts as in a file, made into blocks: ``requirement: {1: …}`` becomes ``requirement.1``."""
    blocks: Blocks = {}
    for name, value in texts.items():
        if isinstance(value, dict):
            family = "parameter" if name == "parameters" else name
            blocks |= {f"{family}.{key}": normal_text(text) for key, text in value.items()}
        else:
            blocks[name] = normal_text(value)
    return blocks


def _content(document: dict[str, Any], texts: dict[str, Blocks]) -> CriterionContent:
    weight = document.get("suggested_weight")
    return CriterionContent(
        theme=document["theme"],
        stages=tuple(document["stages"]),
        applies_to=tuple(document["applies_to"]),
        ambitions=tuple(document["ambitions"]),
        cpv=tuple(document.get("cpv", [])),
        eforms={term: tuple(codes) for term, codes in document.get("eforms", {}).items()},
        parameters={code: _parameter(code, facts) for code, facts in document.get("parameters", {}).items()},
        levels={
            int(level): {code: _value(value) for code, value in (values or {}).items()}
            for level, values in document["levels"].items()
        },
        proof=tuple(ProofRoute(**route) for route in document["proof"]),
        suggested_weight=(weight["min"], weight["max"]) if weight else None,
        legal_floor=tuple(_legal_floor(floor) for floor in document.get("legal_floor", [])),
        texts=texts,
    )


def _parameter(code: str, facts: dict[str, Any]) -> Parameter:
    bounds = {name: _value(facts[key]) for name, key in (("minimum", "min"), ("maximum", "max")) if key in facts}
    return Parameter(
        code=code,
        type=facts["type"],
        stricter=facts["stricter"],
        unit=facts.get("unit", ""),
        options=tuple(facts.get("options", [])),
        **bounds,
    )


def _value(value: float | str) -> str:
    return value if isinstance(value, str) else decimal_text(str(value))


def _legal_floor(floor: dict[str, Any]) -> LegalFloor:
    days: dict[str, Any] = {key: date.fromisoformat(floor[key]) for key in ("since", "as_of") if key in floor}
    facts: dict[str, Any] = {**floor, **days}
    if "value" in floor:
        facts["value"] = _value(floor["value"])
    return LegalFloor(**facts)


def warnings(criterion: SourceCriterion) -> Iterator[Fault]:
    """What can be sealed but ought to be looked at."""
    for route in criterion.content.proof:
        if route.type == ProofType.LABEL and not route.or_equivalent:
            yield Fault(
                criterion.file, f"proof.{route.id}", "a label is the only way: say or_equivalent (2014/24/EU, art. 43)."
            )
    for level, values in criterion.content.levels.items():
        for floor in floors_undercut(criterion.content, values):
            yield Fault(criterion.file, f"levels.{level}", f"lies below the legal floor {floor}: is that meant?")
    for language, blocks in criterion.translations.items():
        if absent := sorted(set(next(iter(criterion.content.texts.values()))) - set(blocks)):
            yield Fault(criterion.file, f"texts.{language}", f"not yet translated: {', '.join(absent)}.")


def _faults(criterion: SourceCriterion, authoritative: list[str]) -> Iterator[tuple[str, str]]:
    content = criterion.content
    for language in authoritative:
        if language not in content.texts:
            missing = _("%(language)s is an authoritative language of the register and is missing: add it.")
            yield "texts", missing % {"language": language}
    yield from _value_faults(content)
    yield from _floor_faults(content)
    if (criterion.kind is CriterionKind.AWARD) != (content.suggested_weight is not None):
        yield "suggested_weight", _("belongs to an award criterion, and every award criterion has one.")
    if content.suggested_weight and content.suggested_weight[0] > content.suggested_weight[1]:
        yield "suggested_weight", _("its min is above its max: swap them.")
    declaration = criterion.change.same_bids_comply
    if declaration and _same(declaration["declared_by"], declaration["confirmed_by"]):
        alone = _("is declared and confirmed by the same role: a second one has to confirm it.")
        yield "change.same_bids_comply", alone
    if len({route.id for route in content.proof}) != len(content.proof):
        yield "proof", _("two routes have the same id: give each its own.")
    if any(code == criterion.code for _kind, code in criterion.lineage):
        yield "lineage", _("joins %(code)s with itself: remove that edge.") % {"code": criterion.code}
    expected = _expected_blocks(content)
    for language, blocks in {**content.texts, **criterion.translations}.items():
        if not localedata.exists(language):
            yield f"texts.{language}", _("is no language that is known: is the code mistyped?")
        yield from _text_faults(content, language, blocks, expected, is_source=language in content.texts)


def _value_faults(content: CriterionContent) -> Iterator[tuple[str, str]]:
    for level, values in content.levels.items():
        for code, value in values.items():
            where = f"levels.{level}.{code}"
            parameter = content.parameters.get(code)
            if parameter is None:
                undeclared = _("is no parameter of this criterion: declare it under parameters, or remove the value.")
                yield where, undeclared
            elif fault := value_fault(parameter, value) or _form_fault(parameter, value):
                yield where, fault
    for code, parameter in content.parameters.items():
        if not parameter.options and Decimal(parameter.minimum) > Decimal(parameter.maximum):
            yield f"parameters.{code}", _("its min is above its max: swap them.")


def _form_fault(parameter: Parameter, value: str) -> str:
    """A number in quotes keeps the form it has; there is only one that is sealed."""
    plain = value if parameter.options else decimal_text(value)
    if value == plain:
        return ""
    return _("is “%(value)s”: write it without quotes as %(plain)s.") % {"value": value, "plain": plain}


def _floor_faults(content: CriterionContent) -> Iterator[tuple[str, str]]:
    if len({floor.id for floor in content.legal_floor}) != len(content.legal_floor):
        yield "legal_floor", _("two floors have the same id: give each its own.")
    for floor in content.legal_floor:
        where = f"legal_floor.{floor.id}"
        parameter = content.parameters.get(floor.parameter)
        if bool(floor.parameter) != bool(floor.value):
            yield where, _("parameter and value go together: give both or neither.")
        elif floor.parameter and parameter is None:
            undeclared = _("%(parameter)s is no parameter of this criterion: declare it, or leave it out.")
            yield where, undeclared % {"parameter": floor.parameter}
        elif parameter and parameter.options and floor.value not in parameter.options:
            named = {"value": floor.value, "options": ", ".join(parameter.options)}
            yield where, _("%(value)s is none of the options: %(options)s.") % named
        elif parameter and not parameter.options and not NUMBER.fullmatch(floor.value):
            yield where, _("“%(value)s” is not a number. Write it in digits.") % {"value": floor.value}


def _expected_blocks(content: CriterionContent) -> set[str]:
    families = {
        "requirement": [str(level) for level in content.levels],
        "proof": [route.id for route in content.proof],
        "parameter": list(content.parameters),
        "legal_floor": [floor.id for floor in content.legal_floor],
    }
    blocks = {f"{family}.{key}" for family, keys in families.items() for key in keys}
    return blocks | {name for name in _NEEDED if name not in families} | {"guidance"}


def _text_faults(
    content: CriterionContent, language: str, blocks: Blocks, expected: set[str], *, is_source: bool
) -> Iterator[tuple[str, str]]:
    where = f"texts.{language}"
    if unknown := sorted(set(blocks) - expected):
        astray = _("%(blocks)s belongs to no level, route, parameter or floor of this criterion.")
        yield where, astray % {"blocks": ", ".join(unknown)}
    if is_source and (absent := sorted(expected - set(blocks) - {"guidance"})):
        yield where, _("%(blocks)s is missing: the authoritative text is complete.") % {"blocks": ", ".join(absent)}
    for block, text in blocks.items():
        for fault in _block_faults(content, block, text, is_expected=block in expected):
            yield f"{where}.{block}", fault


def _block_faults(content: CriterionContent, block: str, text: str, *, is_expected: bool) -> Iterator[str]:
    if not text:
        yield _("is empty: fill it in, or leave the field out where it is optional.")
    family, _point, key = block.partition(".")
    level = int(key) if family == "requirement" and is_expected else None
    everywhere = set.intersection(*(set(values) for values in content.levels.values()))
    if lost := sorted(placeholders(text) - (set(content.levels[level]) if level else everywhere)):
        names = ", ".join(f"{{{name}}}" for name in lost)
        yield _("%(names)s has no value there: give it one, or take it out of the text.") % {"names": names}
    source = next((texts[block] for texts in content.texts.values() if block in texts), None)
    if level and source is not None and placeholders(text) != placeholders(source):
        yield _("has other placeholders than the authoritative text: use the same.")


def _same(role: str, other: str) -> bool:
    return role.strip().casefold() == other.strip().casefold()
