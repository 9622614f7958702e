"""A workbook that somebody sends, read into cells by the names in its first row; what they mean, its app says."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from typing import Any, NamedTuple, TypeVar

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from portal.files.cells import text_of
from portal.files.packages import XLSX, only_parsed, package_fault

MOST_BYTES = 1_500_000  # sent a second time inside a form, where it is a third longer
MOST_SHEETS = 20
LAST_ROW, LAST_COLUMN = 20_000, 100  # what lies beyond is not looked at
HEAD = 2  # rows above the first line: names for programs, headings for people
_FAULTS = (
    *(ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, NotImplementedError, OSError),
    *(RuntimeError, SyntaxError, TypeError, ValueError, zipfile.BadZipFile, zlib.error, InvalidFileException),
)
Part = TypeVar("Part")


class NotReadable(Exception):
    """A file that is not taken as a whole; ``str(error)`` says why and what to do instead."""


class Cell(NamedTuple):
    text: str
    address: str = ""  # as a spreadsheet writes it, with the name of the sheet: "Tenders!C5"
    is_formula: bool = False  # or an error that one left behind


class Row(NamedTuple):
    number: int
    cells: Mapping[str, Cell]  # by the names of the columns; a column that the sheet does not have is missing


Known = Callable[[list[str]], tuple[Part, dict[int, str]] | None]


def read_tables(content: bytes, known: Known[Part], *, most_bytes: int = MOST_BYTES) -> dict[Part, list[Row]]:
    """The rows of each sheet whose first row ``known`` recognises: it names the sheet, and its columns by place.

    Raises NotReadable.
    """
    if len(content) > most_bytes:
        message = _("The file has more than %(most)s MB. Remove pictures from it, or split it into several files.")
        raise NotReadable(message % {"most": most_bytes / 1_000_000})
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
            return _read(content, known)
    except _FAULTS as error:
        message = _("The file cannot be read. Copy your rows into a new template and save it as XLSX.")
        raise NotReadable(message) from error


def _read(content: bytes, known: Known[Part]) -> dict[Part, list[Row]]:
    found: dict[Part, list[Row]] = {}
    with closing(load_workbook(io.BytesIO(only_parsed(content)), read_only=True, keep_links=False)) as book:
        for sheet in book.worksheets[:MOST_SHEETS]:
            rows = sheet.iter_rows(max_row=LAST_ROW, max_col=LAST_COLUMN)
            recognised = known([text_of(cell.value) for cell in next(rows, ())])
            if recognised and recognised[0] not in found:
                found[recognised[0]] = list(_rows(rows, recognised[1], str(sheet.title)))
    return found


def _rows(rows: Iterator[Any], names: Mapping[int, str], title: str) -> Iterator[Row]:
    for number, cells in enumerate(rows, start=2):
        if number > HEAD:
            yield Row(number, {name: _cell(cells[place], place, number, title) for place, name in names.items()})


def _cell(cell: Any, place: int, row: int, title: str) -> Cell:
    """An empty cell of a table that is read knows nothing of its own place."""
    return Cell(
        text_of(cell.value),
        f"{title}!{get_column_letter(place + 1)}{row}",
        getattr(cell, "data_type", "n") in ("f", "e"),
    )
