"""Records of a table taken into the portal: all of them, or none. A trial does all of it and takes it back."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from portal.accounts.models import User
from portal.core.access import require
from portal.experiences.errors import ExperienceError, NoSuchRecord
from portal.experiences.models import TenderExperience
from portal.experiences.services.moving import correct, start
from portal.experiences.services.writing import fill, save
from portal.experiences.tasks import Task
from portal.members.models import Organisation


class Row(NamedTuple):
    """What one row changes. ``values`` and ``seen`` are as ``services.writing.save`` takes them, by task."""

    reference: str  # of the record, or the one that a new record gets: the same row begins one record
    is_new: bool
    values: Mapping[Task, Mapping[str, Any]]
    seen: Mapping[Task, str]  # the marks of what was exported; of no use for a new one


class RowRefused(NamedTuple):
    """Why a row cannot be taken."""

    row: Row
    error: ExperienceError | ValidationError


@transaction.atomic
def import_rows(
    rows: Sequence[Row], organisation: Organisation, *, is_trial: bool, actor: User
) -> tuple[RowRefused, ...]:
    """Begin new records of an organisation and change those that exist, in one transaction.

    Nothing is kept if one row is refused, or if it is a trial; gives the rows that are refused. A new row whose
    record is there already changes nothing. Raises PermissionDenied.
    """
    require(actor, "experiences.start", organisation)
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # of two imports the second waits here
    references = [row.reference for row in rows]
    known = TenderExperience.objects.select_for_update(of=("self",)).filter(reference__in=references).order_by("pk")
    ids = {experience.reference: experience.pk for experience in known}
    refused = []
    for row in rows:
        try:
            with transaction.atomic():
                if row.is_new:
                    _begin(row, organisation, ids, actor=actor)
                else:
                    _change(row, ids, actor=actor)
        except (ExperienceError, ValidationError) as error:
            refused.append(RowRefused(row, error))
    if is_trial or refused:
        transaction.set_rollback(True)
    return tuple(refused)


def _begin(row: Row, organisation: Organisation, ids: dict[str, int], *, actor: User) -> None:
    if row.reference in ids:
        return
    told = row.values.get(Task.TENDER, {})
    edition = start(
        organisation,
        language=told.get("language", ""),
        title=told.get("title", ""),
        reference=row.reference,
        actor=actor,
    )
    ids[edition.experience.reference] = edition.experience_id
    fill(edition, row.values)


def _change(row: Row, ids: Mapping[str, int], *, actor: User) -> None:
    if (pk := ids.get(row.reference)) is None:
        raise NoSuchRecord(row.reference)
    correct(pk, actor=actor)  # what is published gets a new edition; the one there is stays
    for task, values in row.values.items():
        save(pk, task, values, seen=row.seen.get(task, ""), actor=actor)
