"""What a workbook would do: a result for each row, and the rows that the service takes."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.experiences.errors import NoSuchRecord
from portal.experiences.models import Edition, TenderExperience
from portal.experiences.services.importing import Row, RowRefused
from portal.experiences.services.moving import reference_of
from portal.experiences.sheets.columns import (
    COLUMNS,
    KEY,
    REFERENCE,
    SEEN,
    TITLES,
    WINNERS,
    Part,
)
from portal.experiences.sheets.faults import Fault
from portal.experiences.sheets.reading import Book, Line
from portal.experiences.sheets.records import Record, records_named
from portal.experiences.sheets.rows import Versions, read_criteria, read_lessons, versions_in
from portal.experiences.sheets.tenders import Values, read_tender
from portal.experiences.tasks import ROWS, Task
from portal.front.fields import tidy
from portal.members.models import Organisation
from portal.members.seen import seen_of


class Outcome(models.TextChoices):
    NEW = "new", gettext_lazy("New")
    CHANGED = "changed", gettext_lazy("Changed")
    UNCHANGED = "unchanged", gettext_lazy("No change")
    FAULT = "fault", gettext_lazy("Cannot be imported")


COLOURS = {
    Outcome.NEW: "success",
    Outcome.CHANGED: "info",
    Outcome.UNCHANGED: "neutral",
    Outcome.FAULT: "danger",
}


@dataclass
class Result:
    """What becomes of one tender of a workbook."""

    line: Line
    reference: str = ""
    title: str = ""
    language: str = ""  # of the title
    is_new: bool = False
    changes: list[str] = field(default_factory=list)  # headings
    notes: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    row: Row | None = None  # nothing to do without one

    @property
    def outcome(self) -> Outcome:
        if self.faults:
            return Outcome.FAULT
        if self.row is None:
            return Outcome.UNCHANGED
        return Outcome.NEW if self.is_new else Outcome.CHANGED

    @property
    def colour(self) -> str:
        return COLOURS[self.outcome]


@dataclass(frozen=True)
class Plan:
    """``orphans`` are faults of rows that belong to no tender of the workbook."""

    results: Sequence[Result]
    orphans: Sequence[Fault]

    @property
    def rows(self) -> list[Row]:
        """What is to be done."""
        return [result.row for result in self.results if result.row and not result.faults]

    @property
    def is_possible(self) -> bool:
        return not self.orphans and not any(result.faults for result in self.results)

    @property
    def mark(self) -> str:
        """The same for the same plan: whoever says yes to it has seen it."""
        return seen_of([[row.reference, row.is_new, row.values, row.seen] for row in self.rows])

    def refuse(self, refused: Sequence[RowRefused]) -> None:
        """Note what the service said of rows, at the cells that it means."""
        results = {result.reference: result for result in self.results}
        for row, error in refused:
            results[row.reference].faults += _faults_of(error, results[row.reference].line)


def plan_of(book: Book, organisation: Organisation, *, actor: User) -> Plan:
    """What a workbook would do for somebody who writes for an organisation. Nothing is written."""
    lines = book.lines[Part.TENDERS]
    records = records_named((_reference(line) for line in lines), actor)
    rows = {part: _by_key(book.lines[part]) for part in (Part.CRITERIA, Part.LESSONS) if part in book.lines}
    versions = versions_in(book.lines.get(Part.CRITERIA, ()))
    results = [_result(line, records.get(_reference(line)), rows, versions) for line in lines]
    for result in results:
        if result.is_new and not result.faults:
            result.reference = _new_reference(result, organisation)
    _refuse_twice(results)
    _know_again(results, organisation)
    keys = {_key(line) for line in lines} - {""}
    orphans = [_orphan(line) for part in rows for line in book.lines[part] if _key(line) not in keys]
    return Plan(results, orphans)


def _key(line: Line) -> str:
    return tidy(line.text(KEY)).casefold()


def _reference(line: Line) -> str:
    return "".join(line.text(REFERENCE).split()).upper()


def _by_key(lines: Sequence[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        found[_key(line)].append(line)
    return found


def _orphan(line: Line) -> Fault:
    if not _key(line):
        text = _("This row does not say which tender it is about. Write the number of the tender in its first column.")
    else:
        text = _("No tender in this file has the number “%(key)s”. Correct it, or remove the row.")
    return Fault(line.address, text % {"key": line.text(KEY)})


def _result(
    line: Line, record: Record | None, rows: Mapping[Part, Mapping[str, list[Line]]], versions: Versions
) -> Result:
    reference = _reference(line)
    result = Result(line, reference, line.text("title"), is_new=not reference)
    if reference and record is None:
        address = line.cells[REFERENCE].address
        result.faults.append(Fault(address, str(NoSuchRecord(reference))))
        return result
    said = record.said if record else {}
    values, result.faults = read_tender(line, record.tender if record else {}, said)
    own = {part: by_key.get(_key(line), []) if _key(line) else [] for part, by_key in rows.items()}
    if Part.CRITERIA in own:
        cited, faults = read_criteria(own[Part.CRITERIA], record, versions)
        result.faults += faults
        if cited or record:
            values[Task.CRITERIA] = {"criteria": cited}
    if Part.LESSONS in own:
        learned, faults = read_lessons(own[Part.LESSONS], record)
        result.faults += faults
        if learned or record:
            values[Task.LESSONS] = {"lessons": learned}
    if record:
        _compare(result, record, values)
    else:
        _complete(result, values)
    return result


def _compare(result: Result, record: Record, values: dict[Task, Values]) -> None:
    """Keep what the line changes in its record. What somebody else has changed since the export stays as it is."""
    seen = _marks(result.line)
    result.title = result.title or record.said[Task.TENDER]["title"]
    result.language = record.said[Task.TENDER]["language"]
    own: dict[Task, Values] = {}
    for task, found in values.items():
        said, marks = record.said[task], record.marks
        different = {name: value for name, value in found.items() if value != said[name]}
        if not different or seen_of({**said, **different}) == seen.get(task):  # as exported: others changed it
            continue
        if seen.get(task) != marks[task]:
            text = _(
                "This record was changed in the portal since the file was exported. Export the records anew, "
                "and write your changes there."
            )
            result.faults.append(Fault(result.line.address, text))
            return
        own[task] = different
    result.changes = [_heading(name) for found in own.values() for name in found]
    result.row = Row(result.reference, is_new=False, values=own, seen=seen) if own else None


def _marks(line: Line) -> dict[Task, str]:
    pairs = (piece.partition(":") for piece in line.text(SEEN).split())
    return {Task(task): mark for task, _colon, mark in pairs if task in Task.values}


def _complete(result: Result, values: dict[Task, Values]) -> None:
    """Make a new record of a line, if it says what a record begins with."""
    tender = values.setdefault(Task.TENDER, {})
    result.language = tender.get("language", "")
    wanted = {
        "title": _("Write what the tender is called."),
        "language": _("Choose the language in which you write about this tender."),
    }
    for name, text in wanted.items():
        if not result.line.text(name):
            address = result.line.cells[name].address if name in result.line.cells else result.line.address
            result.faults.append(Fault(address, text))
    if "country" in tender:  # else both are those of the organisation
        tender.setdefault("nuts", "")
    result.row = Row("", is_new=True, values={**values}, seen={})


def _new_reference(result: Result, organisation: Organisation) -> str:
    """The same for the same line and organisation: importing it twice makes one record."""
    assert result.row is not None  # noqa: S101  (a new one without faults has a row)
    told = json.dumps([organisation.pk, result.row.values], cls=DjangoJSONEncoder, sort_keys=True)
    reference = reference_of(hashlib.sha256(told.encode()).digest())
    result.row = result.row._replace(reference=reference)
    return reference


def _heading(name: str) -> str:
    """What a part of a record is called in the workbook."""
    if name in ROWS.values():
        return {
            "criteria": str(TITLES[Part.CRITERIA]),
            "lessons": str(TITLES[Part.LESSONS]),
            "suppliers": _("Suppliers"),
        }[name]
    return next(column.heading for column in COLUMNS[Part.TENDERS] if column.name == name)


def _refuse_twice(results: Sequence[Result]) -> None:
    """Two lines of the same number, or about the same record."""
    keys: dict[str, int] = {}
    references: dict[str, int] = {}
    for result in results:
        number = result.line.number
        first = keys.setdefault(_key(result.line) or f"row {number}", number)
        if first != number:
            text = _("Row %(row)d has the same number. Give each tender a number of its own.")
            result.faults.append(Fault(result.line.address, text % {"row": first}))
        first = references.setdefault(result.reference or f"row {number}", number)
        if first != number:
            text = _("Row %(row)d is about the same tender. Remove one of them.")
            result.faults.append(Fault(result.line.address, text % {"row": first}))


def _know_again(results: Sequence[Result], organisation: Organisation) -> None:
    """New lines whose record is there already: imported before, or perhaps begun by somebody else."""
    new = {result.reference: result for result in results if result.is_new and result.reference}
    there = TenderExperience.objects.filter(reference__in=new).values_list("reference", flat=True)
    for reference in there:
        new[reference].row = None
        new[reference].notes.append(_("It was imported before, as %(record)s.") % {"record": reference})
        del new[reference]
    titles = {result.title: result for result in new.values()}
    editions = Edition.objects.filter(experience__organisation=organisation, title__in=titles).order_by("pk")
    for title, reference in dict(editions.values_list("title", "experience__reference")).items():
        text = _("There is a record of this title already: %(record)s. Check that this is another tender.")
        titles[title].notes.append(text % {"record": reference})


def _faults_of(error: Exception, line: Line) -> list[Fault]:
    """What a service refuses, at the cells that it names."""
    if not isinstance(error, ValidationError):
        return [Fault(line.address, str(error))]
    by_name: Mapping[str, Any] = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    found = []
    for name, texts in by_name.items():
        cell = line.cells.get(WINNERS if name == "suppliers" else name)
        found += [Fault(cell.address if cell else line.address, text) for text in texts]
    return found
