"""What hypothesis draws from: texts and contents that the registry would seal, with things in common."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from portal.core.ambitions import Ambition
from registry.cpv import CPV
from registry.enums import (
    AppliesTo,
    Direction,
    Level,
    LifeCycleStage,
    ParameterType,
    ProofMoment,
    ProofType,
    Theme,
    Unit,
)
from registry.sealed.canonical import decimal_text, normal_text
from registry.sealed.content import CriterionContent, LegalFloor, Parameter, ProofRoute

LANGUAGES = ("en", "sv", "fi")
WORDS = (
    *["the", "battery", "shall", "keep", "at", "least", "after", "it", "and", "old,", "part;", "(IEC", "62133-2)"],
    *["or-equivalent", "batteriet", "hålla", "akku", "80", "%", "1\u00a0000", "1,000", "0.8", "12", "cycles", "months"],
    *["2023/1670", "<b>", "&", "—", "é"],
)
BLOCKS = (  # for contents, which need so many that drawing each word would take too long
    "Keep it.",
    "Keep it for years.",
    "Keep it, and\n\n1. tell its age;\n2. hold 80 % after 1,000 falls.\n\n- plain",
    "Se till att det håller i 5 år & <b>mer</b>.",
    "Akku kestää 1\u00a0000 lataussykliä — tai enemmän.",
    "Another text entirely.",
)


def sentences() -> st.SearchStrategy[str]:
    """One paragraph, never empty."""
    return st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join).map(normal_text)


def texts() -> st.SearchStrategy[str]:
    """Paragraphs and lists in normal form."""
    line = st.tuples(st.sampled_from(["", "\n", "- ", "1. "]), sentences()).map("".join)
    return st.lists(line, min_size=1, max_size=6).map("\n".join).map(normal_text)


def _some_of(values: list[str], *, least: int = 1) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=least, max_size=3, unique=True).map(tuple)


PARAMETERS = [
    Parameter(code="cycles", type=ParameterType.INTEGER, unit=Unit.CYCLE, stricter=stricter, minimum="1", maximum="9")
    for stricter in Direction
]
PARAMETERS += [
    Parameter(code="cycles", type=ParameterType.INTEGER, unit=Unit.YEAR, stricter="up", minimum="0", maximum="12"),
    Parameter(code="share", type=ParameterType.DECIMAL, unit=Unit.PERCENT, stricter="down", minimum="3", maximum="10"),
    Parameter(code="grade", type=ParameterType.CHOICE, stricter="down", options=("A", "B", "C")),
    Parameter(code="grade", type=ParameterType.CHOICE, stricter="down", options=("B", "A", "C", "D")),
]


def values(parameter: Parameter) -> st.SearchStrategy[str]:
    """A value inside the parameter's bounds, or one of its options."""
    if parameter.options:
        return st.sampled_from(parameter.options)
    whole = st.integers(int(parameter.minimum), int(parameter.maximum))
    if parameter.type == ParameterType.INTEGER:
        return whole.map(decimal_text)
    return whole.map(lambda number: decimal_text(min(number + Decimal("0.5"), Decimal(parameter.maximum))))


def routes() -> st.SearchStrategy[tuple[ProofRoute, ...]]:
    """One to three means of proof, each with its own id."""
    route = st.builds(
        ProofRoute,
        id=st.sampled_from(["eprel", "label", "report"]),
        type=st.sampled_from(ProofType.values[:3]),
        moment=st.sampled_from(ProofMoment.values[:2]),
        required=st.booleans(),
        or_equivalent=st.booleans(),
    )
    return st.lists(route, min_size=1, max_size=3, unique_by=lambda each: each.id).map(tuple)


FIELDS: dict[str, st.SearchStrategy[Any]] = {  # fields that no other one depends on
    "theme": st.sampled_from(Theme.values[:2]),
    "stages": _some_of(LifeCycleStage.values[:3]),
    "applies_to": _some_of(AppliesTo.values[:3]),
    "ambitions": _some_of(Ambition.values[:3]),
    "cpv": _some_of(list(CPV)[:3], least=0),
    "eforms": st.dictionaries(st.sampled_from(["BT-774", "BT-776"]), st.just(("other",))),
    "suggested_weight": st.sampled_from([None, (5, 10), (5, 15)]),
}


@st.composite
def _levels(draw: st.DrawFn, parameters: dict[str, Parameter]) -> dict[int, dict[str, str]]:
    levels = draw(st.lists(st.sampled_from(Level.values), min_size=1, max_size=3, unique=True))
    return {level: {code: draw(values(parameter)) for code, parameter in parameters.items()} for level in levels}


@st.composite
def _floors(draw: st.DrawFn, parameters: dict[str, Parameter]) -> tuple[LegalFloor, ...]:
    ids = draw(st.sampled_from([(), ("law",), ("law", "other")]))
    code = draw(st.sampled_from(["", *parameters]))
    value = draw(values(parameters[code])) if code else ""
    return tuple(
        LegalFloor(
            id=name, parameter=code, value=value, since=date(2025, 6, 20), source="A law", url="https://law.example/"
        )
        for name in ids
    )


@st.composite
def _blocks(draw: st.DrawFn, content: CriterionContent) -> dict[str, str]:
    """Every block that the content needs; each requirement names its level's parameters."""
    names = ["title", "subject_matter", "purpose", "follow_up", *draw(st.sampled_from([[], ["guidance"]]))]
    names += [f"parameter.{code}" for code in content.parameters]
    names += [f"proof.{route.id}" for route in content.proof]
    names += [f"legal_floor.{floor.id}" for floor in content.legal_floor]
    blocks = {name: draw(st.sampled_from(BLOCKS)) for name in names}
    for level, own in content.levels.items():
        named = " ".join(f"{{{code}}}" for code in sorted(own))
        blocks[f"requirement.{level}"] = f"{draw(st.sampled_from(BLOCKS))}\n\nWith {named or 'nothing'}"
    return blocks


@st.composite
def contents(draw: st.DrawFn) -> CriterionContent:
    """What could be sealed as a version: complete, its values inside their bounds."""
    chosen = draw(st.lists(st.sampled_from(PARAMETERS), max_size=3, unique_by=lambda parameter: parameter.code))
    parameters = {parameter.code: parameter for parameter in chosen}
    content = CriterionContent(
        **{name: draw(field) for name, field in FIELDS.items()},
        parameters=parameters,
        levels=draw(_levels(parameters)),
        proof=draw(routes()),
        legal_floor=draw(_floors(parameters)),
        texts={},
    )
    languages = draw(st.sampled_from([("en",), ("en", "sv"), ("fi",)]))
    return replace(content, texts={language: draw(_blocks(content)) for language in languages})


@st.composite
def content_pairs(draw: st.DrawFn) -> tuple[CriterionContent, CriterionContent]:
    """Two contents: strangers, or one and a later version of it that differs in a thing or two."""
    old = draw(contents())
    if draw(st.booleans()):
        return old, draw(contents())
    new = old
    for name in draw(st.lists(st.sampled_from(sorted(FIELDS)), max_size=2)):
        new = replace(new, **{name: draw(FIELDS[name])})
    if draw(st.booleans()):
        levels = {
            level: {code: draw(values(new.parameters[code])) for code in own} for level, own in new.levels.items()
        }
        new = replace(new, levels=levels)
    if draw(st.booleans()):
        language = next(iter(new.texts))
        block = draw(st.sampled_from(["title", "follow_up", "purpose"]))
        texts_then = {**new.texts[language], block: draw(st.sampled_from(BLOCKS))}
        new = replace(new, texts={**new.texts, language: texts_then})
    return old, new
