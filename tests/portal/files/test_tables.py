"""A workbook is read by the names in its first row, whatever it is about; what is none is refused with the way out."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from portal.files.cells import text_of
from portal.files.forms import WorkbookForm, packed
from portal.files.tables import HEAD, LAST_ROW, MOST_SHEETS, Cell, NotReadable, read_tables
from tests.factories.files import docx, xlsx

# What a cell can hold; openpyxl refuses control characters when it writes.
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).filter(lambda text: text[:1] != "=")


def book_of(*sheets):
    """A workbook whose sheets have these rows each, the first with the names."""
    book, target = Workbook(), io.BytesIO()
    book.remove(book.active)
    for place, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet {place}")
        for row in rows:
            sheet.append(row)
    book.save(target)
    return target.getvalue()


def fruit(texts):
    """Recognises sheets of apples and of pears: each has a column "kind" and one of its own."""
    for part in ("apples", "pears"):
        names = {place: text for place, text in enumerate(texts) if text in ("kind", part)}
        if set(names.values()) == {"kind", part}:
            return part, names
    return None


def read(*sheets):
    tables = read_tables(book_of(*sheets), fruit)
    return {
        part: [{name: cell.text for name, cell in row.cells.items()} for row in rows] for part, rows in tables.items()
    }


def test_rows_below_the_head_are_read_by_name():
    found = read([["kind", "apples", "other"], ["Kind", "Apples", "Other"], ["red", 3, "x"], ["green", 4.5, None]])

    assert found == {"apples": [{"kind": "red", "apples": "3"}, {"kind": "green", "apples": "4.5"}]}


def test_each_sheet_is_recognised_by_itself():
    found = read([["kind", "pears"], [], ["soft", 1]], [["nothing"], [], ["x"]], [["apples", "kind"], [], [2, "red"]])

    assert found == {"pears": [{"kind": "soft", "pears": "1"}], "apples": [{"kind": "red", "apples": "2"}]}


def test_second_sheet_of_a_kind_is_left_out():
    assert read([["kind", "pears"], [], ["soft", 1]], [["kind", "pears"], [], ["hard", 2]]) == {
        "pears": [{"kind": "soft", "pears": "1"}]
    }


def test_cell_knows_where_it_is_even_if_it_is_empty():
    (row,) = read_tables(book_of([["x", "kind", "pears"], [], ["x", None, 1]]), fruit)["pears"]

    assert (row.number, HEAD) == (3, 2)
    assert row.cells == {"kind": Cell("", "Sheet 0!B3"), "pears": Cell("1", "Sheet 0!C3")}


@pytest.mark.parametrize(("value", "is_formula"), [("=1+1", True), ("1+1", False), ("#N/A", True), (None, False)])
def test_formula_is_told_from_text(value, is_formula):
    (row,) = read_tables(book_of([["kind", "pears"], [], [value, 1]]), fruit)["pears"]

    assert row.cells["kind"].is_formula is is_formula


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_texts_come_back_as_text_of_says(texts):
    found = read([["kind", "pears"], [], *([text, 1] for text in texts)])["pears"]

    assert [row["kind"] for row in found] == [text_of(text) for text in texts]


@pytest.mark.parametrize("content", [b"", b"no workbook", docx(), b"PK\x03\x04 broken"], ids=range(4))
def test_what_is_no_workbook_is_refused(content):
    with pytest.raises(NotReadable, match="This is no workbook that can be read"):
        read_tables(content, fruit)


def test_workbook_that_is_too_large_is_refused_before_it_is_opened():
    with pytest.raises(NotReadable, match=r"more than 0\.001 MB"):
        read_tables(b"x" * 1_001, fruit, most_bytes=1_000)


def test_workbook_about_something_else_holds_nothing():
    assert read_tables(xlsx(), fruit) == {}


def test_sheets_beyond_the_most_are_not_looked_at():
    others = [[["nothing"]]] * MOST_SHEETS

    assert read(*others, [["kind", "pears"], [], ["soft", 1]]) == {}


def test_rows_beyond_the_last_are_not_looked_at():
    book, target = Workbook(), io.BytesIO()
    book.active.append(["kind", "pears"])
    book.active.cell(LAST_ROW + 1, 1).value = "late"
    book.save(target)

    rows = read_tables(target.getvalue(), fruit)["pears"]

    assert len(rows) == LAST_ROW - HEAD
    assert {row.cells["kind"].text for row in rows} == {""}


# ---- the form that takes one


@given(st.binary(max_size=100))
def test_packed_content_comes_back_through_the_form(content):
    form = WorkbookForm({"again": packed(content) or "eA==", "mark": "x"})

    assert form.is_valid()
    assert form.content(1_000) == (content or b"x")


def test_nothing_at_all_is_asked_for_again():
    assert WorkbookForm({}).errors == {"file": ["Choose the workbook."]}


@pytest.mark.parametrize("again", ["x", "xxxxx"])
def test_field_that_somebody_typed_into_is_an_empty_file(again):
    form = WorkbookForm({"again": again})

    assert form.is_valid()
    assert form.content(1_000) == b""
