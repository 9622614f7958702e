"""What a schema cannot say of a criterion: its values, floors, placeholders and languages hold together."""

from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from registry.enums import Bump, CriterionKind, LineageKind
from registry.sealed.content import LegalFloor, Parameter, ProofRoute
from registry.sources.criteria import Change, flat_blocks, read_criterion, warnings
from tests.factories.sources import LANGUAGES, criterion

NO_VALUE = "has no value there: give it one, or take it out of the text."


def read(document: dict[str, Any], authoritative: tuple[str, ...] = ("en",)):
    """The criterion, and its faults as "field: message"."""
    source, faults = read_criterion("BAT-01.yaml", document, list(authoritative))
    assert {fault.file for fault in faults} <= {"BAT-01.yaml"}
    return source, [f"{fault.field}: {fault.message}" for fault in faults]


def faults_of(document: dict[str, Any], *authoritative: str) -> list[str]:
    with override("en"):
        return read(document, authoritative or ("en",))[1]


def test_valid_criterion_has_no_faults():
    assert faults_of(criterion()) == []
    assert faults_of(criterion(languages=LANGUAGES)) == []


def test_criterion_is_read_as_content_with_its_translations_apart():
    source, _faults = read(criterion(languages=("en", "sv", "fi")))

    assert (source.code, source.kind) == ("BAT-01", CriterionKind.TECHNICAL_SPECIFICATION)
    assert source.content.levels == {1: {"cycles": "800"}, 2: {"cycles": "1000"}}
    assert list(source.content.texts) == ["en"]
    assert list(source.translations) == ["sv", "fi"]
    assert source.translations["sv"]["requirement.1"].endswith("full charge cycles. [sv]")
    assert source.change == Change()


def test_parameters_routes_and_floors_are_typed():
    source, _faults = read(criterion())

    cycles = Parameter(code="cycles", type="integer", unit="cycle", stricter="up", minimum="800", maximum="2000")
    assert source.content.parameters == {"cycles": cycles}
    assert source.content.proof == (ProofRoute(id="eprel", type="eprel", moment="with_tender"),)
    assert source.content.legal_floor == (
        LegalFloor(
            id="ecodesign",
            parameter="cycles",
            value="800",
            since=date(2025, 6, 20),
            source="Regulation (EU) 2023/1670, Annex II, part B",
            url="https://eur-lex.europa.eu/eli/reg/2023/1670",
        ),
    )


def test_change_is_read_with_its_declaration_and_step():
    declaration = {"reason": "A typing error.", "declared_by": "lead city", "confirmed_by": "secretariat"}
    change = {"summary": {"en": "Typing error corrected."}, "same_bids_comply": declaration, "at_least": "minor"}

    source, faults = read(criterion(change=change))

    assert faults == []
    assert source.change == Change(
        summary={"en": "Typing error corrected."}, same_bids_comply=declaration, at_least=Bump.MINOR
    )


def test_lineage_is_read_as_typed_edges():
    edges = [{"type": "related", "to": "BAT-02"}, {"type": "replaces", "to": "BAT-09"}]

    source, _faults = read(criterion(lineage=edges))

    assert source.lineage == ((LineageKind.RELATED, "BAT-02"), (LineageKind.REPLACES, "BAT-09"))


@pytest.mark.parametrize(("written", "sealed"), [(80, "80"), (80.5, "80.5"), (1e3, "1000"), (0.1, "0.1")])
def test_numbers_are_sealed_in_their_one_form(written, sealed):
    parameters = {"share": {"type": "decimal", "unit": "percent", "stricter": "up", "min": 0, "max": 2000}}
    document = criterion(parameters=parameters, levels={"1": {"share": written}})

    source, _faults = read(document)

    assert source.content.levels == {1: {"share": sealed}}


def test_blocks_are_flat_and_in_normal_form():
    texts = {"title": " Battery ", "parameters": {"cycles": "cycles"}, "requirement": {"1": "It shall\n- last"}}

    assert flat_blocks(texts) == {
        "title": "Battery",
        "parameter.cycles": "cycles",
        "requirement.1": "It shall\n\n- last",
    }


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (799, "799 is outside the bounds. Enter a value from 800 to 2,000."),
        (2001, "2,001 is outside the bounds. Enter a value from 800 to 2,000."),
        (800.5, "800.5 is not a whole number."),
        ("many", "“many” is not a number. Write it in digits."),
        ("1 000", "“1 000” is not a number. Write it in digits."),
        ("1e3", "“1e3” is not a number. Write it in digits."),
        ("0800", "is “0800”: write it without quotes as 800."),
        ("800.0", "is “800.0”: write it without quotes as 800."),
    ],
)
def test_value_of_a_level_stays_inside_its_bounds_and_form(value, fault):
    document = criterion()
    document["levels"]["2"]["cycles"] = value

    assert faults_of(document) == [f"levels.2.cycles: {fault}"]


def test_option_that_is_none_is_told_the_options():
    grade = {"type": "choice", "options": ["A", "B"], "stricter": "down"}
    document = criterion()
    document["parameters"]["grade"] = grade
    document["texts"]["en"]["parameters"]["grade"] = "repairability class"
    document["levels"]["1"]["grade"] = "C"

    assert faults_of(document) == ["levels.1.grade: C is none of the options: A, B."]


def test_value_of_an_undeclared_parameter_is_a_fault():
    document = criterion()
    document["levels"]["1"]["years"] = 5

    assert faults_of(document) == [
        "levels.1.years: is no parameter of this criterion: declare it under parameters, or remove the value."
    ]


def test_bounds_the_wrong_way_round_are_a_fault():
    document = criterion()
    document["parameters"]["cycles"] |= {"min": 2000, "max": 800}

    assert "parameters.cycles: its min is above its max: swap them." in faults_of(document)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"parameter": "years"}, "years is no parameter of this criterion: declare it, or leave it out."),
        ({"parameter": ...}, "parameter and value go together: give both or neither."),
        ({"value": ...}, "parameter and value go together: give both or neither."),
        ({"value": "eight hundred"}, "“eight hundred” is not a number. Write it in digits."),
        ({"value": "1e99999999"}, "“1e99999999” is not a number. Write it in digits."),
    ],
)
def test_floor_that_does_not_fit_its_parameter_is_a_fault(changes, fault):
    document = criterion()
    [floor] = document["legal_floor"]
    document["legal_floor"] = [{key: value for key, value in {**floor, **changes}.items() if value is not ...}]

    assert faults_of(document) == [f"legal_floor.ecodesign: {fault}"]


def test_floor_of_a_choice_is_one_of_its_options():
    document = criterion()
    document["parameters"]["grade"] = {"type": "choice", "options": ["A", "B"], "stricter": "down"}
    document["texts"]["en"]["parameters"]["grade"] = "repairability class"
    document["legal_floor"][0] |= {"parameter": "grade", "value": "C"}

    assert faults_of(document) == ["legal_floor.ecodesign: C is none of the options: A, B."]


def test_floor_outside_the_bounds_is_none():
    """The law may ask for less than any buyer may set."""
    document = criterion()
    document["legal_floor"][0]["value"] = 500

    assert faults_of(document) == []


@pytest.mark.parametrize(("family", "things"), [("legal_floor", "floors"), ("proof", "routes")])
def test_two_things_with_one_id_are_a_fault(family, things):
    document = criterion()
    document[family].append({**document[family][0], "url": "https://example.org/"})
    if family == "proof":
        document[family][1] = {**document[family][0], "moment": "before_award"}

    assert faults_of(document) == [f"{family}: two {things} have the same id: give each its own."]


@pytest.mark.parametrize(
    ("kind", "weight", "found"),
    [
        ("award", {"min": 5, "max": 15}, []),
        ("award", {"min": 15, "max": 15}, []),
        ("award", None, ["belongs to an award criterion, and every award criterion has one."]),
        ("performance", {"min": 5, "max": 15}, ["belongs to an award criterion, and every award criterion has one."]),
        ("award", {"min": 15, "max": 5}, ["its min is above its max: swap them."]),
    ],
)
def test_award_criteria_and_only_they_suggest_a_weight(kind, weight, found):
    document = criterion(kind=kind, **({"suggested_weight": weight} if weight else {}))

    assert faults_of(document) == [f"suggested_weight: {fault}" for fault in found]


@pytest.mark.parametrize("other", ["lead city", " Lead City "])
def test_declaration_is_confirmed_by_somebody_else(other):
    declaration = {"reason": "A typing error.", "declared_by": "lead city", "confirmed_by": other}

    assert faults_of(criterion(change={"same_bids_comply": declaration})) == [
        "change.same_bids_comply: is declared and confirmed by the same role: a second one has to confirm it."
    ]


def test_edge_to_itself_is_a_fault():
    document = criterion(lineage=[{"type": "related", "to": "BAT-01"}])

    assert faults_of(document) == ["lineage: joins BAT-01 with itself: remove that edge."]


def test_authoritative_language_is_not_left_out():
    assert faults_of(criterion(), "en", "sv") == [
        "texts: sv is an authoritative language of the register and is missing: add it."
    ]


def test_authoritative_text_is_complete_but_for_the_guidance():
    document = criterion()
    for name in ("follow_up", "proof", "parameters"):
        del document["texts"]["en"][name]

    assert faults_of(document) == [
        "texts.en: follow_up, parameter.cycles, proof.eprel is missing: the authoritative text is complete."
    ]


def test_translation_may_be_incomplete():
    document = criterion()
    document["texts"]["sv"] = {"title": "Batteri som håller"}

    assert faults_of(document) == []


@pytest.mark.parametrize("language", ["en", "sv"])
def test_text_of_a_thing_that_is_not_there_is_a_fault(language):
    document = criterion(languages=("en", "sv"))
    document["texts"][language]["requirement"]["3"] = "A third level."
    document["texts"][language]["proof"]["label"] = "A label."

    unknown = "proof.label, requirement.3 belongs to no level, route, parameter or floor of this criterion."
    assert faults_of(document) == [f"texts.{language}: {unknown}"]


@pytest.mark.parametrize("text", [" ", "\n\n", "\u00a0"])
def test_text_of_white_space_is_a_fault(text):
    document = criterion()
    document["texts"]["en"]["purpose"] = text

    assert faults_of(document) == [
        "texts.en.purpose: is empty: fill it in, or leave the field out where it is optional."
    ]


def test_language_that_nobody_knows_is_a_fault():
    document = criterion()
    document["texts"]["xq"] = {"title": "Batteri"}

    assert faults_of(document) == ["texts.xq: is no language that is known: is the code mistyped?"]


def test_placeholder_needs_a_value_at_its_level():
    document = criterion()
    document["texts"]["en"]["requirement"]["2"] = "It shall last {cycles} cycles in {years} of {use}."

    assert faults_of(document) == [f"texts.en.requirement.2: {{use}}, {{years}} {NO_VALUE}"]


def test_placeholder_outside_the_requirement_needs_a_value_at_every_level():
    document = criterion()
    document["texts"]["en"]["follow_up"] = "The buyer counts to {cycles}."
    assert faults_of(document) == []

    del document["levels"]["1"]["cycles"]
    document["texts"]["en"]["requirement"]["1"] = "It shall last."
    assert faults_of(document) == [f"texts.en.follow_up: {{cycles}} {NO_VALUE}"]


def test_translation_of_a_requirement_has_the_same_placeholders():
    document = criterion(languages=("en", "sv"))
    document["texts"]["sv"]["requirement"]["1"] = "Batteriet ska hålla 800 cykler."

    assert faults_of(document) == [
        "texts.sv.requirement.1: has other placeholders than the authoritative text: use the same."
    ]


def test_second_authoritative_text_has_the_same_placeholders_too():
    document = criterion(languages=("en", "sv"))
    document["texts"]["sv"]["requirement"]["1"] = "Batteriet ska hålla 800 cykler."

    assert faults_of(document, "en", "sv") == [
        "texts.sv.requirement.1: has other placeholders than the authoritative text: use the same."
    ]


def test_complete_criterion_has_no_warnings():
    source, _faults = read(criterion(languages=LANGUAGES))

    assert list(warnings(source)) == []


def test_warnings_are_of_what_can_be_sealed_but_ought_to_be_looked_at():
    document = criterion(proof=[{"id": "label", "type": "label", "moment": "with_tender"}])
    document["texts"]["en"]["proof"] = {"label": "A label."}
    document["texts"]["sv"] = {"title": "Batteri"}
    document["parameters"]["cycles"]["min"] = 500
    document["levels"]["1"]["cycles"] = 500
    source, faults = read(document)

    found = [str(warning) for warning in warnings(source)]

    absent = "follow_up, legal_floor.ecodesign, parameter.cycles, proof.label, purpose"
    assert faults == []
    assert found == [
        "BAT-01.yaml: proof.label: a label is the only way: say or_equivalent (2014/24/EU, art. 43).",
        "BAT-01.yaml: levels.1: lies below the legal floor ecodesign: is that meant?",
        f"BAT-01.yaml: texts.sv: not yet translated: {absent}, requirement.1, requirement.2, subject_matter.",
    ]
