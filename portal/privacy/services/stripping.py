"""Requests without the people in them. Call these inside a transaction, with the row of the request locked."""

from collections.abc import Mapping

from django.db.models import QuerySet

from portal.files.services import delete_after_commit
from portal.joining.enums import State
from portal.joining.models import Approval, Evidence, JoinCommitment, JoinRequest, JoinVolume, Note, Recusal
from portal.letters.models import Letter, MailedLink

# Besides these a stripped request keeps its reference, kind, organisation, country, state and times.
PEOPLE: Mapping[str, object] = {
    "email": "",
    "contact_email": "",
    "signatory_name": "",
    "mandate_reference": "",
    "no_evidence_reason": "",
    "website": "",
    "nuts": "",
    "languages": [],
    "contract_ends_on": None,
}
ROLE: Mapping[str, object] = {
    "signatory_position": "",
    "mandate": "",
    "decided_on": None,
}  # the audit of a member keeps them


def delete_request(join_request: JoinRequest) -> None:
    """A draft with all that hangs on it."""
    _drop_evidence(join_request.evidence.all())
    _drop_mail(join_request)
    join_request.delete()


def strip_request(join_request: JoinRequest) -> None:
    """Take from an ended request all that its audit does not need: words, figures, files, people.

    Its steps keep what was done by which side when, and lose who did it and the reason.
    """
    _drop_evidence(join_request.evidence.all())
    _drop_mail(join_request)
    for model in (JoinVolume, JoinCommitment, Note, Approval, Recusal):
        model._default_manager.filter(join_request=join_request).delete()
    join_request.steps.update(user=None, reason="")
    emptied = PEOPLE if join_request.state == State.APPROVED else {**PEOPLE, **ROLE}
    JoinRequest.objects.filter(pk=join_request.pk).update(**emptied)  # changed_at stays as it was


def _drop_evidence(evidence: QuerySet[Evidence]) -> None:
    """The rows now, the files once that is certain."""
    for document in evidence:
        delete_after_commit(document.file.name)
    evidence.delete()


def _drop_mail(join_request: JoinRequest) -> None:
    for model, name in ((Letter, "kind"), (MailedLink, "purpose")):
        model._default_manager.filter(object_id=join_request.pk, **{f"{name}__startswith": "joining."}).delete()
