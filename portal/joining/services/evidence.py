"""Documents of a request: added, removed, read, checked for viruses. Nobody gets one before its verdict is clean."""

import hashlib
import logging
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import Any, NamedTuple

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.access import require
from portal.joining.enums import EvidenceKind, Task, Verdict
from portal.joining.errors import FileRefused, TooManyFiles
from portal.joining.files.checking import Checked, NotTaken, checked
from portal.joining.files.names import clean_name
from portal.joining.files.virus import Unavailable, is_switched_on, virus_in
from portal.joining.grants import Applicant
from portal.joining.models import Evidence, JoinRequest
from portal.joining.models.evidence import private_storage
from portal.joining.services.moving import Actor, locked, require_task
from portal.letters.services import write_letter
from portal.outbox.models import OutboxEvent
from portal.outbox.tasks import deliver_after_commit

MOST_FILES = 10
MOST_MEGABYTES = 10
MOST_BYTES = MOST_MEGABYTES * 1_000_000
FOLDER = "evidence"
BEING_WRITTEN = timedelta(hours=1)  # a younger file without a row may belong to a transaction that still runs
logger = logging.getLogger(__name__)


def add_evidence(pk: int, upload: "File[Any]", *, kind: str, actor: Applicant) -> Evidence:
    """Keep a document of a request; the one there is, if the same file has been added before.

    ``kind`` is an EvidenceKind. The file is looked at before the request is locked. Raises PermissionDenied,
    FileRefused or TooManyFiles.
    """
    require_task(actor, JoinRequest.objects.get(pk=pk), Task.EVIDENCE)
    name = upload.name or _("The file")
    found = _looked_at(upload, name)
    with transaction.atomic():
        join_request = locked(pk)
        require_task(actor, join_request, Task.EVIDENCE)
        sha256 = hashlib.sha256(found.content).hexdigest()
        if known := join_request.evidence.filter(sha256=sha256).first():
            if known.verdict == Verdict.REFUSED:
                raise FileRefused(known.name, why=_("a virus was found in it before. Make the document anew."))
            return known
        if join_request.evidence.exclude(verdict=Verdict.REFUSED).count() >= MOST_FILES:
            raise TooManyFiles(join_request, most=MOST_FILES)
        return _kept(join_request, found, name=clean_name(name, found.content_type), kind=kind, sha256=sha256)


def _looked_at(upload: "File[Any]", name: str) -> Checked:
    if upload.size > MOST_BYTES:
        why = _("it has more than %(most)s MB. Scan it in black and white or at a lower resolution.")
        raise FileRefused(name, why=why % {"most": MOST_MEGABYTES})
    try:
        return checked(upload.read(MOST_BYTES))
    except NotTaken as error:
        raise FileRefused(name, why=str(error)) from error


def _kept(join_request: JoinRequest, found: Checked, *, name: str, kind: str, sha256: str) -> Evidence:
    is_clean = not is_switched_on()
    evidence = Evidence.objects.create(
        join_request=join_request,
        kind=EvidenceKind(kind),
        file=ContentFile(found.content, name),
        name=name,
        content_type=found.content_type,
        size=len(found.content),
        sha256=sha256,
        verdict=Verdict.CLEAN if is_clean else Verdict.WAITING,
        checked_at=timezone.now() if is_clean else None,
    )
    join_request.save(update_fields=["changed_at"])  # work on a draft, which would expire otherwise
    OutboxEvent.objects.record("joining.evidence_added", evidence)
    deliver_after_commit()
    return evidence


@transaction.atomic
def remove_evidence(pk: int, *, actor: Applicant) -> None:
    """Take a document out of its request, and its file off the disk once that is settled.

    Raises PermissionDenied or Evidence.DoesNotExist.
    """
    evidence = Evidence.objects.get(pk=pk)
    join_request = locked(evidence.join_request_id)
    require_task(actor, join_request, Task.EVIDENCE)
    evidence.delete()
    _delete_after_commit(evidence.file.name)
    join_request.save(update_fields=["changed_at"])


def evidence_for(pk: int, actor: Actor) -> list[Evidence]:
    """The documents of a request in the order they came, of any verdict. Raises PermissionDenied."""
    join_request = JoinRequest.objects.get(pk=pk)
    require(actor, "joining.read_evidence", join_request)
    return list(join_request.evidence.order_by("uploaded_at", "pk"))


class Scanned(NamedTuple):
    """What a round of checks did, and how many documents wait for the next."""

    clean: int
    refused: int
    waiting: int


def take(events: Sequence[OutboxEvent]) -> None:
    """The outbox's channel: check what waits, once the deliveries are noted."""
    if any(event.name == "joining.evidence_added" for event in events):
        transaction.on_commit(check_waiting, robust=True)


def check_waiting() -> Scanned:
    """Have clamd look at every document that waits, outside any transaction. Without clamd they wait on."""
    counts = {Verdict.CLEAN: 0, Verdict.REFUSED: 0}
    waiting = Evidence.objects.filter(verdict=Verdict.WAITING).order_by("pk")
    for evidence in waiting.all():
        try:
            verdict = _verdict(evidence)
        except (Unavailable, FileNotFoundError) as error:
            logger.warning("The document %s could not be checked and waits: %s", evidence.pk, error)
            continue
        counts[verdict] += _settle(evidence.pk, verdict)
    return Scanned(counts[Verdict.CLEAN], counts[Verdict.REFUSED], waiting.count())


def _verdict(evidence: Evidence) -> Verdict:
    if not is_switched_on():  # switched off meanwhile: its content was looked at when it came
        return Verdict.CLEAN
    with evidence.file.open("rb") as file:
        virus = virus_in(BytesIO(file.read()))
    if virus:
        logger.warning("The document %s is refused: clamd found %s.", evidence.pk, virus)
    return Verdict.REFUSED if virus else Verdict.CLEAN


@transaction.atomic
def _settle(pk: int, verdict: Verdict) -> bool:
    """Write a verdict, unless the document is gone or another process was faster."""
    evidence = Evidence.objects.select_for_update().filter(pk=pk, verdict=Verdict.WAITING).order_by("pk").first()
    if evidence is None:
        return False
    evidence.verdict = verdict
    evidence.checked_at = timezone.now()
    if verdict == Verdict.REFUSED:
        _delete_after_commit(evidence.file.name)
        evidence.file = ""
        join_request = evidence.join_request
        write_letter(
            "joining.evidence_refused",
            join_request.pk,
            recipient=join_request.email,
            language=join_request.language,
            occasion=str(pk),
        )
    evidence.save(update_fields=["verdict", "checked_at", "file"])
    return True


def _delete_after_commit(name: str | None) -> None:
    if name:
        transaction.on_commit(partial(private_storage().delete, name), robust=True)


def remove_orphans() -> int:
    """Delete files that no document has (any more): of transactions that failed, of requests that were erased."""
    storage = private_storage()
    if not storage.exists(FOLDER):
        return 0
    _folders, files = storage.listdir(FOLDER)
    named = {f"{FOLDER}/{name}" for name in files}
    known = set(Evidence.objects.exclude(file="").values_list("file", flat=True))
    youngest = timezone.now() - BEING_WRITTEN
    orphans = [name for name in sorted(named - known) if storage.get_modified_time(name) < youngest]
    for name in orphans:
        storage.delete(name)
    return len(orphans)


def lost_files() -> list[Evidence]:
    """Documents whose file is not on the disk, as after a backup that left the private files out."""
    storage = private_storage()
    return [each for each in Evidence.objects.exclude(file="") if not storage.exists(str(each.file.name))]
