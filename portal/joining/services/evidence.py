"""Documents of a request: added, removed, read. Nobody gets one before its verdict is clean."""

from typing import Any

from django.core.files import File
from django.db import transaction

from portal.core.access import require
from portal.files.errors import TooManyFiles
from portal.files.models import Verdict
from portal.files.services import MOST_FILES, delete_after_commit, keep, looked_at, refuse_known
from portal.joining.enums import EvidenceKind, Task
from portal.joining.grants import Applicant
from portal.joining.models import Evidence, JoinRequest
from portal.joining.services.moving import Actor, locked, require_task
from portal.letters.services import write_letter


def add_evidence(pk: int, upload: "File[Any]", *, kind: str, actor: Applicant) -> Evidence:
    """Keep a document of a request; the one there is, if the same file has been added before.

    ``kind`` is an EvidenceKind. The file is looked at before the request is locked. Raises PermissionDenied,
    FileRefused or TooManyFiles.
    """
    require_task(actor, JoinRequest.objects.get(pk=pk), Task.EVIDENCE)
    looked = looked_at(upload)
    with transaction.atomic():
        join_request = locked(pk)
        require_task(actor, join_request, Task.EVIDENCE)
        if known := join_request.evidence.filter(sha256=looked.sha256).first():
            refuse_known(known)
            return known
        if join_request.evidence.exclude(verdict=Verdict.REFUSED).count() >= MOST_FILES:
            raise TooManyFiles(join_request, most=MOST_FILES)
        join_request.save(update_fields=["changed_at"])  # work on a draft, which would expire otherwise
        return keep(Evidence(join_request=join_request, kind=EvidenceKind(kind)), looked)


@transaction.atomic
def remove_evidence(pk: int, *, actor: Applicant) -> None:
    """Take a document out of its request, and its file off the disk once that is settled.

    Raises PermissionDenied or Evidence.DoesNotExist.
    """
    evidence = Evidence.objects.get(pk=pk)
    join_request = locked(evidence.join_request_id)
    require_task(actor, join_request, Task.EVIDENCE)
    evidence.delete()
    delete_after_commit(evidence.file.name)
    join_request.save(update_fields=["changed_at"])


def evidence_for(pk: int, actor: Actor) -> list[Evidence]:
    """The documents of a request in the order they came, of any verdict. Raises PermissionDenied."""
    join_request = JoinRequest.objects.get(pk=pk)
    require(actor, "joining.read_evidence", join_request)
    return list(join_request.evidence.order_by("uploaded_at", "pk"))


def tell_applicant(evidence: Evidence) -> None:
    """A virus was found in a document: the applicant is asked for it anew."""
    join_request = evidence.join_request
    write_letter(
        "joining.evidence_refused",
        join_request.pk,
        recipient=join_request.email,
        language=join_request.language,
        occasion=str(evidence.pk),
    )
