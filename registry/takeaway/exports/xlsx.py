"""XLSX: one row a requirement, with columns for the bidder's answer and proof. No cell can become a formula."""

import io

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from registry.enums import CriterionKind
from registry.takeaway.annex import Annex, AnnexEntry

_HEAD = PatternFill("solid", fgColor="0B4F4A")
_ANSWER = PatternFill("solid", fgColor="FFF7E0")
_WIDTHS = (6, 22, 12, 24, 60, 45, 10, 14, 45, 45)  # characters
_FORMULA_STARTS = tuple("=+-@")
_ANSWERS_FROM = 8  # the first column that the bidder fills in


def annex_xlsx(annex: Annex) -> bytes:
    """An annex as a form for bidders, in the annex's language."""
    with override(annex.language):
        book = Workbook()
        sheet = book.active
        assert isinstance(sheet, Worksheet)  # noqa: S101  (a new workbook has one)
        sheet.title = _("Requirements")[:31]
        _write_row(sheet, 1, _headings())
        for cell in sheet[1]:
            cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEAD
        for row, entry in enumerate(annex.entries, start=2):
            _write_row(sheet, row, _values(row - 1, entry))
        _finish(sheet)
        book.properties.title = annex.title or _("Tender annex: criteria for fair and circular ICT")
        book.properties.language = annex.language
        book.properties.creator = "Joint Demand"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _headings() -> list[str]:
    return [
        _("No."),
        _("Kind"),
        _("Criterion"),
        _("Title"),
        _("Requirement"),
        _("Means of proof"),
        _("Weight, %"),
        _("Met? (yes/no)"),
        _("The tenderer's answer"),
        _("The tenderer's proof (document, page)"),
    ]


def _values(number: int, entry: AnnexEntry) -> list[str]:
    is_award = entry.version.criterion.kind == CriterionKind.AWARD
    proof = "\n".join(f"• {proof.plain}" for proof in entry.proof)
    source = f"{entry.source_line}\n{settings.BASE_URL}{entry.version.get_permanent_path()}"
    if entry.adapted:
        source = f"{source}\n{settings.BASE_URL}{entry.adapted.path} {entry.adapted.note}".rstrip()
    return [
        str(number),
        str(CriterionKind(entry.version.criterion.kind).label),
        entry.item.key,
        entry.texts.title,
        "\n\n".join([entry.requirement_text, *entry.notes, source]),
        proof,
        entry.item.weight if is_award else "",
        "",
        "",
        "",
    ]


def _write_row(sheet: Worksheet, row: int, values: list[str]) -> None:
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row=row, column=column)
        assert isinstance(cell, Cell)  # noqa: S101  (no cell is merged)
        write_text(cell, ILLEGAL_CHARACTERS_RE.sub("", str(value)))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        is_answer = row > 1 and column >= _ANSWERS_FROM
        if is_answer:
            cell.fill, cell.protection = _ANSWER, Protection(locked=False)


def write_text(cell: Cell, text: str) -> None:
    """Put text into a cell that stays text, whatever it begins with and whoever edits it."""
    cell.value, cell.data_type = text, "s"
    cell.quotePrefix = text.startswith(_FORMULA_STARTS)


def _finish(sheet: Worksheet) -> None:
    for column, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDEFGHIJ"[column]].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.page_setup.fitToWidth = 0, 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.max_row > 1:
        choice = DataValidation(type="list", formula1=f'"{_("yes")},{_("no")}"', allow_blank=True)
        choice.add(f"H2:H{sheet.max_row}")
        sheet.add_data_validation(choice)
