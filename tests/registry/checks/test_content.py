"""What the checks say of a text: one that they find, and its neighbour that they leave alone."""

from dataclasses import replace

import pytest

from portal.settings.env import BASE_DIR
from registry.checks.content import Finding, Severity, check_content
from registry.enums import CriterionKind
from registry.sealed.content import Parameter, ProofRoute
from registry.sources.folder import read_folder
from tests.factories.registry import battery_content

STARTER = BASE_DIR / "registry" / "starter"
TECHNICAL, AWARD, CLAUSE = CriterionKind.TECHNICAL_SPECIFICATION, CriterionKind.AWARD, CriterionKind.PERFORMANCE


def found(content, kind=TECHNICAL, languages=("en",)):
    return [(each.block, each.sentence) for each in check_content(content, kind, languages)]


def requirement(text, language="en", **changes):
    """Battery content with another text of level 1, that has no parameters to name."""
    content = battery_content(levels={1: {}}, **changes)
    return replace(content, parameters={}, legal_floor=(), texts={language: {"requirement.1": text}})


def first_level(cycles="800"):
    return {1: {"cycles": cycles, "share": "80"}, 2: {"cycles": "1000", "share": "80"}}


def remarks(text, language="en", kind=TECHNICAL):
    return [each.sentence.split("”")[0].strip("“") for each in check_content(requirement(text, language), kind, [])]


@pytest.mark.parametrize("folder", sorted(STARTER.iterdir()), ids=lambda folder: folder.name)
def test_starter_texts_have_no_remarks_in_any_language(folder):
    sources = read_folder(folder).criteria
    contents = [
        (each.kind, replace(each.content, texts={**each.content.texts, **each.translations})) for each in sources
    ]

    assert len(contents) > 5
    assert [found(content, kind) for kind, content in contents] == [[] for _each in contents]


def test_sound_text_has_no_remarks():
    assert found(battery_content()) == []


@pytest.mark.parametrize("name", ["TCO Certified", "EPEAT", "EN 301 549", "ISO 14001", "IEC 62133-2", "Fairphone"])
def test_name_is_found_where_nothing_else_may_do(name):
    assert remarks(f"The phone shall have {name}.") == [name]
    assert remarks(f"The phone shall have {name} or equivalent.") == []


@pytest.mark.parametrize(
    ("language", "alone", "open_to_others"),
    [
        ("sv", "Enheten ska ha TCO Certified.", "Enheten ska ha TCO Certified eller likvärdigt."),
        ("nb", "Enheten skal ha TCO Certified.", "Enheten skal ha TCO Certified eller likeverdig."),
        ("fi", "Laitteella on oltava TCO Certified.", "Laitteella on oltava TCO Certified tai vastaava."),
        ("da", "Enheden skal have TCO Certified.", "Enheden skal have TCO Certified eller tilsvarende."),
    ],
)
def test_name_is_found_in_every_language_of_the_site(language, alone, open_to_others):
    assert remarks(alone, language) == ["TCO Certified"]
    assert remarks(open_to_others, language) == []


def test_equivalent_of_another_sentence_does_not_count_but_said_once_is_enough():
    assert remarks("The phone shall have EPEAT. A phone of equivalent weight is fine.") == ["EPEAT"]
    assert remarks("The phone shall have EPEAT, or equivalent. The buyer looks EPEAT up.") == []


def test_name_is_left_alone_where_it_only_explains():
    assert found(battery_content(blocks={"guidance": "TCO Certified covers this."})) == []


def test_name_in_a_proof_that_accepts_equivalents_is_left_alone():
    content = battery_content(blocks={"proof.label": "TCO Certified.", "proof.eprel": "TCO Certified."})

    assert [block for block, _sentence in found(content)] == ["proof.eprel"]


def test_label_as_the_only_way_is_found():
    proof = (ProofRoute(id="label", type="label", moment="with_tender"),)

    assert check_content(battery_content(proof=proof), TECHNICAL, []) == [
        Finding("proof.label", Severity.MEND, "A label is the only way here. Accept equivalent ones too.")
    ]


@pytest.mark.parametrize(
    ("language", "wish", "demand"),
    [
        ("en", "The phone should last.", "The phone shall last."),
        ("sv", "Telefonen bör hålla.", "Telefonen ska hålla."),
        ("nb", "Telefonen bør vare.", "Telefonen skal vare."),
        ("fi", "Puhelimen pitäisi kestää.", "Puhelimen on kestettävä."),
        ("da", "Telefonen bør holde.", "Telefonen skal holde."),
    ],
)
def test_wish_is_found_in_what_is_mandatory(language, wish, demand):
    assert len(remarks(wish, language)) == 1
    assert remarks(demand, language) == []
    assert remarks(wish, language, AWARD) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "The phone shall last 36 months.",
            "36 stands in the text as it is. If buyers may set it, make it a parameter.",
        ),
        ("It shall keep 80 %.", "80 stands in the text as it is. If buyers may set it, make it a parameter."),
        ("It shall score 7.", "7 has no unit. Say what is counted, or make it a parameter."),
        ("It shall score 1,000.", "1,000 has no unit. Say what is counted, or make it a parameter."),
    ],
)
def test_number_that_is_no_parameter_is_found(text, sentence):
    assert check_content(requirement(text), TECHNICAL, []) == [Finding("requirement.1", Severity.LOOK, sentence, "en")]


@pytest.mark.parametrize(
    "text",
    [
        "It shall meet EN 301 549 or equivalent.",
        "It shall meet Regulation (EU) 2023/1670, Annex 2.",
        "From 20 June 2025 it shall last.",
        "It shall\n\n1. last;\n2. be repairable.",
        "It shall work with 5G.",
        "See art. 42 of the directive.",
    ],
)
def test_number_that_demands_nothing_is_left_alone(text):
    assert found(requirement(text)) == []


def test_parameter_without_unit_is_found():
    cycles = Parameter(code="cycles", type="integer", stricter="up", minimum="800", maximum="2000")
    content = battery_content()

    assert found(replace(content, parameters={**content.parameters, "cycles": cycles})) == [
        ("parameter.cycles", "This number has no unit. Choose one.")
    ]


def test_missing_means_of_proof_are_found():
    assert found(battery_content(proof=())) == [
        ("proof", "There is no means of proof, so no bid can be checked. Add at least one.")
    ]


def test_placeholder_needs_a_value_at_its_own_level():
    content = battery_content(levels={1: {"cycles": "800", "share": "80"}, 2: {"cycles": "1000"}})

    assert found(content) == [
        ("requirement.2", "{share} has no value here. Give the parameter one, or take it out of the text.")
    ]


def test_placeholder_outside_a_requirement_needs_a_value_at_every_level():
    content = battery_content(
        levels={1: {"cycles": "800", "share": "80"}, 2: {"cycles": "1000"}},
        blocks={"requirement.2": "It shall last {cycles} cycles.", "follow_up": "Measure {share} and {cycles}."},
    )

    assert [block for block, _sentence in found(content)] == ["follow_up"]


def test_value_below_its_legal_floor_is_found_and_one_on_it_is_not():
    below = battery_content(
        levels=first_level(cycles="700"),
        parameters={
            **battery_content().parameters,
            "cycles": Parameter(
                code="cycles", type="integer", unit="cycle", stricter="up", minimum="500", maximum="2000"
            ),
        },
    )

    assert found(below) == [("requirement.1", "A value of this level lies below what the law demands (ecodesign).")]
    assert found(replace(below, levels=first_level())) == []


def test_value_out_of_bounds_is_held_against_no_floor():
    assert found(battery_content(levels=first_level(cycles="1"))) == []


@pytest.mark.parametrize(("kind", "count"), [(AWARD, 1), (CLAUSE, 1), (TECHNICAL, 0)])
def test_text_longer_than_its_field_of_a_notice_is_found(kind, count):
    long = requirement("x" * 6001)

    assert len(found(long, kind)) == count
    assert found(requirement("x" * 6000), kind) == []


def test_length_is_that_of_the_text_with_its_values():
    text = "x" * 5990 + " {cycles}"
    content = battery_content(levels=first_level(), blocks={"requirement.1": text})

    assert found(content, AWARD) == []


def test_language_of_the_register_without_text_is_found():
    assert check_content(battery_content(), TECHNICAL, ["en", "sv"]) == [
        Finding("", Severity.MEND, "No text is there yet in this language.", "sv")
    ]
