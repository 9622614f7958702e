"""The workbook as people get it: hidden names, headings and drop-downs in their language, and no formula."""

import io
from decimal import Decimal

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from portal.experiences.sheets.columns import COLUMNS, MOST_TENDERS, Part
from portal.experiences.sheets.reading import read_book
from portal.experiences.sheets.records import records_of
from portal.experiences.sheets.writing import workbook
from portal.files.packages import XLSX, package_fault
from tests.factories.experiences import CitationFactory, EditionFactory, LessonFactory, SupplierFactory
from tests.factories.registry import VersionFactory
from tests.portal.experiences.authors import author_of
from tests.portal.experiences.workbooks import FIRST, Filled
from tests.services.libreoffice import converted

pytestmark = pytest.mark.django_db


def opened(content):
    return load_workbook(io.BytesIO(content))


def drop_downs(book):
    """Where each list of a sheet of tenders comes from, by the name of its column."""
    sheet = book.sheet(Part.TENDERS)
    names = {str(cell.coordinate)[:-1]: str(cell.value).partition(".")[2] for cell in sheet[1]}
    return {
        names[str(each.sqref).split(":")[0].rstrip("0123456789")]: each
        for each in sheet.data_validations.dataValidation
    }


def offered(book, source):
    """What a drop-down offers."""
    title, cells = source.split("!")
    return [cell.value for (cell,) in book.book[title.strip("'")][cells.replace("$", "")]]


def texts_in(content):
    """What stands in the lines of all sheets."""
    lines = [line for part in Part for line in read_book(content).lines[part]]
    return [{name: cell.text for name, cell in line.cells.items()} for line in lines]


def test_template_has_a_sheet_for_each_part_with_names_that_are_hidden():
    book = opened(workbook())

    assert book.sheetnames == ["Instructions", "Tenders", "Criteria used", "Lessons", "lists"]
    assert book["lists"].sheet_state == "hidden"
    for part, title in zip(Part, book.sheetnames[1:4], strict=True):
        sheet = book[title]
        assert [cell.value for cell in sheet[1]] == [f"{part.value}.{column.name}" for column in COLUMNS[part]]
        assert [cell.value for cell in sheet[2]] == [column.heading for column in COLUMNS[part]]
        assert sheet.row_dimensions[1].hidden
        assert sheet.freeze_panes in {"D3", "B3"}


def test_marks_of_what_was_exported_are_hidden():
    sheet = Filled().sheet(Part.TENDERS)

    hidden = [letter for letter, dimension in sheet.column_dimensions.items() if dimension.hidden]
    assert [sheet[f"{letter}1"].value for letter in hidden] == ["tender.seen"]


def test_tenders_are_numbered_beforehand():
    sheet = Filled().sheet(Part.TENDERS)

    assert [sheet.cell(row, 1).value for row in range(FIRST, FIRST + 201)] == [*range(1, MOST_TENDERS + 1), None]


def test_heading_explains_itself():
    cell = Filled().cell(Part.TENDERS, 2, "notice")

    assert cell.comment.text == "For example 554113-2026, or the address of the notice. Readers get a link to it."


def test_choices_are_offered_in_the_language_of_the_reader():
    with override("sv"):
        book = Filled(workbook())
        lists = drop_downs(book)

    assert offered(book, lists["country"].formula1)[:3] == ["Albanien", "Belgien", "Bosnien och Hercegovina"]
    assert offered(book, lists["language"].formula1) == ["English", "Svenska", "Norsk bokmål", "Suomi", "Dansk"]
    assert lists["country"].errorStyle == "warning"
    assert str(lists["country"].sqref) == "F3:F202"


def test_every_column_with_choices_has_its_drop_down():
    assert sorted(drop_downs(Filled())) == [
        *("again", "challenge", "contact_visibility", "contract_type", "country", "criteria_visibility", "currency"),
        *("language", "lessons_visibility", "outcome_visibility", "price_outcome", "procedure", "stage"),
        *("suppliers_anonymous", "values_visibility", "visibility"),
    ]


def test_versions_in_force_are_offered_at_every_level():
    VersionFactory(criterion__code="BAT-01", number="1.2.0")
    VersionFactory(criterion__code="CLI-01", number="2.0.0-rc.1", published=None)
    book = Filled()

    lists = {str(each.sqref)[0]: each for each in book.sheet(Part.CRITERIA).data_validations.dataValidation}

    assert offered(book, lists["B"].formula1) == ["BAT-01@1.2.0/L1", "BAT-01@1.2.0/L2"]
    assert lists["A"].formula1 == "'Tenders'!$A$3:$A$202"


def test_text_keeps_its_form_while_it_is_typed():
    """ "554113-2026" is no date, and a CPV code no number."""
    sheet = Filled().sheet(Part.TENDERS)
    letters = {str(cell.value).partition(".")[2]: cell.column_letter for cell in sheet[1]}

    formats = {name: sheet.column_dimensions[letters[name]].number_format for name in ("notice", "cpv", "bids")}
    assert formats == {"notice": "@", "cpv": "@", "bids": "General"}


def test_records_stand_in_words_and_numbers():
    edition = EditionFactory(
        title="Phones", language="sv", country="SE", bids=4, estimated_value=Decimal("1200000.50"), currency="SEK"
    )
    CitationFactory(edition=edition, version=VersionFactory(criterion__code="BAT-01"), values={"cycles": "1100"})
    LessonFactory(edition=edition, topic="wording", text="Ask first.")

    with override("sv"):
        book = Filled(workbook(records_of(author_of(edition))))

    names = ("key", "reference", "title", "language", "country", "bids", "estimated_value", "currency")
    assert [book.cell(Part.TENDERS, FIRST, name).value for name in names] == [
        *(1, edition.experience.reference, "Phones", "Svenska", "Sverige", 4, 1_200_000.5, "SEK")
    ]
    criterion = [book.cell(Part.CRITERIA, FIRST, name).value for name in ("key", "citation", "values")]
    assert criterion == [1, "BAT-01@1.0.0/L1", "cycles=1100"]
    assert book.cell(Part.LESSONS, FIRST, "text").value == "Ask first."


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", '=HYPERLINK("http://x.test")', "\t=1", " =1+1"])
def test_no_cell_becomes_a_formula(text):
    edition = EditionFactory(title=text, summary=text, contact_role=text)
    SupplierFactory(edition=edition, name=text)
    LessonFactory(edition=edition, text=text)
    CitationFactory(edition=edition, change=text, values={"cycles": text})

    book = opened(workbook(records_of(author_of(edition))))

    cells = [cell for sheet in book for row in sheet for cell in row if str(cell.value).endswith(text.strip())]
    assert len(cells) == 7
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(tuple("=+-@")))


def test_workbook_passes_the_check_that_it_meets_when_it_comes_back():
    edition = EditionFactory(title="Phones")

    assert package_fault(workbook(records_of(author_of(edition))), XLSX) == ""


def test_properties_name_the_language():
    with override("da"):
        assert opened(workbook()).properties.language == "da"


def test_libreoffice_opens_the_workbook_and_what_it_saves_is_read(libreoffice_calc, tmp_path):
    edition = EditionFactory(title="Telefoner – 5 år", summary="=1+1\nandra raden", notice="554113-2026", bids=4)
    LessonFactory(edition=edition, topic="wording", text="Fråga först.")
    content = workbook(records_of(author_of(edition)))
    document = tmp_path / "export.xlsx"
    document.write_bytes(content)

    again = converted(libreoffice_calc, converted(libreoffice_calc, document, to="ods"), to="xlsx").read_bytes()

    assert again != content
    texts = [
        [
            {name: cell.text for name, cell in line.cells.items()}
            for part in Part
            for line in read_book(each).lines[part]
        ]
        for each in (content, again)
    ]
    assert texts[0] == texts[1]
