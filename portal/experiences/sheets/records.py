"""What records say, cell by cell: what is written into a workbook, and what a workbook is compared with."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from portal.accounts.models import User
from portal.experiences.enums import WORKING_STATES
from portal.experiences.models import Edition, TenderExperience
from portal.experiences.sheets.columns import (
    BIDDERS,
    CITATION,
    COLUMNS,
    MOST_TENDERS,
    NO,
    REFERENCE,
    SEEN,
    TEXT,
    TOPIC,
    VALUES,
    WINNERS,
    YES,
    Part,
)
from portal.experiences.tasks import FIELDS, Cited, Task, said
from portal.members.seen import seen_of

Cells = dict[str, Any]  # by the names of columns; codes where a column has choices
COMPARED = tuple(task for task in Task if task is not Task.DOCUMENTS)


class Record(NamedTuple):
    """A record as it can be changed: its working edition, else what is published."""

    experience: TenderExperience
    said: Mapping[Task, Mapping[str, Any]]
    citations: Mapping[tuple[int, int], str]  # "BAT-01@1.2.0/L2", by version and level

    @property
    def tender(self) -> Cells:
        """The line of the first sheet, without its key."""
        told = {name: value for task in COMPARED for name, value in self.said[task].items() if name in FIELDS[task]}
        suppliers = self.said[Task.OUTCOME]["suppliers"]
        return {
            **told,
            "cpv": ", ".join(told["cpv"]),
            "suppliers_anonymous": YES if told["suppliers_anonymous"] else NO,
            REFERENCE: self.experience.reference,
            WINNERS: "\n".join(row.name for row in suppliers if row.is_winner),
            BIDDERS: "\n".join(row.name for row in suppliers if not row.is_winner),
            SEEN: " ".join(f"{task.value}:{mark}" for task, mark in self.marks.items()),
        }

    @property
    def criteria(self) -> list[Cells]:
        return [self.criterion(row) for row in self.said[Task.CRITERIA]["criteria"]]

    def criterion(self, row: Cited) -> Cells:
        """The line of one citation, without its key."""
        own = {column.name: getattr(row, column.name) for column in COLUMNS[Part.CRITERIA] if column.field is not None}
        values = "; ".join(f"{code}={value}" for code, value in sorted(row.values.items()))
        return {**own, CITATION: self.citations[row.version_id, row.level], VALUES: values}

    @property
    def lessons(self) -> list[Cells]:
        return [{TOPIC: row.topic, TEXT: row.text} for row in self.said[Task.LESSONS]["lessons"]]

    @property
    def marks(self) -> dict[Task, str]:
        """The mark of each task, as ``services.writing.save`` compares it."""
        return {task: seen_of(dict(self.said[task])) for task in COMPARED}


def records_of(actor: User) -> list[Record]:
    """The records that somebody may write, the newest first, as many as fit into one workbook."""
    mine = TenderExperience.objects.writable_by(actor)
    newest = mine.order_by("-created_at", "-pk").values_list("pk", flat=True)[:MOST_TENDERS]
    found = _records(list(newest))
    return [found[pk] for pk in newest if pk in found]


def records_named(references: Iterable[str], actor: User) -> dict[str, Record]:
    """Those of these references that somebody may write, by reference."""
    mine = TenderExperience.objects.writable_by(actor).filter(reference__in=set(references))
    found = _records(list(mine.values_list("pk", flat=True)))
    return {record.experience.reference: record for record in found.values()}


def _records(ids: Sequence[int]) -> dict[int, Record]:
    """By the experience; the number of queries does not grow with it."""
    rows = TenderExperience.objects.select_related("organisation", "current").in_bulk(ids)
    working = Edition.objects.filter(experience__in=ids, state__in=WORKING_STATES)
    current = Edition.objects.filter(pk__in=[row.current_id for row in rows.values() if row.current_id])
    editions = {
        edition.experience_id: edition
        for edition in (current | working)
        .prefetch_related("citations__version__criterion", "lessons", "suppliers")
        .order_by("number")  # a working one is newer than the published one
    }
    return {pk: _record(rows[pk], edition) for pk, edition in editions.items()}


def _record(experience: TenderExperience, edition: Edition) -> Record:
    citations = {(row.version_id, row.level): str(row) for row in edition.citations.all()}
    return Record(experience, {task: said(edition, task) for task in COMPARED}, citations)
