"""What a line of the first sheet says otherwise than the record it is about: the fields and the suppliers."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from portal.experiences.amounts import Amount
from portal.experiences.forms.fields import currency_fault
from portal.experiences.forms.quick import YearField
from portal.experiences.forms.tasks import TASK_FORMS
from portal.experiences.sheets.columns import BIDDERS, COLUMNS, TASKS, WINNERS, YES, Column, Part, choices_of
from portal.experiences.sheets.faults import Fault, changed, noted
from portal.experiences.sheets.reading import Line
from portal.experiences.sheets.records import Cells
from portal.experiences.tasks import FIELDS, Bidder, Task
from portal.front.fields import LineField, tidy

Values = dict[str, Any]
Said = Mapping[Task, Mapping[str, Any]]
AMOUNTS = ("estimated_value", "awarded_value")
_OF = {name: task for task in TASKS for name in FIELDS[task]}
_FIELDS = {name: TASK_FORMS[task].base_fields[name] for name, task in _OF.items()} | {"year": YearField()}
_COLUMNS = {column.name: column for column in COLUMNS[Part.TENDERS]}
_BETWEEN_NAMES = re.compile(r"[\n;]")
_NAME = LineField(max_length=200)


def read_tender(line: Line, exported: Cells, said: Said) -> tuple[dict[Task, Values], list[Fault]]:
    """What a line changes, by task, as ``services.writing.save`` takes it.

    A cell that says what was exported leaves the stored value as it is, whatever that looks like in a table.
    ``exported`` and ``said`` are those of a ``Record``; of a new one both are empty.
    """
    values: dict[Task, Values] = {task: {} for task in TASKS}
    faults: list[Fault] = []
    for name, task in _OF.items():
        with noted(faults, line, name):
            text = changed(line, _COLUMNS[name], exported)
            if text is not None and (text or not _must_say(_COLUMNS[name])):
                values[task][name] = _value(_COLUMNS[name], text)
    outcome, stored = values[Task.OUTCOME], said.get(Task.OUTCOME, {})
    _settle_currency(line, outcome, stored.get("currency", ""), faults)
    with noted(faults, line, WINNERS):
        _read_suppliers(line, exported, stored.get("suppliers", []), outcome)
    return {task: found for task, found in values.items() if found}, faults


def _must_say(column: Column) -> bool:
    """Whether an empty cell means that the value stays as it is: there is no value for "nothing"."""
    return column.field is not None and not column.field.blank


def _value(column: Column, text: str) -> Any:
    """Raises ValidationError."""
    assert column.field is not None  # noqa: S101  (a column of a task's field)
    if not text:
        return column.field.get_default()
    if isinstance(column.field, models.BooleanField):
        return text == YES
    if choices_of(column):
        return text
    if column.name == "nuts":  # the record itself knows what a code looks like
        return "".join(text.upper().split())
    return _FIELDS[column.name].clean(text)


def _settle_currency(line: Line, values: Values, stored: str, faults: list[Fault]) -> None:
    """Make amounts plain numbers, and the currency that they name that of the tender."""
    chosen = values.get("currency", stored)
    for name in AMOUNTS:
        if not isinstance(amount := values.get(name), Amount):
            continue
        values[name] = amount.value
        with noted(faults, line, name):
            if fault := currency_fault(amount, chosen):
                raise ValidationError(fault)
        chosen = chosen or amount.currency
    if chosen != stored:
        values["currency"] = chosen


def _read_suppliers(line: Line, exported: Cells, stored: Sequence[Bidder], values: Values) -> None:
    """Two cells with a name in each line; who won comes first. Raises ValidationError."""
    won, lost = (changed(line, _COLUMNS[name], exported) for name in (WINNERS, BIDDERS))
    if won is None and lost is None:
        return
    winners = [row for row in stored if row.is_winner] if won is None else _bidders(won, is_winner=True)
    others = [row for row in stored if not row.is_winner] if lost is None else _bidders(lost, is_winner=False)
    values["suppliers"] = [*winners, *others]


def _bidders(text: str, *, is_winner: bool) -> list[Bidder]:
    names = (tidy(piece) for piece in _BETWEEN_NAMES.split(text))
    return [Bidder(_NAME.clean(name), is_winner) for name in names if name]
