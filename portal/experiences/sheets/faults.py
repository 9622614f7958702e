"""What is wrong in a cell of a workbook, and what every cell has in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.experiences.sheets.columns import Column, choices_of, code_of
from portal.experiences.sheets.reading import Line
from portal.experiences.sheets.records import Cells
from portal.files.cells import text_of


class Fault(NamedTuple):
    address: str  # "Tenders!C5"
    text: str  # with the way out


@contextmanager
def noted(faults: list[Fault], line: Line, name: str) -> Iterator[None]:
    """Note what is wrong with a cell, and go on with the next."""
    try:
        yield
    except ValidationError as error:
        address = line.cells[name].address if name in line.cells else line.address
        faults += [Fault(address, text) for text in error.messages]


def changed(line: Line, column: Column, exported: Cells) -> str | None:
    """What a cell says otherwise than what was exported, as a code where there are choices; None: nothing else.

    Raises ValidationError for a formula, and for a word that is none of the choices.
    """
    cell = line.cells.get(column.name)
    if cell is None:
        return None
    if cell.is_formula:
        raise ValidationError(_("There is a formula or an error in this cell. Write the text or the number instead."))
    text = cell.text
    if text and (labels := choices_of(column)):
        text = code_of(column, text) or ""
        if not text:
            message = _("“%(value)s” is none of the choices: %(choices)s.")
            shown = cell.text[:60]
            raise ValidationError(message % {"value": shown, "choices": "; ".join(labels.values())})
    return None if text == text_of(exported.get(column.name)) else text
