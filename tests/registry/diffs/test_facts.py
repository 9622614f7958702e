"""The facts of a content as a reader sees them."""

from dataclasses import replace
from datetime import date

from django.utils.translation import override
from hypothesis import given

from registry.diffs.facts import legal_floor_facts, list_facts, parameter_facts, proof_facts
from registry.sealed.content import CriterionContent, Parameter
from tests.factories.registry import battery_content
from tests.strategies import contents

CONTENT = battery_content()


def test_parameter_shows_how_it_is_measured_and_what_may_be_set():
    assert parameter_facts(CONTENT, "cycles") == [
        ("Type", "whole number"),
        ("Unit", "cycles"),
        ("Direction", "higher is stricter"),
        ("A buyer may set", "800–2,000 cycles"),
    ]


def test_choice_shows_its_options_and_no_unit():
    grade = Parameter(code="grade", type="choice", stricter="down", options=("A", "B", "C"))

    assert parameter_facts(battery_content(parameters={"grade": grade}), "grade") == [
        ("Type", "choice"),
        ("Unit", ""),
        ("Direction", "lower is stricter"),
        ("A buyer may set", "A, B, C"),
    ]


def test_proof_shows_when_it_is_due_and_whether_it_must_be():
    assert proof_facts(CONTENT, "label") == [
        ("Type", "Label or equivalent"),
        ("When it is shown", "with the tender"),
        ("Mandatory", "no"),
        ("Equivalents accepted", "yes"),
    ]


def test_legal_floor_shows_the_law_and_its_day():
    floor = replace(CONTENT.legal_floor[0], as_of=date(2026, 1, 2))

    facts = dict(legal_floor_facts(battery_content(legal_floor=(floor,)), "ecodesign"))

    assert facts["The law demands"] == "800 cycles"
    assert ("2025" in facts["Since"], "2026" in facts["State of the law"]) == (True, True)
    assert facts["Source"] == "Regulation (EU) 2023/1670, Annex II, part B"
    assert facts["Address"] == "https://eur-lex.europa.eu/eli/reg/2023/1670"


def test_legal_floor_without_a_value_demands_nothing_in_numbers():
    floor = replace(CONTENT.legal_floor[0], parameter="", value="")

    assert legal_floor_facts(battery_content(legal_floor=(floor,)), "ecodesign")[0] == ("The law demands", "")


def test_thing_that_is_not_there_has_empty_facts():
    for facts in (parameter_facts, proof_facts, legal_floor_facts):
        assert {value for _name, value in facts(CONTENT, "absent")} == {""}


def test_lists_show_labels_instead_of_codes():
    shown = list_facts(battery_content(suggested_weight=(5, 10)))

    assert shown == {
        "suggested_weight": ("Suggested weight", ["5–10 %"]),
        "applies_to": ("Applies to", ["New devices"]),
        "cpv": ("CPV", ["32250000-0 Mobile telephones"]),
        "theme": ("Theme", ["Battery"]),
        "stages": ("Life-cycle stage", ["Use"]),
        "ambitions": ("Ambitions", ["A4 Longer lifespan"]),
        "eforms": (
            "eForms",
            [
                "BT-06 Strategic procurement: Reduction of environmental impacts (env-imp)",
                "BT-774 Green procurement: Transition to a circular economy (circ-econ)",
            ],
        ),
        "authoritative": ("Authoritative languages", ["English"]),
    }


@given(contents())
def test_fact_has_a_name_in_every_language(content: CriterionContent):
    for language in ("en", "sv", "nb", "fi", "da"):
        with override(language):
            names = [name for name, _labels in list_facts(content).values()]
            names += [name for code in content.parameters for name, _value in parameter_facts(content, code)]
            names += [name for route in content.proof for name, _value in proof_facts(content, route.id)]

            assert all(names)
