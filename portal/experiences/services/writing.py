"""What authors do to the working edition: each save replaces what one task says, on top of what its writer saw."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.access import require
from portal.experiences.enums import EDITABLE_STATES
from portal.experiences.errors import ChangedMeanwhile, NotCitable, StepNotPossible
from portal.experiences.models import Citation, Edition, Lesson, Supplier
from portal.experiences.services.citing import cited_as
from portal.experiences.services.moving import locked, working_edition
from portal.experiences.tasks import ROWS, Bidder, Cited, Learned, Task, said
from portal.members.seen import seen_of
from registry.models import CriterionVersion


def seen_mark(edition: Edition, task: Task) -> str:
    """The mark of what a task says now; a form carries it and ``save`` compares it."""
    return seen_of(said(edition, task))


def editable(pk: int, *, actor: User) -> Edition:
    """The working edition of an experience, locked, for an author who may change it now.

    Raises PermissionDenied or StepNotPossible.
    """
    experience = locked(pk)
    require(actor, "experiences.write", experience)
    edition = working_edition(experience)
    if edition.state not in EDITABLE_STATES:
        raise StepNotPossible(experience, state=edition.get_state_display())
    return edition


@transaction.atomic
def save(pk: int, task: Task, values: Mapping[str, Any], *, seen: str, actor: User) -> Edition:
    """Keep what one task says, complete or not; ``values`` is shaped as ``said`` returns it, and may be a part of it.

    Saving what is there already changes nothing. Raises PermissionDenied, StepNotPossible, ChangedMeanwhile if
    somebody has saved the task since it was seen, NotCitable, or ValidationError by field.
    """
    edition = editable(pk, actor=actor)
    stored = said(edition, task)
    if (wanted := _wanted(stored, values)) == stored:
        return edition
    if seen != seen_of(stored):
        raise ChangedMeanwhile(edition.experience)
    _keep(edition, task, wanted)
    return edition


def fill(edition: Edition, told: Mapping[Task, Mapping[str, Any]]) -> None:
    """Keep what tasks say in a record that the running transaction has begun: nobody can have changed it meanwhile.

    Whoever began it may write it. Raises NotCitable, or ValidationError by field.
    """
    for task, values in told.items():
        stored = said(edition, task)
        if (wanted := _wanted(stored, values)) != stored:
            _keep(edition, task, wanted)


def _wanted(stored: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    return {**stored, **{name: value for name, value in values.items() if name in stored}}


def _keep(edition: Edition, task: Task, wanted: dict[str, Any]) -> None:
    rows = wanted.pop(ROWS[task], None) if task in ROWS else None
    for name, value in wanted.items():
        setattr(edition, name, value)
    others = {field.name for field in Edition._meta.fields} - wanted.keys()  # as they were stored
    edition.clean_fields(exclude=others)
    edition.clean()
    edition.validate_constraints(exclude=others)
    edition.save()  # of its rows too, so that the time of change is right
    if task is Task.CRITERIA:
        _replace_citations(edition, rows or [])
    elif task is Task.LESSONS:
        _replace_lessons(edition, rows or [])
    elif task is Task.OUTCOME:
        _replace_suppliers(edition, rows or [])


def _replace_lessons(edition: Edition, learned: Sequence[Learned]) -> None:
    rows = [Lesson(edition=edition, **row._asdict()) for row in learned if row.text.strip()]
    _check(
        rows, "lessons", [row.topic for row in rows], again=_("There are two lessons about %(what)s. Make them one.")
    )
    edition.lessons.all().delete()
    Lesson.objects.bulk_create(rows)


def _replace_suppliers(edition: Edition, bidders: Sequence[Bidder]) -> None:
    rows = [Supplier(edition=edition, **row._asdict()) for row in bidders if row.name.strip()]
    _check(rows, "suppliers", [row.name for row in rows], again=_("%(what)s is there twice. Remove one of them."))
    edition.suppliers.all().delete()
    Supplier.objects.bulk_create(rows)


def _replace_citations(edition: Edition, cited: Sequence[Cited]) -> None:
    """What was cited before stands as on the day when it was cited. Raises NotCitable for a version that is none."""
    ids = [row.version_id for row in cited]
    found = CriterionVersion.objects.with_status(on=localdate()).select_related("criterion").in_bulk(ids)
    before = {(row.version_id, row.level): row.cited_as for row in edition.citations.all()}
    rows = []
    for position, row in enumerate(cited):
        if (version := found.get(row.version_id)) is None:
            raise NotCitable(f"#{row.version_id}", why=_("there is no such version."))
        standing = before.get((version.pk, row.level)) or cited_as(version, row.level)
        rows.append(_citation(edition, row, version, standing, position))
    _check(rows, "criteria", [str(row) for row in rows], again=_("%(what)s is there twice. Remove one of them."))
    edition.citations.all().delete()
    Citation.objects.bulk_create(rows)


def _citation(edition: Edition, row: Cited, version: CriterionVersion, standing: str, position: int) -> Citation:
    return Citation(
        edition=edition,
        version=version,
        position=position,
        cited_hash=version.content_hash,
        cited_as=standing,
        **{name: value for name, value in row._asdict().items() if name != "version_id"},
    )


def _check(rows: Sequence[models.Model], task_rows: str, named: Sequence[str], *, again: str) -> None:
    """Raises ValidationError for the rows of a task: one that cannot be stored, or two of the same name."""
    for row in rows:
        try:
            row.clean_fields(exclude={"edition", "version"})
        except ValidationError as error:
            raise ValidationError({task_rows: error.messages}) from error
    if twice := [name for name in named if named.count(name) > 1]:
        raise ValidationError({task_rows: again % {"what": twice[0]}})
