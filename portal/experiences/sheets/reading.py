"""A workbook that somebody sends, read into lines of texts; what they mean, ``planning`` says."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from portal.experiences.sheets.cells import text_of
from portal.experiences.sheets.columns import COLUMNS, KEY, MOST_ROWS, MOST_TENDERS, SEEN, TITLES, Part
from portal.files.packages import XLSX, only_parsed, package_fault

MOST_BYTES = 1_500_000  # sent a second time inside a form, where it is a third longer
MOST_SHEETS = 20
LAST_ROW, LAST_COLUMN = 20_000, 100  # what lies beyond is not looked at
HEAD = 2  # rows above the first line: names for programs, headings for people
_FAULTS = (
    *(ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, NotImplementedError, OSError),
    *(RuntimeError, SyntaxError, TypeError, ValueError, zipfile.BadZipFile, zlib.error, InvalidFileException),
)


class NotReadable(Exception):
    """A file that is not taken as a whole; ``str(error)`` says why and what to do instead."""


class Cell(NamedTuple):
    text: str
    address: str = ""  # as a spreadsheet writes it, with the name of the sheet: "Tenders!C5"
    is_formula: bool = False  # or an error that one left behind


class Line(NamedTuple):
    """One row by the names of its columns. A column that the sheet does not have is missing."""

    number: int
    address: str  # of its first cell
    cells: Mapping[str, Cell]

    def text(self, name: str) -> str:
        return self.cells[name].text if name in self.cells else ""


class Book(NamedTuple):
    """The lines of each sheet that has something in it; a sheet that is missing says nothing at all."""

    lines: Mapping[Part, tuple[Line, ...]]


def read_book(content: bytes) -> Book:
    """Read a workbook that was made from the template. Raises NotReadable."""
    if len(content) > MOST_BYTES:
        message = _("The file has more than %(most)s MB. Remove pictures from it, or split it into several files.")
        raise NotReadable(message % {"most": MOST_BYTES / 1_000_000})
    if not content.startswith(b"PK\x03\x04") or package_fault(content, XLSX):
        raise NotReadable(
            _(
                "This is no workbook that can be read: it is damaged, has a password, macros or links to other "
                "files, or is of another format. Copy your rows into a new template and save it as XLSX."
            )
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl leaves out: drop-downs, styles
            lines = _lines(content)
    except _FAULTS as error:
        message = _("The file cannot be read. Copy your rows into a new template and save it as XLSX.")
        raise NotReadable(message) from error
    if Part.TENDERS not in lines:
        raise NotReadable(
            _("The sheet with the tenders is not in the file, or its hidden first row is. Use the template once more.")
        )
    for part, most in ((Part.TENDERS, MOST_TENDERS), (Part.CRITERIA, MOST_ROWS), (Part.LESSONS, MOST_ROWS)):
        if len(lines.get(part, ())) > most:
            message = _("The sheet “%(sheet)s” has more than %(most)s rows. Split the file into several files.")
            raise NotReadable(message % {"sheet": TITLES[part], "most": most})
    return Book(lines)


def _lines(content: bytes) -> dict[Part, tuple[Line, ...]]:
    found: dict[Part, tuple[Line, ...]] = {}
    with closing(load_workbook(io.BytesIO(only_parsed(content)), read_only=True, keep_links=False)) as book:
        for sheet in book.worksheets[:MOST_SHEETS]:
            rows = sheet.iter_rows(max_row=LAST_ROW, max_col=LAST_COLUMN)
            part, names = _names(next(rows, ()))
            if part is not None and part not in found:
                found[part] = tuple(_filled(rows, names, str(sheet.title)))
    return found


def _names(cells: Any) -> tuple[Part | None, dict[int, str]]:
    """Which sheet the first row belongs to, and the names of the columns by their place."""
    for part in Part:
        known = {f"{part.value}.{column.name}": column.name for column in COLUMNS[part]}
        texts = enumerate(text_of(cell.value) for cell in cells)
        names = {place: known[text] for place, text in texts if text in known}
        if KEY in names.values() and len(set(names.values())) == len(names):
            return part, names
    return None, {}


def _filled(rows: Iterator[Any], names: Mapping[int, str], title: str) -> Iterator[Line]:
    """The lines in which more stands than a number in the first column."""
    for number, cells in enumerate(rows, start=2):
        if number <= HEAD:
            continue
        found = {name: _cell(cells[place], place, number, title) for place, name in names.items()}
        if any(cell.text or cell.is_formula for name, cell in found.items() if name not in (KEY, SEEN)):
            yield Line(number, found[KEY].address, found)


def _cell(cell: Any, place: int, row: int, title: str) -> Cell:
    """An empty cell of a table that is read knows nothing of its own place."""
    return Cell(
        text_of(cell.value),
        f"{title}!{get_column_letter(place + 1)}{row}",
        getattr(cell, "data_type", "n") in ("f", "e"),
    )
