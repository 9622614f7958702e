"""The workbook: one text in each row, its source beside it. No cell can become a formula."""

import io
from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from portal.core.languages import language_name
from portal.files.cells import text_of
from portal.files.tables import HEAD
from registry.sheets.columns import COLUMNS, TEXT, first_row
from registry.sheets.texts import SheetText
from registry.takeaway.exports.xlsx import write_text

_HEADING = PatternFill("solid", fgColor="0B4F4A")
_TO_WRITE = PatternFill("solid", fgColor="FFF7E0")
_AS_TEXT = "@"  # else "1-2" becomes a date while it is typed


def workbook(texts: Iterable[SheetText], language: str) -> bytes:
    """A workbook for a translator into ``language``, with its headings in the active one."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101  (a new workbook has one)
    sheet.title = _("Translations")[:31]
    _write_row(sheet, 1, first_row(language))
    _write_row(sheet, HEAD, [str(column.label) for column in COLUMNS])
    for number, text in enumerate(texts, start=HEAD + 1):
        cells = text.as_cells()
        _write_row(sheet, number, [cells[column.name] for column in COLUMNS])
    _finish(sheet)
    book.properties.title = f"{_('Translations')}: {language_name(language)}"
    book.properties.language = get_language()
    book.properties.creator = "Joint Demand"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _write_row(sheet: Worksheet, row: int, values: list[str]) -> None:
    for place, (column, value) in enumerate(zip(COLUMNS, values, strict=True), start=1):
        cell = sheet.cell(row, place)
        assert isinstance(cell, Cell)  # noqa: S101  (no cell is merged)
        write_text(cell, text_of(value))
        cell.number_format, cell.alignment = _AS_TEXT, Alignment(wrap_text=True, vertical="top")
        if row == HEAD:
            cell.font, cell.fill = Font(name="Calibri", bold=True, color="FFFFFF"), _HEADING
        elif row > HEAD and column.name == TEXT:
            cell.fill = _TO_WRITE


def _finish(sheet: Worksheet) -> None:
    for place, column in enumerate(COLUMNS, start=1):
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width, dimension.hidden = column.width, column.is_hidden
    sheet.row_dimensions[1].hidden = True
    sheet.freeze_panes = f"D{HEAD + 1}"
