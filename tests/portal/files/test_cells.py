"""What a cell says is the same text before it is written and after it is read."""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from portal.files.cells import text_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        ("  two\r\nlines\r", "two\nlines"),
        ("two_x000D_\nlines", "two\nlines"),
        ("bell\x07", "bell"),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        (2026, "2026"),
        (2026.0, "2026"),
        (1_200_000.5, "1200000.5"),
        (Decimal("1200000.00"), "1200000"),
        (Decimal("0.10"), "0.1"),
        (1e15, "1000000000000000"),
        (date(2026, 3, 14), "2026-03-14"),
        (datetime(2026, 3, 14), "2026-03-14"),  # noqa: DTZ001  (a table knows no time zones)
        (datetime(2026, 3, 14, 12, 30), "2026-03-14 12:30:00"),  # noqa: DTZ001
    ],
)
def test_value_is_a_text(value, text):
    assert text_of(value) == text


def test_number_with_three_decimals_is_not_taken_for_thousands():
    assert text_of(1.234) == "1.2340"


@given(
    st.one_of(
        st.text(max_size=50),
        st.decimals(min_value=0, max_value=10**11, places=2),
        st.integers(0, 10**11),
        st.text(alphabet="=+-@ \n\r\t_x000D'\"<&é\u2028", max_size=30),
    )
)
def test_text_comes_back_from_a_file(value):
    text = text_of(value)
    book, target = Workbook(), io.BytesIO()
    cell = book.active["A1"]
    cell.value = text if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    book.save(target)

    assert text_of(load_workbook(target).active["A1"].value) == text


@given(st.text(max_size=50))
def test_text_of_a_text_is_itself(text):
    assert text_of(text_of(text)) == text_of(text)
