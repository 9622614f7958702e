"""Workbooks as people fill them in: opened, written into by the names of columns, saved."""

import io
from typing import Any, Self

from openpyxl import load_workbook

from portal.experiences.sheets.columns import COLUMNS, Part
from portal.experiences.sheets.planning import Plan, plan_of
from portal.experiences.sheets.reading import read_book
from portal.experiences.sheets.writing import workbook
from portal.files.tables import HEAD

FIRST = HEAD + 1  # the first row that people write into


class Filled:
    """A workbook in somebody's spreadsheet program."""

    def __init__(self, content: bytes | None = None) -> None:
        self.book = load_workbook(io.BytesIO(workbook() if content is None else content))

    def sheet(self, part: Part) -> Any:
        return next(each for each in self.book if str(each["A1"].value).startswith(f"{part.value}."))

    def cell(self, part: Part, row: int, name: str) -> Any:
        place = [column.name for column in COLUMNS[part]].index(name) + 1
        return self.sheet(part).cell(row, place)

    def write(self, part: Part, row: int, **cells: Any) -> Self:
        for name, value in cells.items():
            self.cell(part, row, name).value = value
        return self

    def tender(self, row: int = FIRST, **cells: Any) -> Self:
        return self.write(Part.TENDERS, row, **cells)

    def criterion(self, row: int = FIRST, **cells: Any) -> Self:
        return self.write(Part.CRITERIA, row, **cells)

    def lesson(self, row: int = FIRST, **cells: Any) -> Self:
        return self.write(Part.LESSONS, row, **cells)

    @property
    def content(self) -> bytes:
        target = io.BytesIO()
        self.book.save(target)
        return target.getvalue()

    def plan(self, organisation: Any, actor: Any) -> Plan:
        """What it would do."""
        return plan_of(read_book(self.content), organisation, actor=actor)


def told(plan: Plan) -> list[Any]:
    """Outcome, changes and faults of each row, in a line each."""
    return [
        (str(result.outcome), result.changes, [f"{fault.address}: {fault.text}" for fault in result.faults])
        for result in plan.results
    ]
