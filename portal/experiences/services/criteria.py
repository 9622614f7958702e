"""Adding criteria to a record, on top of whatever is there."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from portal.accounts.models import User
from portal.experiences.errors import TooManyCriteria
from portal.experiences.models import TenderExperience
from portal.experiences.services.writing import editable, save
from portal.experiences.tasks import Cited, Task, said
from portal.members.seen import seen_of
from registry.takeaway.basket import MOST_ITEMS

MOST_CRITERIA = MOST_ITEMS  # that one record can hold: as many as a basket


@transaction.atomic
def add_criteria(pk: int, more: Iterable[Cited], *, actor: User) -> int:
    """Add versions at the end of the working edition's criteria; how many were not there yet.

    Raises PermissionDenied, StepNotPossible, NotCitable or TooManyCriteria.
    """
    edition = editable(pk, actor=actor)
    stored = said(edition, Task.CRITERIA)
    rows = merged(edition.experience, stored["criteria"], more)
    save(pk, Task.CRITERIA, {"criteria": rows}, seen=seen_of(stored), actor=actor)
    return len(rows) - len(stored["criteria"])


def merged(experience: TenderExperience, rows: Sequence[Cited], more: Iterable[Cited]) -> list[Cited]:
    """``rows`` and then those of ``more`` whose version is not there at that level. Raises TooManyCriteria."""
    found = {(row.version_id, row.level): row for row in rows}
    for row in more:
        found.setdefault((row.version_id, row.level), row)
    if len(found) > MOST_CRITERIA:
        raise TooManyCriteria(experience, most=MOST_CRITERIA)
    return list(found.values())
