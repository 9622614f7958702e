"""XLSX: a form for bidders in which no cell is or becomes a formula."""

import io
import zipfile

import pytest
from lxml import etree
from openpyxl import load_workbook

from registry.takeaway.exports.xlsx import annex_xlsx
from tests.factories.registry import VersionFactory, battery_content
from tests.registry.takeaway.exports.annexes import HOSTILE, annex_of, item, sample_annex

pytestmark = pytest.mark.django_db


def sheet_of(data):
    return load_workbook(io.BytesIO(data)).active


def rows(data):
    return [[cell.value or "" for cell in row] for row in sheet_of(data).iter_rows()]


def test_sheet_has_one_row_a_requirement_under_its_headings():
    heading, *body = rows(annex_xlsx(sample_annex()))

    assert heading == [
        "No.",
        "Kind",
        "Criterion",
        "Title",
        "Requirement",
        "Means of proof",
        "Weight, %",
        "Met? (yes/no)",
        "The tenderer's answer",
        "The tenderer's proof (document, page)",
    ]
    assert [row[:4] for row in body] == [
        ["1", "Technical specification", "BAT-01@1.0.0/L2", "Battery that lasts"],
        ["2", "Technical specification", "BAT-02@1.0.0/L1", "Battery that lasts"],
        ["3", "Award criterion", "CLI-01@1.0.0/L1", "Battery that lasts"],
        ["4", "Contract clause", "TAK-01@1.0.0/L2", "Battery that lasts"],
    ]


def test_requirement_carries_its_values_its_source_and_its_address():
    first = rows(annex_xlsx(sample_annex()))[1]

    assert first[4] == (
        "The battery shall\n\n"
        "1. keep at least 80 % of its capacity after 1,200 full charge cycles;\n"
        "2. tell its user how many cycles it has been through.\n\n"
        "BAT-01@1.0.0, level 2, en\n"
        "http://127.0.0.1:8000/id/criterion/bat-01/v1.0.0"
    )
    assert first[5] == (
        "• A test report on 1,200 cycles.\n• A label of type I that covers the requirement, or equivalent."
    )


def test_weight_is_given_for_award_criteria_only_and_answers_are_left_open():
    body = rows(annex_xlsx(sample_annex()))[1:]

    assert [row[6:] for row in body] == [["", "", "", ""], ["", "", "", ""], ["12.5", "", "", ""], ["", "", "", ""]]


def test_bidder_may_write_into_the_answer_columns():
    sheet = sheet_of(annex_xlsx(sample_annex()))

    assert [cell.protection.locked for cell in sheet[2]] == [True] * 7 + [False] * 3
    [choice] = sheet.data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1) == ("H2:H5", '"yes,no"')


def test_sheet_is_ready_to_print_and_scroll():
    sheet = sheet_of(annex_xlsx(sample_annex(title="Telephones")))

    assert (sheet.title, sheet.freeze_panes, sheet.print_title_rows) == ("Requirements", "A2", "$1:$1")
    assert (sheet.page_setup.orientation, sheet.sheet_properties.pageSetUpPr.fitToPage) == ("landscape", True)


def test_workbook_says_its_title_and_language():
    properties = load_workbook(io.BytesIO(annex_xlsx(sample_annex("sv", title="Telefoner")))).properties

    assert (properties.title, properties.language, properties.creator) == ("Telefoner", "sv", "Joint Demand")


def hostile_annex(text):
    blocks = {"title": text, "requirement.1": text, "proof.eprel": text}
    VersionFactory(criterion__code="BAT-01", criterion__kind="award", body=battery_content(blocks=blocks))
    return annex_of(item("BAT-01", weight=text[:10]), title=text)


def cells_in_file(data):
    """Every cell as the file has it: its type, whether it holds a formula, whether its style keeps it text."""
    namespace = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheet = etree.fromstring(package.read("xl/worksheets/sheet1.xml"))
        styles = etree.fromstring(package.read("xl/styles.xml")).xpath("//s:cellXfs/s:xf", namespaces=namespace)
    return [
        (cell.get("t"), bool(cell.xpath("s:f", namespaces=namespace)), styles[int(cell.get("s"))].get("quotePrefix"))
        for cell in sheet.xpath("//s:c", namespaces=namespace)
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula_whatever_a_text_begins_with(text):
    data = annex_xlsx(hostile_annex(text))

    assert {(kind, formula) for kind, formula, _ in cells_in_file(data)} == {("inlineStr", False)}
    assert rows(data)[1][3] == text.strip()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_cell_that_looks_like_a_formula_stays_text_when_it_is_edited(text):
    marked = [quote for _, _, quote in cells_in_file(annex_xlsx(hostile_annex(text)))]

    assert marked.count("1") == 3  # title, requirement and weight; a proof begins with its bullet


def test_character_that_no_sheet_can_hold_is_left_out():
    VersionFactory(criterion__code="BAT-01", body=battery_content(blocks={"title": "Bell\x07 and \x00nul"}))

    assert rows(annex_xlsx(annex_of(item("BAT-01"))))[1][3] == "Bell and nul"


def test_long_text_is_not_lost():
    wording = "The battery lasts. " * 1500
    VersionFactory(criterion__code="BAT-01", body=battery_content(blocks={"requirement.1": wording}))

    assert rows(annex_xlsx(annex_of(item("BAT-01"))))[1][4].startswith(wording.strip())


@pytest.mark.parametrize("language", ["sv", "nb", "fi", "da"])
def test_sheet_is_in_the_language_of_the_annex(language):
    first = rows(annex_xlsx(sample_annex(language)))[1]

    assert first[3] == f"Battery that lasts [{language}]"
    assert f"BAT-01@1.0.0, level 2, {language}\n" in first[4]
