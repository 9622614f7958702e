"""The typed reading of a version's canonical JSON gives back what was sealed."""

import json
from dataclasses import replace
from datetime import date
from decimal import InvalidOperation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.ambitions import Ambition
from registry.enums import AppliesTo, LifeCycleStage, ProofMoment, ProofType, Theme, Unit
from registry.sealed.canonical import canonical, decimal_text, normal_text
from registry.sealed.content import CriterionContent, LegalFloor, Parameter, ProofRoute, is_editorial
from tests.factories.registry import battery_content

CODES = st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True)
TEXTS = st.text(max_size=20).map(normal_text)
NUMBERS = st.decimals(-1000, 10_000, places=2).map(decimal_text)
DAYS = st.dates(date(2000, 1, 1), date(2040, 1, 1))


def some(values, **bounds):
    return st.lists(st.sampled_from(values), unique=True, **bounds).map(sorted).map(tuple)


def by_key(rows, key):
    return st.lists(rows, max_size=3, unique_by=key).map(lambda found: tuple(sorted(found, key=key)))


NUMERIC = st.builds(
    Parameter,
    code=CODES,
    type=st.sampled_from(["integer", "decimal"]),
    stricter=st.sampled_from(["up", "down"]),
    unit=st.sampled_from(Unit.values),
    minimum=NUMBERS,
    maximum=NUMBERS,
)
CHOICE = st.builds(
    Parameter,
    code=CODES,
    type=st.just("choice"),
    stricter=st.sampled_from(["up", "down"]),
    options=st.lists(CODES, min_size=2, max_size=4, unique=True).map(tuple),
)
ROUTES = st.builds(
    ProofRoute,
    id=CODES,
    type=st.sampled_from(ProofType.values),
    moment=st.sampled_from(ProofMoment.values),
    required=st.booleans(),
    or_equivalent=st.booleans(),
)
FLOORS = st.builds(
    LegalFloor,
    id=CODES,
    since=DAYS,
    source=TEXTS,
    url=st.just("https://example.org/law"),
    parameter=st.just("") | CODES,
    value=st.just("") | NUMBERS,
    as_of=st.none() | DAYS,
)
CONTENTS = st.builds(
    CriterionContent,
    theme=st.sampled_from(Theme.values),
    stages=some(LifeCycleStage.values, min_size=1),
    applies_to=some(AppliesTo.values, min_size=1),
    ambitions=some(Ambition.values),
    cpv=some(["30200000-1", "32250000-0", "31440000-2"]),
    eforms=st.dictionaries(st.sampled_from(["BT-06", "BT-774"]), some(["env-imp", "soc-obj"], min_size=1)),
    parameters=by_key(NUMERIC | CHOICE, lambda parameter: parameter.code).map(
        lambda found: {parameter.code: parameter for parameter in found}
    ),
    levels=st.dictionaries(st.integers(1, 3), st.dictionaries(CODES, NUMBERS | CODES, max_size=3), min_size=1),
    proof=by_key(ROUTES, lambda route: route.id),
    suggested_weight=st.none() | st.tuples(st.integers(0, 50), st.integers(50, 100)),
    legal_floor=by_key(FLOORS, lambda floor: floor.id),
    texts=st.dictionaries(st.sampled_from(["en", "sv"]), st.dictionaries(CODES, TEXTS, max_size=3), min_size=1),
)


@given(CONTENTS)
def test_content_sealed_and_read_is_itself(content):
    assert CriterionContent.from_json(canonical(content.as_dict())) == content


@given(CONTENTS)
def test_content_sealed_read_and_sealed_again_is_the_same_text(content):
    text = canonical(content.as_dict())

    assert canonical(CriterionContent.from_json(text).as_dict()) == text


def test_content_in_another_order_is_the_same_text():
    """What has no order of its own is sorted: lists of codes, routes, floors."""
    content = battery_content(stages=("use", "repair"), ambitions=("A4", "A1"), cpv=("32250000-0", "30200000-1"))
    shuffled = replace(
        content,
        stages=content.stages[::-1],
        ambitions=content.ambitions[::-1],
        cpv=content.cpv[::-1],
        proof=content.proof[::-1],
        levels=dict(reversed(content.levels.items())),
        eforms={term: codes[::-1] for term, codes in reversed(content.eforms.items())},
    )

    assert canonical(shuffled.as_dict()) == canonical(content.as_dict())


def test_options_keep_their_order_because_it_is_their_rank():
    grades = Parameter(code="grade", type="choice", stricter="up", options=("C", "B", "A"))
    content = battery_content(parameters={"grade": grades}, levels={1: {"grade": "B"}})

    read = CriterionContent.from_json(canonical(content.as_dict()))

    assert read.parameters["grade"].options == ("C", "B", "A")


def test_sealed_content_holds_no_number_date_of_sealing_status_or_person():
    """Registry rule 6: these fields and no others; dates only where a law has them."""
    content = json.loads(canonical(battery_content().as_dict()))

    assert sorted(content) == [
        "ambitions",
        "applies_to",
        "cpv",
        "eforms",
        "legal_floor",
        "levels",
        "parameters",
        "proof",
        "schema",
        "stages",
        "suggested_weight",
        "texts",
        "theme",
    ]
    assert content["schema"] == "criterion/1"
    assert content["legal_floor"][0]["since"] == "2025-06-20"


@pytest.mark.parametrize("text", ["{}", "[]", '{"theme": "battery"}', "null"])
def test_something_else_than_content_is_refused(text):
    with pytest.raises((KeyError, TypeError)):
        CriterionContent.from_json(text)


def test_rank_of_a_number_is_the_number_and_of_an_option_its_place():
    cycles = Parameter(code="cycles", type="integer", stricter="up", minimum="800", maximum="2000")
    grade = Parameter(code="grade", type="choice", stricter="down", options=("A", "B", "C"))

    assert cycles.rank("1000") > cycles.rank("800")
    assert [grade.rank(option) for option in "ABC"] == [0, 1, 2]


def test_rank_of_what_is_no_value_is_refused():
    cycles = Parameter(code="cycles", type="integer", stricter="up", minimum="800", maximum="2000")
    grade = Parameter(code="grade", type="choice", stricter="down", options=("A", "B", "C"))

    with pytest.raises(InvalidOperation):
        cycles.rank("many")
    with pytest.raises(ValueError, match="not in tuple"):
        grade.rank("D")


@pytest.mark.parametrize(
    ("block", "editorial"),
    [
        ("title", True),
        ("purpose", True),
        ("guidance", True),
        ("legal_floor.ecodesign", True),
        ("parameter.cycles", True),
        ("subject_matter", False),
        ("requirement.1", False),
        ("proof.eprel", False),
        ("follow_up", False),
    ],
)
def test_blocks_that_explain_are_editorial_and_those_that_bind_are_not(block, editorial):
    assert is_editorial(block) is editorial
