"""The workbook: empty to be filled in, or with an organisation's own records. No cell can become a formula."""

import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from portal.experiences.sheets.columns import (
    CITATION,
    COLUMNS,
    KEY,
    MOST_ROWS,
    MOST_TENDERS,
    TITLES,
    Part,
    choices_of,
)
from portal.experiences.sheets.records import Cells, Record
from portal.files.cells import text_of
from portal.files.tables import HEAD
from registry.models import CriterionVersion
from registry.takeaway.exports.xlsx import write_text

LISTS = "lists"  # the hidden sheet with what may be chosen
MOST_CITATIONS = 2_000
_HEADING = PatternFill("solid", fgColor="0B4F4A")
_AS_TEXT = "@"  # else "1-2" becomes a date while it is typed
_COMMENT_SIZE = {"width": 280, "height": 90}  # pixels


def workbook(records: Sequence[Record] = ()) -> bytes:
    """A workbook in the active language with a line for each record; without any, it is the template."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101  (a new workbook has one)
    _write_instructions(first)
    sheets = {part: book.create_sheet(_title(part)) for part in Part}
    lists = book.create_sheet(LISTS)
    lists.sheet_state = Worksheet.SHEETSTATE_HIDDEN
    for part, lines in _lines(records).items():
        _write_head(sheets[part], part)
        words = {column.name: choices_of(column) for column in COLUMNS[part]}
        for number, cells in enumerate(lines, start=HEAD + 1):
            for place, column in enumerate(COLUMNS[part], start=1):
                if (value := _shown(cells.get(column.name), words[column.name])) not in (None, ""):
                    _write(sheets[part], number, place, value)
        _offer_choices(sheets[part], part, lists)
    book.properties.title = _("Tender experiences")
    book.properties.language = get_language()
    book.properties.creator = "Joint Demand"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _title(part: Part) -> str:
    return str(TITLES[part])[:31]


def _lines(records: Sequence[Record]) -> dict[Part, list[Cells]]:
    """The lines of each sheet. A record's key is its place; places that are free are numbered for new ones."""
    keyed = list(enumerate(records, start=1))
    free: list[Cells] = [{KEY: number} for number in range(len(records) + 1, MOST_TENDERS + 1)]
    return {
        Part.TENDERS: [{KEY: key, **record.tender} for key, record in keyed] + free,
        Part.CRITERIA: [{KEY: key, **row} for key, record in keyed for row in record.criteria],
        Part.LESSONS: [{KEY: key, **row} for key, record in keyed for row in record.lessons],
    }


def _write_instructions(sheet: Worksheet) -> None:
    sheet.title = _("Instructions")[:31]
    lines = (
        _("Tender experiences"),
        _("Write one tender in each row of the second sheet. Leave empty what you do not know."),
        _("Name the criteria that you used on the third sheet, one in a row, and what you learned on the fourth."),
        _("The first column of these sheets says which tender a row is about: the number of the tender."),
        _("A title and the language of your texts are enough to begin. Point at a heading to read what is meant."),
        _("Do not change the hidden first row and the hidden last column: the portal reads the sheets by them."),
        _("Send the file in the portal under “My pages”. It shows what would happen before anything is saved."),
        _("Every new tender becomes a draft, which only your organisation sees."),
    )
    for number, text in enumerate(lines, start=1):
        _write(sheet, number, 1, text)
    sheet.column_dimensions["A"].width = 100
    sheet.cell(1, 1).font = Font(name="Calibri", bold=True, size=14)


def _write_head(sheet: Worksheet, part: Part) -> None:
    for place, column in enumerate(COLUMNS[part], start=1):
        _write(sheet, 1, place, f"{part.value}.{column.name}")
        _write(sheet, HEAD, place, column.heading)
        heading = sheet.cell(HEAD, place)
        heading.font, heading.fill = Font(name="Calibri", bold=True, color="FFFFFF"), _HEADING
        if column.hint:
            heading.comment = Comment(str(column.hint), "Joint Demand", **_COMMENT_SIZE)
        letter = get_column_letter(place)
        dimension = sheet.column_dimensions[letter]
        dimension.width, dimension.hidden = column.width, column.is_hidden
        if not column.is_number:
            dimension.number_format = _AS_TEXT
    sheet.row_dimensions[1].hidden = True
    sheet.freeze_panes = f"{'D' if part is Part.TENDERS else 'B'}{HEAD + 1}"


def _shown(value: Any, words: Mapping[str, str]) -> Any:
    """Numbers as numbers, words for codes, everything else as text."""
    if isinstance(value, (int, Decimal)):
        return value
    text = text_of(value)
    return words.get(text, text)


def _write(sheet: Worksheet, row: int, place: int, value: Any) -> None:
    cell = sheet.cell(row, place)
    assert isinstance(cell, Cell)  # noqa: S101  (no cell is merged)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if not isinstance(value, str):
        cell.value = value
        return
    write_text(cell, value)
    cell.number_format = _AS_TEXT


def _offer_choices(sheet: Worksheet, part: Part, lists: Worksheet) -> None:
    """Drop-downs. They warn of other words and let them stand: what cannot be read is told when the file is sent."""
    last = HEAD + (MOST_TENDERS if part is Part.TENDERS else MOST_ROWS)
    for place, column in enumerate(COLUMNS[part], start=1):
        if column.name == KEY and part is not Part.TENDERS:
            source = f"{quote_sheetname(_title(Part.TENDERS))}!$A${HEAD + 1}:$A${HEAD + MOST_TENDERS}"
        elif labels := _citations() if column.name == CITATION else list(choices_of(column).values()):
            source = _listed(lists, labels)
        else:
            continue
        letter = get_column_letter(place)
        validation = DataValidation(type="list", formula1=source, allow_blank=True, errorStyle="warning")
        validation.error = _("This is not in the list. You can keep it if you know that it is right.")
        validation.showErrorMessage = column.name not in (KEY, CITATION)
        validation.add(f"{letter}{HEAD + 1}:{letter}{last}")
        sheet.add_data_validation(validation)


def _listed(lists: Worksheet, labels: Iterable[str]) -> str:
    """Write labels below each other in the next free column; where they stand."""
    place = lists.max_column + 1 if lists["A1"].value else 1
    row = 0
    for row, label in enumerate(labels, start=1):
        _write(lists, row, place, label)
    letter = get_column_letter(place)
    return f"{LISTS}!${letter}$1:${letter}${row}"


def _citations() -> list[str]:
    """Every level of the versions that are in force today, as they are cited."""
    versions = CriterionVersion.objects.in_force(on=localdate()).select_related("criterion").order_by("criterion__code")
    found = (f"{version}/L{level}" for version in versions for level in sorted(version.parsed.levels))
    return [text for text, _place in zip(found, range(MOST_CITATIONS), strict=False)]
