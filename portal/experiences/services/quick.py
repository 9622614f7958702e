""" "We used these": a short record of a tender and its criteria, in one step. It can become a full one later."""

import hashlib
from typing import NamedTuple

from django.db import transaction

from portal.accounts.models import User
from portal.core.access import require
from portal.experiences.models import Edition, TenderExperience
from portal.experiences.services.moving import reference_of, start
from portal.experiences.services.writing import save, seen_mark
from portal.experiences.tasks import Cited, Task
from portal.members.models import Organisation


class Used(NamedTuple):
    """What a short record says of a tender."""

    title: str
    year: int
    stage: str
    language: str  # of the title
    cited: tuple[Cited, ...]


class Logged(NamedTuple):
    experience: TenderExperience
    is_new: bool  # else the same form was sent before


@transaction.atomic
def log_use(organisation: Organisation, used: Used, *, token: str, actor: User) -> Logged:
    """Begin a record of a tender that used these criteria; sending the same form twice begins one.

    ``token`` is any text that the form was made with; without one, each sending begins another record. Raises
    PermissionDenied, ValidationError or NotCitable.
    """
    require(actor, "experiences.start", organisation)
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # of two clicks the second waits here
    reference = _reference(token, organisation)
    if known := organisation.experiences.filter(reference=reference).first():
        return Logged(known, is_new=False)
    edition = start(organisation, language=used.language, title=used.title, reference=reference, actor=actor)
    facts = {"year": used.year, "stage": used.stage}
    _fill(edition, Task.TENDER, facts, actor=actor)
    _fill(edition, Task.CRITERIA, {"criteria": list(used.cited)}, actor=actor)
    return Logged(edition.experience, is_new=True)


def _reference(token: str, organisation: Organisation) -> str:
    """The same for the same form and organisation, so that its record is found again; empty: any."""
    return token and reference_of(hashlib.sha256(f"{organisation.pk} {token}".encode()).digest())


def _fill(edition: Edition, task: Task, values: dict[str, object], *, actor: User) -> None:
    save(edition.experience_id, task, values, seen=seen_mark(edition, task), actor=actor)
