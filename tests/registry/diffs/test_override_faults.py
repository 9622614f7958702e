"""What is wrong with what a city wants to change: the thing, the bounds, the way out."""

from dataclasses import replace

import pytest
from django.utils.translation import override as speaking
from hypothesis import given
from hypothesis import strategies as st

from registry.diffs.override_faults import override_faults
from registry.diffs.releases import Member
from registry.sealed.numbers import FIRST
from registry.sealed.overrides import ALTERABLE, Overrides
from tests.factories.adaptations import changes, cycles, without, words
from tests.factories.registry import battery_content

OLD = battery_content()
BOTH = replace(OLD, texts={"en": OLD.texts["en"], "sv": OLD.texts["en"]})
SILENT = replace(OLD, texts={"en": {name: text for name, text in OLD.texts["en"].items() if name != "guidance"}})
COUNT = "full charge cycles"


def release(*codes: str, content=OLD) -> dict[str, Member]:
    return {code: Member(code=code, number=FIRST, content=content, mandatory=False) for code in codes or ("BAT-01",)}


def faults(*overrides, content=OLD, codes=("BAT-01", "LAB-01")) -> list[tuple[bool, str]]:
    """Whether it is grave, and the sentence."""
    found = override_faults(release(*codes, content=content), changes(*overrides))
    return [(fault.is_grave, str(fault)) for fault in found]


@pytest.mark.parametrize(
    "overrides",
    [
        [],
        [cycles("800"), cycles("2000", level=2)],
        [words(), words(block="follow_up", how="add")],
        [words(block="guidance", legal_basis="")],
        [words(effect="same", legal_basis="")],
        [words("At least {cycles} cycles and {share} %.")],
        [words(block="proof.label")],
        [without("LAB-01")],
    ],
)
def test_sound_overrides_have_no_fault(overrides):
    assert faults(*overrides) == []


@pytest.mark.parametrize(("value", "count"), [("799", 0), ("800", 0), ("899", 1), ("900", 0)])
def test_value_below_the_law_can_be_saved_and_not_published(value, count):
    """The law demands 900; below 800 the bounds say no already."""
    floor = replace(OLD.legal_floor[0], parameter="cycles", value="900" if value != "800" else "800")
    content = replace(OLD, legal_floor=(floor,))
    below = "A value of this level lies below what the law demands (ecodesign)."

    found = [found for found in faults(cycles(value), content=content) if "law" in found[1]]

    assert found == [(False, f"BAT-01, level 1 Baseline, “{COUNT}”: {below}")] * count


def test_floor_of_another_parameter_says_nothing_of_a_value():
    floor = replace(OLD.legal_floor[0], parameter="share", value="99")

    assert faults(cycles("900"), content=replace(OLD, legal_floor=(floor,))) == []


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("3000", "3,000 is outside the bounds. Enter a value from 800 to 2,000."),
        ("799", "799 is outside the bounds. Enter a value from 800 to 2,000."),
        ("900.5", "900.5 is not a whole number."),
        ("many", "“many” is not a number. Write it in digits."),
        ("", "“” is not a number. Write it in digits."),
    ],
)
def test_value_out_of_bounds_is_named_with_its_bounds(value, sentence):
    assert faults(cycles(value)) == [(True, f"BAT-01, level 1 Baseline, “{COUNT}”: {sentence}")]


def test_bounds_are_written_in_the_reader_s_language():
    with speaking("sv"):
        [(_grave, sentence)] = faults(cycles("3000"))

    assert "2\u00a0000" in sentence


@pytest.mark.parametrize(
    ("override", "sentence"),
    [
        (cycles(code="CLI-01"), "CLI-01 is not in this release. Take it out, or choose another release."),
        (words(criterion="CLI-01"), "CLI-01 is not in this release. Take it out, or choose another release."),
        (without("CLI-01"), "CLI-01 is not in this release. Take it out, or choose another release."),
        (cycles(level=3), "BAT-01 has no parameter “cycles” at level 3. Take it out."),
        (replace(cycles(), parameter="years"), "BAT-01 has no parameter “years” at level 1. Take it out."),
        (words(block="requirement.3"), "BAT-01 has no “Requirement, level 3 Frontrunner” to change. Take it out."),
        (words(block="proof.audit"), "BAT-01 has no “Means of proof: audit” to change. Take it out."),
        (words(block="title"), "BAT-01, Title: these words are the same for all cities."),
        (words(block="subject_matter"), "BAT-01, Subject matter: these words are the same for all cities."),
        (words(block="parameter.cycles"), "BAT-01, Parameter “cycles”: these words are the same for all cities."),
        (
            words(block="legal_floor.ecodesign"),
            "BAT-01, Legal floor “ecodesign”: these words are the same for all cities.",
        ),
    ],
)
def test_what_is_not_there_or_fixed_cannot_be_changed(override, sentence):
    assert faults(override) == [(True, sentence)]


def test_one_thing_is_changed_once():
    sentence = "BAT-01: one thing is changed twice. Keep one of the two."

    assert faults(cycles("900"), cycles("1000")) == [(True, sentence)] * 2
    assert faults(words(), words(how="add")) == [(True, sentence)] * 2
    assert (
        faults(without("LAB-01"), without("LAB-01"))
        == [(True, "LAB-01: one thing is changed twice. Keep one of the two.")] * 2
    )


def test_what_is_left_out_is_not_changed():
    sentence = "BAT-01 is left out, so nothing of it can be changed. Do one or the other."

    assert faults(without("BAT-01"), cycles()) == [(True, sentence)]


@pytest.mark.parametrize(
    ("override", "sentences"),
    [
        (words(reason=" "), ["BAT-01, Requirement, level 1 Baseline: say why the words are changed."]),
        (
            words(legal_basis=""),
            ["BAT-01, Requirement, level 1 Baseline: say on which law or rule of yours this is based."],
        ),
        (
            words(reason="", legal_basis="", effect="stricter"),
            [
                "BAT-01, Requirement, level 1 Baseline: say why the words are changed.",
                "BAT-01, Requirement, level 1 Baseline: say on which law or rule of yours this is based.",
            ],
        ),
        (
            words(block="guidance", reason="", legal_basis=""),
            ["BAT-01, Advice to the buyer: say why the words are changed."],
        ),
        (without("LAB-01", reason=""), ["LAB-01 is left out without a reason. Say why."]),
        (
            words("After {years} years."),
            ["BAT-01, Requirement, level 1 Baseline: {years} has no value there. Take it out of the text."],
        ),
    ],
)
def test_reasons_may_wait_until_it_is_published(override, sentences):
    assert faults(override) == [(False, sentence) for sentence in sentences]


def test_words_are_needed_in_each_authoritative_language():
    assert faults(words({"en": "Say so.", "sv": " "}), content=BOTH) == [
        (False, "BAT-01, Requirement, level 1 Baseline: the words are missing in this language: Swedish.")
    ]
    assert faults(words({"en": "Say so.", "sv": "Säg det.", "fi": "Sano."}), content=BOTH) == []


def test_advice_may_be_written_where_there_is_none():
    assert faults(words(block="guidance", how="add"), content=SILENT) == []


def test_something_has_to_be_left():
    assert faults(without("BAT-01"), without("LAB-01")) == [(False, "Every criterion is left out. Use at least one.")]
    assert faults(without("BAT-01"), codes=("BAT-01",)) == [(False, "Every criterion is left out. Use at least one.")]


def test_fault_carries_the_key_of_its_override():
    found = override_faults(release(), changes(cycles("1"), words(reason="")))

    assert [fault.key for fault in found] == ["BAT-01/levels.1.cycles", "BAT-01/texts.requirement.1"]


blocks = st.sampled_from(
    [*ALTERABLE, *(f"{family}.1" for family in ALTERABLE), "title", "requirement.2", "proof.label"]
)
overrides = st.lists(
    st.one_of(
        st.builds(cycles, st.sampled_from(["", "800", "3000"]), level=st.integers(0, 3)),
        st.builds(words, st.sampled_from(["", "Say so.", "{years}"]), block=blocks),
        st.builds(without, st.sampled_from(["BAT-01", "LAB-01", "CLI-01"])),
    ),
    max_size=4,
)


@given(overrides)
def test_fault_of_one_is_a_fault_among_others(several):
    """What is wrong alone is wrong together, but for whether anything is left."""
    members = release("BAT-01", "LAB-01")
    together = {str(fault) for fault in override_faults(members, changes(*several))}

    alone = {str(fault) for each in several for fault in override_faults(members, changes(each)) if fault.key}
    assert alone <= together


def test_no_overrides_have_no_fault_in_any_release():
    assert override_faults({}, Overrides()) == override_faults(release(), Overrides()) == []
