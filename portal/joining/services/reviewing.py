"""What reviewers do: approve by two, recuse themselves, write notes to each other."""

from dataclasses import dataclass

from django.db import transaction

from portal.accounts.models import User
from portal.core.access import require
from portal.joining.errors import AlreadyMember
from portal.joining.models import Approval, JoinRequest, Note, Recusal
from portal.joining.services.membership import become_member, known_organisation
from portal.joining.services.moving import check, locked, log, walk

APPROVALS_NEEDED = 2


@dataclass(frozen=True)
class Approved:
    """What an approval did: ``by`` so many people have said yes, and ``is_member`` is whether that was enough."""

    join_request: JoinRequest
    by: int
    is_member: bool


@transaction.atomic
def approve(pk: int, *, actor: User, letter: str = "", seen: int | None = None) -> Approved:
    """Say yes to a request. The second person's yes makes the organisation a member, once, in the same transaction.

    Repeating one's yes changes nothing. ``seen`` is the number of the submission that was read. Raises what ``move``
    does, AlreadyMember where the list of organisations has this one already, and NotStorable where it cannot take it.
    """
    join_request = locked(pk)
    if join_request.organisation_id and join_request.approvals.filter(reviewer=actor).exists():
        return Approved(join_request, by=len(approvers(join_request)), is_member=True)  # a repeat
    check(join_request, "approve", actor=actor, seen=seen)
    if known := known_organisation(join_request):
        raise AlreadyMember(join_request, organisation=known)
    _approval, is_new = Approval.objects.get_or_create(
        join_request=join_request, reviewer=actor, submission=join_request.submission
    )
    by = len(approvers(join_request))
    if by < APPROVALS_NEEDED:
        if is_new:
            log(join_request, "recommend", actor=actor, is_internal=True)
        return Approved(join_request, by=by, is_member=False)
    join_request.organisation = become_member(join_request)
    walk(join_request, "approve", actor=actor, letter=letter)
    return Approved(join_request, by=by, is_member=True)


def approvers(join_request: JoinRequest) -> set[int]:
    """The users whose yes counts: to what was sent last, of people who have not recused themselves since."""
    return set(join_request.approvals.counted().values_list("reviewer_id", flat=True))


@transaction.atomic
def recuse(pk: int, *, actor: User, reason: str = "") -> Recusal:
    """Stay out of a request from now on; a yes given before counts no more."""
    join_request = locked(pk)
    require(actor, "joining.recuse", join_request)
    recusal, is_new = Recusal.objects.get_or_create(
        join_request=join_request, reviewer=actor, defaults={"reason": reason.strip()}
    )
    if is_new:
        log(join_request, "recuse", actor=actor, reason=reason, is_internal=True)
    return recusal


@transaction.atomic
def add_note(pk: int, *, actor: User, text: str) -> Note:
    """Tell the other reviewers something."""
    join_request = JoinRequest.objects.get(pk=pk)
    require(actor, "joining.review", join_request)
    return Note.objects.create(join_request=join_request, author=actor, text=text.strip())
