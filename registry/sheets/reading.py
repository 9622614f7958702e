"""A workbook of translations that somebody sends, read into lines; what they mean, ``planning`` says."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _

from portal.core.languages import language_name
from portal.files.tables import Cell, NotReadable, read_tables
from registry.sheets.columns import BLOCK, CODE, COLUMNS, TEXT, VERSION, first_row

NEEDED = {CODE, VERSION, BLOCK, TEXT}


class Line(NamedTuple):
    """One text by the names of its columns."""

    cells: Mapping[str, Cell]

    @property
    def address(self) -> str:
        """Of the cell with the translation."""
        return self.cells[TEXT].address

    def text(self, name: str) -> str:
        return self.cells[name].text if name in self.cells else ""

    @property
    def version(self) -> str:
        """Which version it is of, as it is cited."""
        return f"{self.text(CODE)}@{self.text(VERSION)}"


def read_lines(content: bytes, language: str) -> list[Line]:
    """Read a workbook that was made for a language. Raises NotReadable."""
    names = dict(zip(first_row(language), (column.name for column in COLUMNS), strict=True))

    def known(texts: list[str]) -> tuple[str, dict[int, str]] | None:
        found = {place: names[text] for place, text in enumerate(texts) if text in names}
        is_whole = set(found.values()) >= NEEDED and len(set(found.values())) == len(found)
        return (language, found) if is_whole else None

    tables = read_tables(content, known)
    if language not in tables:
        message = _(
            "The file holds no translations into %(language)s, or its hidden first row is gone. Export it again."
        )
        raise NotReadable(message % {"language": language_name(language)})
    lines = (Line(row.cells) for row in tables[language])
    return [line for line in lines if any(cell.text or cell.is_formula for cell in line.cells.values())]
