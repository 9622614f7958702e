"""Workbooks of translations as translators fill them in: opened, written into by the names of columns, saved."""

import io
from collections.abc import Iterable
from typing import Any, Self

from openpyxl import load_workbook

from portal.files.tables import HEAD
from registry.models import CriterionVersion
from registry.sheets.columns import BLOCK, COLUMNS, TEXT, VERSION
from registry.sheets.planning import Plan, plan_of
from registry.sheets.reading import read_lines
from registry.sheets.texts import sheet_texts
from registry.sheets.writing import workbook

PLACES = {column.name: place for place, column in enumerate(COLUMNS, start=1)}


def fresh(versions: Iterable[CriterionVersion], language: str = "sv") -> list[CriterionVersion]:
    """The versions with their translations, as the pages read them."""
    rows = CriterionVersion.objects.filter(pk__in=[version.pk for version in versions])
    return list(rows.select_related("criterion").with_translations(language=language).order_by("criterion__code"))


class Book:
    """A workbook in somebody's spreadsheet program."""

    def __init__(self, *versions: CriterionVersion, language: str = "sv") -> None:
        self.language = language
        self.book = load_workbook(io.BytesIO(workbook(sheet_texts(fresh(versions), language), language)))
        self.sheet = self.book.worksheets[0]

    def row(self, block: str, version: CriterionVersion | None = None) -> int:
        """The number of the first row of a block."""
        for number in range(HEAD + 1, self.sheet.max_row + 1):
            is_version = version is None or self.value(number, VERSION) == str(version.number)
            if is_version and self.value(number, BLOCK) == block:
                return number
        raise LookupError(block)

    def value(self, row: int, name: str) -> Any:
        return self.sheet.cell(row, PLACES[name]).value

    def write(self, block: str, text: Any, name: str = TEXT) -> Self:
        self.sheet.cell(self.row(block), PLACES[name]).value = text
        return self

    def again(self, block: str) -> Self:
        """The row of a block once more, at the end."""
        self.sheet.append([self.value(self.row(block), column.name) for column in COLUMNS])
        return self

    @property
    def content(self) -> bytes:
        target = io.BytesIO()
        self.book.save(target)
        return target.getvalue()

    def plan(self) -> Plan:
        """What it would do."""
        return plan_of(read_lines(self.content, self.language), self.language)


def told(plan: Plan) -> list[Any]:
    """Of each version: its changes, and its faults with their cells."""
    return [
        (result.cited, result.blocks, [f"{fault.address}: {fault.text}" for fault in result.faults])
        for result in plan.results
    ]
