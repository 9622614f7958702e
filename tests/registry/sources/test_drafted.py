"""Content from a form is held against the rules of a source file, and comes back from one as it was."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.utils.translation import override

from registry.enums import CriterionKind
from registry.sealed.content import LegalFloor, ProofRoute
from registry.sources.criteria import read_criterion
from registry.sources.drafted import as_document, content_faults
from registry.sources.folder import read_folder
from registry.sources.shape import shape_faults
from tests.factories.registry import battery_content

STARTER = Path(__file__).parents[3] / "registry" / "starter"
TECHNICAL, AWARD = CriterionKind.TECHNICAL_SPECIFICATION, CriterionKind.AWARD
CRITERIA = {
    f"{folder.name}/{source.code}": source
    for folder in sorted(STARTER.iterdir())
    for source in read_folder(folder).criteria
}


def found(content, *, kind=TECHNICAL, languages=("en",), summary=None):
    """Field and message of each fault."""
    faults = content_faults("BAT-01", kind, content, languages, summary=summary or {})
    return [(fault.field, fault.message) for fault in faults]


@pytest.mark.parametrize("source", CRITERIA.values(), ids=CRITERIA.keys())
def test_starter_criterion_comes_back_from_its_document_as_it_was(source):
    document = as_document(source.code, source.kind, source.content)

    assert list(shape_faults(document, "criterion")) == []
    again, faults = read_criterion(source.file, document, ["en"])
    assert faults == []
    assert again.content.as_dict() == source.content.as_dict()


def test_valid_content_has_no_fault():
    assert found(battery_content(), summary={"en": "Longer."}) == []


def test_empty_choices_and_floors_without_a_value_are_no_faults():
    floor = LegalFloor(
        id="law", since=battery_content().legal_floor[0].since, source="A law", url="https://example.org"
    )

    assert found(
        battery_content(
            cpv=(),
            eforms={},
            legal_floor=(floor,),
            blocks={
                "legal_floor.law": "Always.",
            },
        )
    ) == [("texts.en", "legal_floor.ecodesign belongs to no level, route, parameter or floor of this criterion.")]


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (battery_content(theme="weather"), "theme"),
        (battery_content(stages=()), "stages"),
        (battery_content(ambitions=("B9",)), "ambitions.0"),
        (battery_content(cpv=("1",)), "cpv.0"),
        (battery_content(levels={}), "levels"),
        (battery_content(levels={4: {}}), "levels"),
        (battery_content(proof=()), "proof"),
        (battery_content(proof=(ProofRoute(id="a", type="rumour", moment="with_tender"),)), "proof.0.type"),
        (battery_content(texts={}), "texts"),
        (battery_content(blocks={"price": "Low."}), "texts.en.price"),
        (battery_content(blocks={"title": "x" * 121}), "texts.en.title"),
        (battery_content(blocks={"purpose": ""}), "texts.en.purpose"),
        (battery_content(blocks={"requirement.1": "In {years} years."}), "texts.en.requirement.1"),
        (battery_content(levels={1: {"cycles": "many", "share": "80"}}), "levels.1.cycles"),
        (battery_content(levels={1: {"cycles": "800.5", "share": "80"}}), "levels.1.cycles"),
        (battery_content(levels={1: {"cycles": "NaN", "share": "80"}}), "levels.1.cycles"),
        (battery_content(levels={1: {"weight": "3"}}), "levels.1.weight"),
        (battery_content(suggested_weight=(5, 10)), "suggested_weight"),
    ],
)
def test_fault_is_found_in_its_field(content, field):
    fields = [name for name, _message in found(content)]

    assert field in fields


def test_award_criterion_needs_a_weight():
    assert found(battery_content(), kind=AWARD) == [
        ("suggested_weight", "belongs to an award criterion, and every award criterion has one.")
    ]
    assert found(battery_content(suggested_weight=(5, 10)), kind=AWARD) == []


def test_authoritative_languages_are_all_there_and_no_other():
    both = battery_content(texts={language: battery_content().texts["en"] for language in ("en", "sv")})

    assert [field for field, _ in found(battery_content(), languages=("en", "sv"))] == ["texts"]
    assert found(both, languages=("en", "sv")) == []
    assert found(both, languages=("en",)) == [
        ("texts.sv", "is no authoritative language of the register: seal it as a translation.")
    ]


def test_summary_is_in_the_authoritative_language():
    assert [field for field, _ in found(battery_content(), summary={"sv": "Längre."})] == ["change.summary.en"]


def test_fault_is_said_in_the_language_of_whoever_edits():
    law = replace(battery_content().legal_floor[0], value="många")
    content = battery_content(legal_floor=(law,))

    assert found(content) == [("legal_floor.ecodesign", "“många” is not a number. Write it in digits.")]
    with override("sv"):
        assert found(content) == [("legal_floor.ecodesign", "”många” är inget tal. Skriv det med siffror.")]


@pytest.mark.parametrize("language", ["en", "sv", "fi"])
def test_fault_is_a_text_that_no_later_language_changes(language):
    """Faults are sorted and kept: none may be lazy."""
    with override(language):
        messages = [message for _field, message in found(battery_content(texts={}, levels={}, proof=(), theme="x"))]

    assert {type(message) for message in messages} == {str}
