"""What applicants do: begin, come back by a mailed link, answer, ask a colleague, send, withdraw."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from portal.core.access import can, require
from portal.core.references import letters_of
from portal.joining.enums import State, Task
from portal.joining.errors import ChangedMeanwhile, Incomplete
from portal.joining.grants import Applicant
from portal.joining.models import JoinCommitment, JoinRequest, JoinVolume
from portal.joining.services.moving import check, locked, log, require_task, walk
from portal.joining.tasks import incomplete
from portal.letters.services import write_letter

LINK_LIFETIME = timedelta(days=7)
GRANT_LIFETIME = timedelta(hours=12)  # of a link that was followed; then a new one is mailed
RESERVED = frozenset({"volumes", "commitments"})


class Volume(NamedTuple):
    category: str
    low: int
    high: int
    source: str = ""


class Intention(NamedTuple):
    ambition: str
    status: str
    target_date: date | None = None
    note: str = ""


@transaction.atomic
def begin(*, kind: str, email: str, language: str, legal_type: str = "") -> JoinRequest:
    """Begin a request and mail the link to go on. Nobody is told whether the address has one already.

    Whoever asks again before answering anything gets another link to the same request, one a minute at most.
    """
    email = email.strip().lower()
    if untouched := _untouched(kind, email):
        _write_link(untouched, occasion=_minute())
        return untouched
    join_request = _new(kind=kind, email=email, language=language, legal_type=legal_type)
    log(join_request, "start", actor=Applicant(join_request.pk, join_request.email))
    _write_link(join_request, occasion="start")
    return join_request


def _untouched(kind: str, email: str) -> JoinRequest | None:
    """A request of this address that nobody has answered anything in."""
    drafts = JoinRequest.objects.filter(kind=kind, email=email, state=State.DRAFT, lock_version=0)
    return drafts.filter(evidence=None).first()


def _minute() -> str:
    return timezone.now().strftime("%Y-%m-%dT%H:%M")


def _write_link(join_request: JoinRequest, *, occasion: str) -> None:
    write_letter(
        "joining.link",
        join_request.pk,
        recipient=join_request.email,
        language=join_request.language,
        occasion=occasion,
    )


def _new(**fields: str) -> JoinRequest:
    while True:
        reference = f"JD-{letters_of(secrets.token_bytes(8))}"
        try:
            with transaction.atomic():
                return JoinRequest.objects.create(reference=reference, **fields)
        except IntegrityError:  # taken: one in two hundred thousand million
            continue


@transaction.atomic
def mail_link(reference: str, *, email: str) -> bool:
    """Mail a new link to the applicant, if reference and address belong together; whether they did.

    A caller shows the same page in either case. One letter a minute: the occasion is the minute.
    """
    join_request = JoinRequest.objects.filter(reference=reference.strip().upper(), email=email.strip().lower()).first()
    if join_request is None:
        return False
    _write_link(join_request, occasion=_minute())
    return True


@transaction.atomic
def verify_email(join_request_id: int) -> None:
    """Note that the applicant's address is its own: somebody has followed a link mailed to it."""
    JoinRequest.objects.filter(pk=join_request_id, email_verified_at=None).update(email_verified_at=timezone.now())


@transaction.atomic
def answer(pk: int, task: str, fields: Mapping[str, Any], *, seen: int, actor: Applicant) -> JoinRequest:
    """Keep what one task says, complete or not.

    ``fields`` are those of the request's own row; ``volumes`` (of Volume) and ``commitments`` (of Intention) replace
    the rows there are. ``seen`` is the lock version that the answers were written on.
    Raises PermissionDenied, or ChangedMeanwhile if somebody has saved the same request since.
    """
    join_request = locked(pk)
    require_task(actor, join_request, task)
    if join_request.lock_version != seen:
        raise ChangedMeanwhile(join_request)
    for name in fields.keys() - RESERVED:
        setattr(join_request, name, fields[name])
    join_request.lock_version += 1
    join_request.save()
    if "volumes" in fields:
        _replace_volumes(join_request, fields["volumes"])
    if "commitments" in fields:
        _replace_commitments(join_request, fields["commitments"])
    if actor.task:
        log(join_request, "answer", actor=actor, reason=_named(task, join_request))
    return join_request


def _named(task: str, join_request: JoinRequest) -> str:
    """A task in the language of its request, as all that the log says to the other side."""
    with override(join_request.language):
        return str(Task(task).label)


def _replace_volumes(join_request: JoinRequest, volumes: Sequence[Volume]) -> None:
    join_request.volumes.all().delete()
    JoinVolume.objects.bulk_create(JoinVolume(join_request=join_request, **row._asdict()) for row in volumes)


def _replace_commitments(join_request: JoinRequest, intentions: Sequence[Intention]) -> None:
    join_request.commitments.all().delete()
    JoinCommitment.objects.bulk_create(JoinCommitment(join_request=join_request, **row._asdict()) for row in intentions)


@transaction.atomic
def invite_helper(pk: int, task: str, *, email: str, actor: Applicant) -> None:
    """Mail a colleague a link to one task. It opens nothing else of the request."""
    join_request = locked(pk)
    require(actor, "joining.invite_helper", join_request)
    require_task(actor, join_request, task)
    step = log(join_request, "invite_helper", actor=actor, reason=_named(task, join_request))
    write_letter(
        f"joining.help.{task}", join_request.pk, recipient=email, language=join_request.language, occasion=str(step.pk)
    )


@transaction.atomic
def submit(pk: int, *, actor: Applicant) -> JoinRequest:
    """Send the request. A repeat of a request that has just been sent changes nothing.

    Raises PermissionDenied, StepNotPossible or Incomplete.
    """
    join_request = locked(pk)
    if join_request.state == State.SUBMITTED and can(actor, "joining.apply", join_request):
        return join_request
    check(join_request, "submit", actor=actor)
    if lacking := incomplete(join_request):
        raise Incomplete(join_request, tasks="; ".join(str(state.task.label) for state in lacking))
    return walk(join_request, "submit", actor=actor)
