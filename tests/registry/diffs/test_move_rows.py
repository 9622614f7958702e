"""What becomes of a city's changes above a newer release, as its editor reads and decides it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.diffs.move_rows import OTHER, decided, move_rows
from registry.diffs.rebasing import rebased, three_way, undecided
from registry.diffs.releases import Member
from registry.enums import Decision
from registry.sealed.numbers import VersionNumber
from tests.factories.adaptations import changes, cycles, without, words
from tests.factories.registry import battery_content

CYCLES, WORDS = "BAT-01/levels.1.cycles", "BAT-01/texts.requirement.1"


def member(number="1.0.0", **body):
    return Member(code="BAT-01", number=VersionNumber.parse(number), content=battery_content(**body), mandatory=False)


def raised(cycles="900"):
    return {1: {"cycles": cycles, "share": "80"}, 2: {"cycles": "1000", "share": "80"}}


def bounded(minimum, maximum="2000"):
    parameters = battery_content().parameters
    return {**parameters, "cycles": replace(parameters["cycles"], minimum=minimum, maximum=maximum)}


def rows(*each, said=None, gone=False, **body):
    old = {"BAT-01": member()}
    new = {} if gone else {"BAT-01": member("1.1.0", **body)}
    return move_rows(three_way(old, new, changes(*each)), old, new, said)


def row(*each, **facts):
    [found] = rows(*each, **facts)
    return found


def test_what_applies_has_nothing_to_decide():
    found = row(cycles("1200"), theme="durability")

    assert (found.is_settled, found.choices, found.parameter) == (True, [], None)
    assert (found.name, str(found.ours)) == ("BAT-01: full charge cycles, level 1 Baseline", "1,200 cycles")


@pytest.mark.parametrize(
    ("facts", "choices"),
    [
        ({"levels": raised()}, ["keep", "drop", OTHER]),
        ({"levels": raised("1500"), "parameters": bounded("1300")}, ["drop", OTHER]),
        ({"gone": True}, ["drop"]),
    ],
    ids=["conflict", "out of bounds", "orphan"],
)
def test_choices_are_what_the_service_takes(facts, choices):
    assert [value for value, _label in row(cycles("1200"), **facts).choices] == choices


def test_words_cannot_be_given_another_value():
    found = row(words(), blocks={"requirement.1": "Something else."})

    assert [value for value, _label in found.choices] == ["keep", "drop"]


def test_value_shows_what_both_releases_say():
    found = row(cycles("1200"), levels=raised())

    assert "800 cycles</del>" in found.in_release
    assert "900 cycles</ins>" in found.in_release
    assert str(found.bounds) == "From 800 cycles to 2,000 cycles."


def test_words_show_what_the_newer_release_changed():
    found = row(words(), blocks={"requirement.1": "Something else."})

    assert found.lang == "en"
    assert "Something else." in found.in_release
    assert found.ours == "The bidder shall say so."


def test_criterion_that_was_left_out_shows_the_two_versions():
    old, new = {"BAT-01": member()}, {"BAT-01": member("2.0.0")}

    [found] = move_rows(three_way(old, new, changes(without())), old, new, None)

    assert (found.name, found.ours) == ("BAT-01: left out", "We rent our phones.")
    assert "1.0.0" in found.in_release
    assert "2.0.0" in found.in_release


def test_decisions_and_values_are_read_by_key():
    said = {
        f"decision.{CYCLES}": OTHER,
        f"value.{CYCLES}": "1,100",
        f"decision.{WORDS}": "drop",
    }
    found = rows(cycles("1200"), words(), said=said, levels=raised(), blocks={"requirement.1": "Something else."})

    assert decided(found, "en") == ({WORDS: Decision.DROP}, {CYCLES: "1100"})
    assert [each.is_missing for each in found] == [False, False]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {f"decision.{CYCLES}": OTHER},
        {f"decision.{CYCLES}": OTHER, f"value.{CYCLES}": "  "},
    ],
)
def test_decision_that_is_not_whole_is_missing_and_decides_nothing(said):
    found = row(cycles("1200"), said=said, levels=raised())

    assert found.is_missing
    assert decided([found], "en") == ({}, {})


def test_nothing_is_missing_before_the_form_is_sent():
    assert not row(cycles("1200"), levels=raised()).is_missing


def test_decision_that_nobody_offers_decides_nothing():
    found = row(cycles("1200"), said={f"decision.{CYCLES}": "burn"}, levels=raised())

    assert found.is_missing
    assert decided([found], "en") == ({}, {})


def test_markup_in_what_releases_say_stays_text():
    found = row(words(), blocks={"requirement.1": "<b>Else</b>."})

    assert "<b>" not in found.in_release


CHOICES = st.sampled_from(["", "keep", "drop", OTHER, "burn"])
NUMBERS = st.integers(min_value=800, max_value=2000).map(str)


@given(own=NUMBERS, base=NUMBERS, chosen=CHOICES, typed=st.sampled_from(["", " ", "900", "1,500"]))
def test_what_is_marked_as_missing_is_what_the_service_waits_for(own, base, chosen, typed):
    """Nobody is sent away with an error that the page does not show, or is shown one that the service does not have."""
    said = {f"decision.{CYCLES}": chosen, f"value.{CYCLES}": typed}
    found = rows(cycles(own), said=said, levels=raised(base), parameters=bounded("850"))

    waiting = undecided([each.moved for each in found], *decided(found, "en"))

    assert [each.key for each in waiting] == [each.key for each in found if each.is_missing and not each.is_settled]


@given(own=NUMBERS, base=NUMBERS, chosen=CHOICES, typed=st.sampled_from(["", "900", "1,500"]))
def test_what_is_chosen_is_what_stays(own, base, chosen, typed):
    found = rows(cycles(own), said={f"decision.{CYCLES}": chosen, f"value.{CYCLES}": typed}, levels=raised(base))
    moved = [each.moved for each in found]
    decisions, values = decided(found, "en")
    if undecided(moved, decisions, values):
        return

    kept = [value.value for value in rebased(moved, decisions, values).values]

    other = typed.replace(",", "")
    expected = {"keep": [own], "drop": [], OTHER: [other]}.get(chosen, [])
    assert kept == ([own] if base == "800" and own != "800" else [] if own == base else expected)
