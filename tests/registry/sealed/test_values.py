"""Values of parameters: read as people write them, kept inside their bounds, compared with what law demands."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from registry.sealed.canonical import decimal_text
from registry.sealed.content import Parameter
from registry.sealed.values import floors_undercut, is_stricter, read_number, read_value, value_fault
from registry.sealed.wording import shown_value
from tests.factories.registry import battery_content

LANGUAGES = ("en", "sv", "nb", "fi", "da")
NUMBERS = st.integers(0, 6).flatmap(
    lambda places: st.decimals(-(10**9), 10**9, places=places, allow_nan=False, allow_infinity=False)
)
CYCLES = Parameter(code="cycles", type="integer", unit="cycle", stricter="up", minimum="800", maximum="2000")
SHARE = Parameter(code="share", type="decimal", unit="percent", stricter="up", minimum="0.5", maximum="95")
DAYS = Parameter(code="days", type="integer", unit="day", stricter="down", minimum="1", maximum="30")
GRADE = Parameter(code="grade", type="choice", stricter="down", options=("A", "B", "C"))
each_language = pytest.mark.parametrize("language", LANGUAGES)


@each_language
@given(number=NUMBERS)
def test_number_shown_and_read_is_itself(language, number):
    value = decimal_text(number)

    assert read_number(shown_value(value, language), language) == value


@pytest.mark.parametrize(
    ("written", "language", "value"),
    [
        ("1,000", "en", "1000"),
        ("1 000", "en", "1000"),
        ("1000", "en", "1000"),
        ("1,234,567.5", "en", "1234567.5"),
        ("0.8", "en", "0.8"),
        ("0,8", "en", "0.8"),
        ("1 000", "sv", "1000"),
        ("1\u00a0000", "nb", "1000"),
        ("1\u202f000", "fi", "1000"),
        ("0,8", "fi", "0.8"),
        ("0.8", "sv", "0.8"),
        ("1.000", "da", "1000"),
        ("1.000,5", "da", "1000.5"),
        ("1.5", "da", "1.5"),
        ("1'000", "en", "1000"),
        ("+5", "sv", "5"),
        ("-5", "sv", "-5"),
        (" 080 ", "en", "80"),
        ("80,00", "nb", "80"),
    ],
)
def test_number_is_read_by_the_habits_of_its_language(written, language, value):
    assert read_number(written, language) == value


@each_language
@pytest.mark.parametrize("written", ["", "many", "1e3", "1-2", "NaN", "Infinity", "1,2,3", "½", "0x10", "1_000"])
def test_what_is_no_number_comes_back_as_it_was(language, written):
    assert read_number(written, language) == written


@pytest.mark.parametrize(
    ("parameter", "text", "value"), [(CYCLES, " 1 000 ", "1000"), (GRADE, " B ", "B"), (GRADE, "1,5", "1,5")]
)
def test_value_is_read_as_what_its_parameter_is(parameter, text, value):
    assert read_value(parameter, text, "sv") == value


@given(text=st.text(max_size=30), language=st.sampled_from(LANGUAGES))
def test_reading_never_fails_and_gives_a_number_or_the_text_without_spaces(text, language):
    value = read_number(text, language)

    assert not any(letter.isspace() for letter in value)
    assert value_fault(SHARE, value) != "" or Decimal(value).is_finite()


@pytest.mark.parametrize(
    ("parameter", "value"),
    [(CYCLES, "800"), (CYCLES, "2000"), (CYCLES, "1000.0"), (SHARE, "0.5"), (SHARE, "79.25"), (GRADE, "B")],
)
def test_value_inside_its_bounds_has_no_fault(parameter, value):
    assert value_fault(parameter, value) == ""


@pytest.mark.parametrize(
    ("parameter", "value", "fault"),
    [
        (CYCLES, "799", "799 is outside the bounds. Enter a value from 800 to 2,000."),
        (CYCLES, "2001", "2,001 is outside the bounds. Enter a value from 800 to 2,000."),
        (SHARE, "0.49", "0.49 is outside the bounds. Enter a value from 0.5 to 95."),
        (CYCLES, "800.5", "800.5 is not a whole number."),
        (CYCLES, "many", "“many” is not a number. Write it in digits."),
        (CYCLES, "", "“” is not a number. Write it in digits."),
        (SHARE, "NaN", "“NaN” is not a number. Write it in digits."),
        (SHARE, "Infinity", "“Infinity” is not a number. Write it in digits."),
        (SHARE, "sNaN", "“sNaN” is not a number. Write it in digits."),
        (CYCLES, "1e3", "“1e3” is not a number. Write it in digits."),
        (CYCLES, "1_000", "“1_000” is not a number. Write it in digits."),
        (GRADE, "D", "D is none of the options: A, B, C."),
        (GRADE, "a", "a is none of the options: A, B, C."),
    ],
)
def test_value_outside_its_bounds_is_told_the_bounds(parameter, value, fault):
    with override("en"):
        assert value_fault(parameter, value) == fault


@pytest.mark.parametrize(
    ("language", "bounds"),
    [
        ("sv", ("2\u00a0001", "800", "2\u00a0000")),
        ("fi", ("2\u00a0001", "800", "2\u00a0000")),
        ("da", ("2.001", "800", "2.000")),
    ],
)
def test_bounds_are_written_the_way_of_the_reader(language, bounds):
    with override(language):
        fault = value_fault(CYCLES, "2001")

    assert [number in fault for number in bounds] == [True, True, True]


@given(st.integers(-3000, 3000))
def test_whole_number_has_a_fault_exactly_outside_its_bounds(number):
    assert (value_fault(CYCLES, str(number)) == "") == (800 <= number <= 2000)


@pytest.mark.parametrize(
    ("parameter", "value", "than", "stricter"),
    [
        (CYCLES, "1000", "800", True),
        (CYCLES, "800", "1000", False),
        (CYCLES, "800", "800.0", False),
        (DAYS, "5", "10", True),
        (DAYS, "10", "5", False),
        (GRADE, "A", "B", True),
        (GRADE, "C", "B", False),
    ],
)
def test_stricter_is_what_shuts_bids_out(parameter, value, than, stricter):
    assert is_stricter(parameter, value, than=than) is stricter


@given(st.integers(1, 30), st.integers(1, 30))
def test_of_two_values_at_most_one_is_stricter(one, other):
    both = is_stricter(DAYS, str(one), than=str(other)), is_stricter(DAYS, str(other), than=str(one))

    assert both == (one < other, other < one)


@pytest.mark.parametrize(
    ("values", "undercut"),
    [
        ({"cycles": "799"}, ["ecodesign"]),
        ({"cycles": "800"}, []),
        ({"cycles": "1000", "share": "70"}, []),
        ({"share": "70"}, []),
        ({}, []),
    ],
)
def test_value_below_the_legal_floor_names_the_floor(values, undercut):
    assert floors_undercut(battery_content(), values) == undercut


def test_floor_of_a_parameter_that_counts_down_is_undercut_from_above():
    [ecodesign] = battery_content().legal_floor
    content = battery_content(
        parameters={"days": DAYS}, legal_floor=(replace(ecodesign, parameter="days", value="5"),), levels={1: {}}
    )

    assert floors_undercut(content, {"days": "6"}) == ["ecodesign"]
    assert floors_undercut(content, {"days": "5"}) == []


def test_floor_without_a_parameter_bounds_no_value():
    [ecodesign] = battery_content().legal_floor
    content = battery_content(legal_floor=(replace(ecodesign, parameter="", value=""),))

    assert floors_undercut(content, {"cycles": "1"}) == []
