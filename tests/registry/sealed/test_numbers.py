"""Version numbers: their order is Semantic Versioning's, their arithmetic that of bids."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.enums import Bump
from registry.sealed.numbers import FIRST, NUMBER_PATTERN, VersionNumber

PARTS = st.integers(0, 999_999)
FINALS = st.builds(VersionNumber, PARTS, PARTS, PARTS, st.just(""))
CANDIDATES = st.builds(VersionNumber, PARTS, PARTS, PARTS, st.integers(1, 99_999).map("rc.{}".format))
NUMBERS = FINALS | CANDIDATES
SMALL = st.builds(VersionNumber, *[st.integers(0, 2)] * 3, st.sampled_from(["", "rc.1", "rc.2", "rc.10"]))
STEPS = st.sampled_from(Bump)


def number(text: str) -> VersionNumber:
    return VersionNumber.parse(text)


@given(NUMBERS)
def test_number_written_and_read_is_itself(version):
    assert VersionNumber.parse(str(version)) == version


@given(NUMBERS)
def test_number_written_fits_the_pattern_of_addresses(version):
    assert re.fullmatch(NUMBER_PATTERN, str(version))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1.2",
        "1.2.3.4",
        "v1.2.3",
        "01.2.3",
        "1.02.3",
        "1.2.-3",
        "1.2.3-",
        "1.2.3-rc",
        "1.2.3-rc.0",
        "1.2.3-rc.01",
        "1.2.3-beta.1",
        "1.2.3+build",
        " 1.2.3",
        "1.2.3\n",
        "1.2.1000000",
        "1.2.٣",
    ],
)
def test_parse_refuses_what_is_no_number(text):
    with pytest.raises(
        ValueError, match=re.escape(f"{text!r} is no version number: write it like 1.2.0 or 1.2.0-rc.3")
    ):
        VersionNumber.parse(text)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("1.2.0", "1.10.0"),
        ("1.9.9", "2.0.0"),
        ("1.2.9", "1.2.10"),
        ("1.2.0-rc.1", "1.2.0"),
        ("1.2.0-rc.2", "1.2.0-rc.10"),
        ("1.1.9", "1.2.0-rc.1"),
    ],
)
def test_order_is_by_number_with_a_candidate_before_its_final(earlier, later):
    before, after = number(earlier), number(later)

    assert (before < after, before <= after, after > before, after >= before) == (True, True, True, True)
    assert (after < before, after <= before, before > after, before >= after) == (False, False, False, False)
    assert (max(before, after), sorted([after, before])) == (after, [before, after])


@given(SMALL, SMALL)
def test_of_two_numbers_one_is_before_the_other_or_both_are_one(one, other):
    assert [one < other, one == other, one > other].count(True) == 1


@given(SMALL, SMALL, SMALL)
def test_order_is_transitive(a, b, c):
    first, second, third = sorted([a, b, c])

    assert first <= second <= third
    assert first <= third


@given(FINALS, STEPS)
def test_bumped_is_later_and_final(version, step):
    assert version.bumped(step) > version
    assert version.bumped(step).prerelease == ""


@given(FINALS, STEPS)
def test_step_to_the_bumped_number_is_the_step(version, step):
    assert version.step_to(version.bumped(step)) is step


@given(FINALS)
def test_a_larger_step_leads_further(version):
    patch, minor, major = (version.bumped(step) for step in (Bump.PATCH, Bump.MINOR, Bump.MAJOR))

    assert patch < minor < major


@pytest.mark.parametrize(("step", "expected"), [(Bump.PATCH, "1.2.4"), (Bump.MINOR, "1.3.0"), (Bump.MAJOR, "2.0.0")])
def test_bumped_sets_the_smaller_parts_to_zero(step, expected):
    assert str(number("1.2.3").bumped(step)) == expected


@pytest.mark.parametrize(
    ("earlier", "later", "step"),
    [
        ("1.2.3", "1.2.9", Bump.PATCH),
        ("1.2.3", "1.4.0", Bump.MINOR),
        ("1.2.3", "3.0.0", Bump.MAJOR),
        ("1.2.3", "2.2.3", Bump.MAJOR),
    ],
)
def test_step_to_names_the_part_that_changed_first(earlier, later, step):
    assert number(earlier).step_to(number(later)) is step


def test_the_first_number_is_one():
    assert str(FIRST) == "1.0.0"
