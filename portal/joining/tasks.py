"""The parts of a request: which of them each kind has, and which are complete."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.core.ambitions import Ambition
from portal.files.models import Verdict
from portal.front.lists import in_short
from portal.joining.enums import Task
from portal.joining.models import JoinRequest
from portal.members.enums import Category, CommitmentStatus, OrganisationKind

TASKS: Mapping[str, tuple[Task, ...]] = {
    OrganisationKind.PUBLIC_BUYER: tuple(Task),
    OrganisationKind.SUPPORTER: (Task.ORGANISATION, Task.SIGNATORY),
}


@dataclass(frozen=True)
class TaskState:
    """One part of a request as the task list shows it."""

    task: Task
    lacking: tuple[str, ...]  # what is still to be said, in the reader's language
    is_begun: bool

    @property
    def is_complete(self) -> bool:
        return not self.lacking

    @property
    def in_short(self) -> str:
        """What is lacking, the first things by name."""
        return in_short(self.lacking)


def task_states(join_request: JoinRequest) -> list[TaskState]:
    """Every part of a request, in order."""
    found = []
    for task in TASKS[join_request.kind]:
        lacking, is_begun = _LOOK[task](join_request)
        found.append(TaskState(task, tuple(lacking), is_begun))
    return found


def incomplete(join_request: JoinRequest) -> list[TaskState]:
    """The parts that keep a request from being sent."""
    return [state for state in task_states(join_request) if not state.is_complete]


Look = tuple[list[str], bool]


def _organisation(request: JoinRequest) -> Look:
    wanted = {
        _("the name in English"): request.name,
        _("the country"): request.country,
        _("the website"): request.website,
        _("a contact address"): request.contact_email,
    }
    if request.is_public_buyer:
        wanted[_("the legal type")] = request.legal_type
    begun = any([request.name, request.own_name, request.country, request.website, request.contact_email])
    return _missing(wanted), begun


def _signatory(request: JoinRequest) -> Look:
    wanted: dict[str, object] = {
        _("the name of the signatory"): request.signatory_name,
        _("the signatory's position"): request.signatory_position,
    }
    if request.is_public_buyer:
        wanted[_("the mandate")] = request.mandate
        wanted[_("the day of the decision")] = request.decided_on
    begun = any([request.signatory_name, request.signatory_position, request.mandate, request.decided_on])
    return _missing(wanted), begun


def _volumes(request: JoinRequest) -> Look:
    stated = {volume.category for volume in request.volumes.all()}
    if request.volumes_unknown:
        return [], True
    lacking = [
        _("%(category)s: a number") % {"category": category.label} for category in Category if category not in stated
    ]
    return lacking, bool(stated or request.contract_ends_on)


def _ambitions(request: JoinRequest) -> Look:
    rows = {row.ambition: row for row in request.commitments.all()}
    lacking = [f"{ambition} {ambition.label}" for ambition in Ambition if ambition not in rows]
    undated = (CommitmentStatus.PLANNED, CommitmentStatus.UNDER_WAY)
    lacking += [
        _("a date for %(ambition)s") % {"ambition": row.ambition}
        for row in rows.values()
        if row.status in undated and row.target_date is None
    ]
    return lacking, bool(rows)


def _evidence(request: JoinRequest) -> Look:
    documents = [each for each in request.evidence.all() if each.verdict != Verdict.REFUSED]
    lacking = []
    if not request.supports_statement:
        lacking.append(_("your support of the joint statement"))
    if not documents and not request.no_evidence_reason:
        lacking.append(_("a document, or why there is none yet"))
    return lacking, bool(documents or request.supports_statement or request.no_evidence_reason)


_LOOK: Mapping[Task, Callable[[JoinRequest], Look]] = {
    Task.ORGANISATION: _organisation,
    Task.SIGNATORY: _signatory,
    Task.VOLUMES: _volumes,
    Task.AMBITIONS: _ambitions,
    Task.EVIDENCE: _evidence,
}


def _missing(wanted: Mapping[str, object]) -> list[str]:
    return [name for name, value in wanted.items() if not value]
