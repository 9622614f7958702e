"""A workbook that somebody sends, read into lines of texts; what they mean, ``planning`` says."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _

from portal.experiences.sheets.columns import COLUMNS, KEY, MOST_ROWS, MOST_TENDERS, SEEN, TITLES, Part
from portal.files.tables import MOST_BYTES, Cell, NotReadable, Row, read_tables


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
    tables = read_tables(content, _names, most_bytes=MOST_BYTES)
    lines = {part: tuple(_filled(rows)) for part, rows in tables.items()}
    if Part.TENDERS not in lines:
        raise NotReadable(
            _("The sheet with the tenders is not in the file, or its hidden first row is. Use the template once more.")
        )
    for part, most in ((Part.TENDERS, MOST_TENDERS), (Part.CRITERIA, MOST_ROWS), (Part.LESSONS, MOST_ROWS)):
        if len(lines.get(part, ())) > most:
            message = _("The sheet “%(sheet)s” has more than %(most)s rows. Split the file into several files.")
            raise NotReadable(message % {"sheet": TITLES[part], "most": most})
    return Book(lines)


def _names(texts: list[str]) -> tuple[Part, dict[int, str]] | None:
    """Which sheet the first row belongs to, and the names of the columns by their place."""
    for part in Part:
        known = {f"{part.value}.{column.name}": column.name for column in COLUMNS[part]}
        names = {place: known[text] for place, text in enumerate(texts) if text in known}
        if KEY in names.values() and len(set(names.values())) == len(names):
            return part, names
    return None


def _filled(rows: Iterable[Row]) -> Iterator[Line]:
    """The lines in which more stands than a number in the first column."""
    for number, cells in rows:
        if any(cell.text or cell.is_formula for name, cell in cells.items() if name not in (KEY, SEEN)):
            yield Line(number, cells[KEY].address, cells)
