"""What authors do to the working edition: each save replaces what one task says, on top of what its writer saw."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

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
    wanted = {**stored, **{name: value for name, value in values.items() if name in stored}}
    if wanted == stored:
        return edition
    if seen != seen_of(stored):
        raise ChangedMeanwhile(edition.experience)
    rows = wanted.pop(ROWS[task], None) if task in ROWS else None
    for name, value in wanted.items():
        setattr(edition, name, value)
    edition.clean_fields(exclude={field.name for field in Edition._meta.fields} - wanted.keys())
    edition.clean()
    edition.validate_constraints()
    edition.save()  # of its rows too, so that the time of change is right
    if task is Task.CRITERIA:
        _replace_citations(edition, rows or [])
    elif task is Task.LESSONS:
        _replace_lessons(edition, rows or [])
    elif task is Task.OUTCOME:
        _replace_suppliers(edition, rows or [])
    return edition


def _replace_lessons(edition: Edition, learned: Sequence[Learned]) -> None:
    edition.lessons.all().delete()
    Lesson.objects.bulk_create(Lesson(edition=edition, **row._asdict()) for row in learned if row.text)


def _replace_suppliers(edition: Edition, bidders: Sequence[Bidder]) -> None:
    edition.suppliers.all().delete()
    Supplier.objects.bulk_create(Supplier(edition=edition, **row._asdict()) for row in bidders if row.name)


def _replace_citations(edition: Edition, cited: Sequence[Cited]) -> None:
    """Raises NotCitable for a version that is none, a candidate, or withdrawn before it was ever in force."""
    ids = [row.version_id for row in cited]
    found = CriterionVersion.objects.with_status(on=localdate()).select_related("criterion").in_bulk(ids)
    rows = [_citation(edition, row, found.get(row.version_id), place) for place, row in enumerate(cited)]
    edition.citations.all().delete()
    Citation.objects.bulk_create(rows)


def _citation(edition: Edition, row: Cited, version: CriterionVersion | None, position: int) -> Citation:
    if version is None:
        raise NotCitable(f"#{row.version_id}", why="there is no such version.")
    return Citation(
        edition=edition,
        version=version,
        position=position,
        cited_hash=version.content_hash,
        cited_as=cited_as(version, row.level),
        **{name: value for name, value in row._asdict().items() if name != "version_id"},
    )
