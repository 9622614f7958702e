"""A workbook is read by its hidden first row; what is no workbook, or an evil one, is refused with the way out."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from portal.experiences.sheets import reading
from portal.experiences.sheets.columns import COLUMNS, KEY, Part
from portal.experiences.sheets.reading import read_book
from portal.files.tables import Cell, NotReadable
from tests.factories.files import docx, part_of, with_part
from tests.portal.experiences.workbooks import FIRST, Filled

pytestmark = pytest.mark.django_db  # the template lists the versions in force
REFUSED = (
    "This is no workbook that can be read: it is damaged, has a password, macros or links to other files, or is of "
    "another format. Copy your rows into a new template and save it as XLSX."
)
NO_TENDERS = "The sheet with the tenders is not in the file, or its hidden first row is. Use the template once more."
UNREADABLE = "The file cannot be read. Copy your rows into a new template and save it as XLSX."
SHEET = "xl/worksheets/sheet2.xml"  # the tenders


def refusal(content):
    with pytest.raises(NotReadable) as caught:
        read_book(content)
    return str(caught.value)


def tenders(content):
    return read_book(content).lines[Part.TENDERS]


def with_cells(cells, kind=Part.TENDERS):
    """A workbook of one sheet with these rows, made from scratch."""
    book, target = Workbook(), io.BytesIO()
    book.active.append([f"{kind.value}.{column.name}" for column in COLUMNS[kind]])
    book.active.append([])
    for row in cells:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


def test_template_has_no_lines():
    assert read_book(Filled().content).lines == dict.fromkeys(Part, ())


def test_line_knows_its_cells_by_name_and_where_they_are():
    (line,) = tenders(Filled().tender(7, title="Phones", year=2026).content)

    assert (line.number, line.address) == (7, "Tenders!A7")
    assert line.cells["title"] == Cell("Phones", "Tenders!C7")
    assert (line.text(KEY), line.text("year"), line.text("summary")) == ("5", "2026", "")


def test_rows_with_a_number_alone_are_no_lines():
    assert [line.number for line in tenders(Filled().tender(5, title="A").tender(9, title="B").content)] == [5, 9]


def test_columns_are_found_wherever_they_were_moved():
    book = Filled().tender(title="Phones")
    sheet = book.sheet(Part.TENDERS)
    sheet.insert_cols(1)
    sheet.move_range("C1:C10", cols=-2)

    (line,) = tenders(book.content)

    assert line.cells["reference"].address == f"Tenders!A{FIRST}"
    assert line.cells["title"] == Cell("Phones", f"Tenders!D{FIRST}")


def test_column_that_was_removed_is_missing_and_not_empty():
    book = Filled().tender(title="Phones")
    book.sheet(Part.TENDERS).delete_cols(4)

    (line,) = tenders(book.content)

    assert "language" not in line.cells
    assert line.text("language") == ""


def test_sheet_that_was_removed_is_missing_and_not_empty():
    book = Filled().tender(title="Phones")
    book.book.remove(book.sheet(Part.LESSONS))

    assert list(read_book(book.content).lines) == [Part.TENDERS, Part.CRITERIA]


def test_sheet_is_found_under_another_title_and_in_another_place():
    book = Filled().tender(title="Phones")
    sheet = book.sheet(Part.TENDERS)
    sheet.title = "Våra upphandlingar"
    book.book.move_sheet(sheet, 3)

    (line,) = tenders(book.content)

    assert line.cells["title"].address == f"Våra upphandlingar!C{FIRST}"


def test_second_sheet_of_a_kind_is_not_read():
    book = Filled().tender(title="Phones")
    book.book.copy_worksheet(book.sheet(Part.TENDERS))

    assert len(tenders(book.content)) == 1


def test_formula_is_told_apart_from_text_that_looks_like_one():
    book = Filled().tender(4, title="=1+1", year="=A1")
    book.cell(Part.TENDERS, 4, "title").data_type = "s"

    (line,) = tenders(book.content)

    assert (line.cells["title"].text, line.cells["title"].is_formula) == ("=1+1", False)
    assert line.cells["year"].is_formula


def test_error_that_a_formula_left_behind_is_none():
    book = Filled().tender(4, title="Phones", year="#REF!")
    book.cell(Part.TENDERS, 4, "year").data_type = "e"

    assert tenders(book.content)[0].cells["year"].is_formula


def test_workbook_without_the_hidden_row_is_refused():
    book = Filled().tender(title="Phones")
    book.sheet(Part.TENDERS).delete_rows(1)

    assert refusal(book.content) == NO_TENDERS


def test_workbook_with_a_column_twice_is_refused():
    book = Filled().tender(title="Phones")
    book.sheet(Part.TENDERS)["B1"].value = "tender.title"

    assert refusal(book.content) == NO_TENDERS


def test_any_other_workbook_is_refused():
    target = io.BytesIO()
    Workbook().save(target)

    assert refusal(target.getvalue()) == NO_TENDERS


@pytest.mark.parametrize(
    "content",
    [b"", b"title;year\r\nPhones;2026\r\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04 and no more", docx()],
    ids=["empty", "csv", "old or with a password", "damaged", "docx"],
)
def test_what_is_no_workbook_is_refused(content):
    assert refusal(content) == REFUSED


def test_workbook_with_macros_is_refused():
    content = Filled().content
    types = part_of(content, "[Content_Types].xml").replace(
        "spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main"
    )

    assert refusal(with_part(content, "[Content_Types].xml", types)) == REFUSED


def test_workbook_with_a_program_inside_is_refused():
    assert refusal(with_part(Filled().content, "xl/media/image1.png", b"MZ\x90")) == REFUSED


def test_workbook_of_far_too_many_cells_is_refused_before_they_are_read():
    content = Filled().content
    row = "<row>" + "<c/>" * 450_000 + "</row>"
    sheet = part_of(content, SHEET).replace("<sheetData>", f"<sheetData>{row}")

    assert refusal(with_part(content, SHEET, sheet)) == REFUSED


def test_workbook_that_declares_entities_is_refused():
    content = Filled().tender(title="Phones").content
    declared = '<!DOCTYPE worksheet [<!ENTITY a "Phones"><!ENTITY b "&a;&a;&a;&a;">]>'
    sheet = part_of(content, SHEET).replace("<worksheet", f"{declared}<worksheet", 1).replace("Phones<", "&b;<")
    assert "&b;" in sheet

    assert refusal(with_part(content, SHEET, sheet)) == REFUSED


def test_sheet_that_hides_under_another_kind_of_name_is_not_read():
    """It was not looked at: it could hold what unfolds without end."""
    content = Filled().tender(title="Phones").content
    relations = part_of(content, "xl/_rels/workbook.xml.rels")
    assert "sheet2.xml" in relations
    hidden = with_part(content, "xl/_rels/workbook.xml.rels", relations.replace("sheet2.xml", "sheet2.png"))

    assert refusal(with_part(hidden, "xl/worksheets/sheet2.png", part_of(content, SHEET))) == NO_TENDERS


def test_row_that_claims_to_be_far_away_is_not_looked_for():
    content = Filled().content
    row = '<row r="999999999"><c r="C999999999" t="inlineStr"><is><t>Phones</t></is></c></row>'
    sheet = part_of(content, SHEET).replace("</sheetData>", f"{row}</sheetData>")

    assert tenders(with_part(content, SHEET, sheet)) == ()


def test_spoilt_sheet_is_refused():
    content = Filled().content
    sheet = part_of(content, SHEET).replace("<sheetData>", '<sheetData><row r="x">')

    assert refusal(with_part(content, SHEET, sheet)) == REFUSED


@pytest.mark.parametrize(("missing", "told"), [(SHEET, NO_TENDERS), ("xl/_rels/workbook.xml.rels", UNREADABLE)])
def test_workbook_without_one_of_its_parts_is_refused(missing, told):
    source, target = io.BytesIO(Filled().content), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if name != missing:
                new.writestr(name, old.read(name))

    assert refusal(target.getvalue()) == told


def test_file_that_is_too_large_is_refused_by_its_size(monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 10_000)

    assert refusal(b"P" * 10_001) == (
        "The file has more than 0.01 MB. Remove pictures from it, or split it into several files."
    )


def test_two_hundred_tenders_are_taken_and_no_more():
    rows = [[number, "", f"Tender {number}"] for number in range(1, 202)]

    assert len(tenders(with_cells(rows[:200]))) == 200
    assert refusal(with_cells(rows)) == "The sheet “Tenders” has more than 200 rows. Split the file into several files."
