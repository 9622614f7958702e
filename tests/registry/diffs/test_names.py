"""What the parts of a content are called."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from registry.diffs.names import (
    Later,
    amount,
    block_name,
    bump_meaning,
    language_name,
    level_name,
    listed,
)
from registry.enums import Bump
from registry.sealed.content import Parameter
from tests.factories.registry import battery_content

CONTENT = battery_content()
CYCLES, SHARE = CONTENT.parameters.values()


@pytest.mark.parametrize(
    ("parameter", "values", "expected"),
    [
        (CYCLES, ("800",), "800 cycles"),
        (CYCLES, ("800", "1000"), "800 → 1,000 cycles"),
        (SHARE, ("80", "82.5"), "80 → 82.5 %"),
        (replace(CYCLES, unit=""), ("800", "1000"), "800 → 1,000"),
        (Parameter(code="grade", type="choice", stricter="down", options=("A", "B")), ("B", "A"), "B → A"),
    ],
)
def test_amount_has_its_unit_once(parameter: Parameter, values: tuple[str, ...], expected: str):
    assert str(amount(parameter, *values)) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "1,000–2,500.5"),
        ("sv", "1 000–2 500,5"),
        ("nb", "1 000–2 500,5"),
        ("da", "1.000–2.500,5"),
    ],
)
def test_amount_is_written_the_way_of_the_language(language: str, expected: str):
    shown = amount(replace(SHARE, unit=""), "1000", "2500.5", separator="–")

    with override(language):
        assert str(shown).replace("\u202f", " ").replace("\u00a0", " ") == expected


def test_name_waits_for_the_language_in_which_it_is_read():
    heard = []
    later = Later(lambda: heard.append("asked") or "said")

    assert heard == []
    assert (str(later), heard) == ("said", ["asked"])


def test_list_of_nothing_says_so():
    assert str(listed([])) == "none"
    assert str(listed(["A4", "A5"])) == "A4, A5"


def test_list_may_be_read_more_than_once():
    labels = listed(["A4", "A5"])

    assert [str(labels), str(labels)] == ["A4, A5", "A4, A5"]


@pytest.mark.parametrize(("level", "expected"), [(1, "1 Baseline"), (3, "3 Frontrunner"), (7, "7")])
def test_level_is_called_by_number_and_name(level: int, expected: str):
    assert str(level_name(level)) == expected


def test_language_is_called_in_the_readers_language():
    assert str(language_name("sv")) == "Swedish"
    with override("sv"):
        assert str(language_name("sv")).lower() == "svenska"


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("title", "Title"),
        ("subject_matter", "Subject matter"),
        ("purpose", "Purpose"),
        ("guidance", "Advice to the buyer"),
        ("follow_up", "Follow-up during the contract"),
        ("requirement.2", "Requirement, level 2 Advanced"),
        ("parameter.cycles", "Parameter “cycles”"),
        ("legal_floor.ecodesign", "Legal floor “ecodesign”"),
        ("proof.eprel", "Means of proof: EPREL product information sheet"),
        ("proof.unknown", "Means of proof: unknown"),
        ("something.else", "something.else"),
    ],
)
def test_block_is_called_by_what_it_holds(block: str, expected: str):
    assert str(block_name(block, CONTENT)) == expected


def test_proof_is_named_after_the_first_content_that_has_it():
    newer = battery_content(proof=(replace(CONTENT.proof[0], type="test_report"),))

    assert str(block_name("proof.eprel", newer, CONTENT)) == "Means of proof: Test report"
    assert str(block_name("proof.label", newer, CONTENT)) == "Means of proof: Label or equivalent"


@pytest.mark.parametrize(
    ("bump", "expected"),
    [
        (Bump.MAJOR, "Bidders must check again: a bid that complied may not comply now, or may score otherwise."),
        (Bump.MINOR, "Whoever complied still complies, with the same score. More bids may comply."),
        (Bump.PATCH, "The same bids comply, with the same scores."),
        (None, "Nothing differs: the same bids comply, with the same scores."),
    ],
)
def test_step_is_told_in_buyers_words(bump: Bump | None, expected: str):
    assert bump_meaning(bump) == expected
