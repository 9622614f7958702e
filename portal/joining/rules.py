"""Who may do what with a request to join. An actor is a user, or an applicant who followed a mailed link."""

from typing import TYPE_CHECKING

import rules

from portal.joining.enums import EDITABLE_STATES, Task
from portal.joining.grants import Applicant
from portal.members.rules import is_administrator, is_coordinator

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.joining.models import JoinRequest


@rules.predicate
def is_applicant(actor: object, join_request: "JoinRequest | None" = None) -> bool:
    """Holds the whole request: came by the link to the applicant's own address."""
    return isinstance(actor, Applicant) and join_request is not None and actor.holds(join_request.pk)


@rules.predicate
def is_helper(actor: object, join_request: "JoinRequest | None" = None) -> bool:
    """Holds at least one task of the request; which one, the service looks at."""
    return isinstance(actor, Applicant) and join_request is not None and actor.join_request_id == join_request.pk


@rules.predicate
def holds_evidence(actor: object, join_request: "JoinRequest | None" = None) -> bool:
    """The applicant at any time; a colleague who helps with the documents, while they can be changed."""
    if not isinstance(actor, Applicant) or join_request is None:
        return False
    is_open = not actor.task or join_request.state in EDITABLE_STATES
    return is_open and actor.may_answer(join_request.pk, Task.EVIDENCE)


@rules.predicate
def is_editable(actor: object, join_request: "JoinRequest | None" = None) -> bool:
    return join_request is not None and join_request.state in EDITABLE_STATES


@rules.predicate
def is_sent(actor: object, join_request: "JoinRequest | None" = None) -> bool:
    """Has been sent at least once: a draft, even a withdrawn one, is nobody's but the applicant's."""
    return join_request is not None and join_request.submission > 0


@rules.predicate
def is_recused(actor: "User", join_request: "JoinRequest | None" = None) -> bool:
    return join_request is not None and join_request.recusals.filter(reviewer=actor).exists()


# Superusers get no way around four eyes: they review only if they are coordinators too.
rules.add_perm("joining.apply", is_applicant)
rules.add_perm("joining.see", is_applicant | (is_coordinator & is_sent))
rules.add_perm("joining.read_evidence", holds_evidence | (is_coordinator & is_sent & ~is_recused))
rules.add_perm("joining.answer", is_editable & (is_applicant | is_helper))
rules.add_perm("joining.invite_helper", is_editable & is_applicant)
rules.add_perm("joining.read_inbox", is_coordinator)
rules.add_perm("joining.review", is_coordinator & ~is_administrator & is_sent & ~is_recused)
rules.add_perm("joining.recuse", is_coordinator & is_sent)
