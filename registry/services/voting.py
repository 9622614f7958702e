"""Votes: the members of one instant, one vote each, changeable until the same lock that publishes closes it."""

from datetime import date, timedelta

from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.access import require
from portal.letters.services import find_link, issue_link, revoke_links, use_link
from portal.members.models import Organisation
from registry.drafts.verify import ORIGIN
from registry.enums import Announcement, DraftState, StatusKind, VoteChoice
from registry.errors import (
    CommentsOpen,
    ConsultationTooShort,
    LinkNotUsable,
    NoElectorate,
    ReasonNeeded,
    VotingClosed,
)
from registry.grants import VOTE, VOTE_LIFETIME, Voter
from registry.models import Candidate, Comment, Draft, Elector, Register, Vote
from registry.sealed.chain import append_event
from registry.services.moving import check, locked, log, walk
from registry.services.sealing import announce


@transaction.atomic
def open_vote(pk: int, *, on: date, actor: User) -> Candidate:
    """Put the candidate to the vote of all who are members now; from then on the register is governed by votes.

    Raises PermissionDenied, StepNotPossible, ConsultationTooShort, CommentsOpen or NoElectorate.
    """
    draft = locked(pk)
    check(draft, "open_vote", actor=actor)
    candidate = draft.candidate
    assert candidate is not None  # noqa: S101  (a draft in consultation has one)
    _require_consulted(draft, candidate, on)
    members = list(Organisation.objects.public_buyers().real().order_by("slug"))
    if not members:
        raise NoElectorate(candidate)
    Elector.objects.bulk_create(Elector(candidate=candidate, organisation=member) for member in members)
    details = {
        "origin": ORIGIN,
        "electorate": [member.slug for member in members],
        "quorum": str(draft.register.quorum),
        "majority": str(draft.register.majority),
        "min_days": draft.register.voting_min_days,
    }
    append_event(candidate.version, StatusKind.VOTING, effective_on=on, details=details)
    Register.objects.filter(pk=draft.register_id).update(is_governed=True)
    walk(draft, "open_vote", actor=actor)
    announce(Announcement.VOTING_OPENED, candidate.version)
    return candidate


def first_day_of_vote(draft: Draft, candidate: Candidate) -> date:
    """The day from which a vote on a candidate may open."""
    opened = candidate.version.events.get(kind=StatusKind.CONSULTATION)
    return opened.effective_on + timedelta(days=draft.register.consultation_min_days)


def _require_consulted(draft: Draft, candidate: Candidate, on: date) -> None:
    if on < (day := first_day_of_vote(draft, candidate)):
        raise ConsultationTooShort(candidate, day=date_format(day, "DATE_FORMAT"))
    if count := Comment.objects.of(draft).unanswered().count():
        raise CommentsOpen(candidate, count=count)


@transaction.atomic
def cast(elector_pk: int, *, choice: VoteChoice, reason: str = "", actor: User | Voter) -> Vote:
    """Cast or change the vote of one member.

    Raises PermissionDenied, VotingClosed, or ReasonNeeded for an objection.
    """
    draft, elector = _open_ballot(elector_pk, actor=actor)
    if choice == VoteChoice.REJECT and not reason.strip():
        raise ReasonNeeded(elector.candidate)
    vote, _is_new = Vote.objects.update_or_create(
        elector=elector,
        defaults={"choice": VoteChoice(choice), "reason": reason.strip(), "cast_at": timezone.now()},
    )
    log(draft, "vote", actor=actor, organisation=elector.organisation)
    return vote


@transaction.atomic
def withdraw_vote(elector_pk: int, *, actor: User | Voter) -> None:
    """Take the vote of one member back; without one nothing happens. Raises PermissionDenied or VotingClosed."""
    draft, elector = _open_ballot(elector_pk, actor=actor)
    deleted, _by_model = Vote.objects.filter(elector=elector).delete()
    if deleted:
        log(draft, "withdraw_vote", actor=actor, organisation=elector.organisation)


def _open_ballot(elector_pk: int, *, actor: User | Voter) -> tuple[Draft, Elector]:
    """The draft, locked, and the elector on its open vote."""
    elector = Elector.objects.select_related("organisation", "candidate__version__criterion").get(pk=elector_pk)
    draft = locked(elector.candidate.draft_id)
    require(actor, "registry.vote", elector)
    if draft.state != DraftState.VOTING or draft.candidate != elector.candidate:
        raise VotingClosed(elector.candidate)
    return draft, elector


@transaction.atomic
def send_ballot(elector_pk: int, *, email: str, actor: User) -> str:
    """The token of a link with which a decision-maker without account casts the vote of one member, once.

    It is the only one of that member that opens anything. Only its hash is kept. Raises PermissionDenied,
    VotingClosed, or ValidationError if that is no address.
    """
    elector = Elector.objects.select_related("organisation", "candidate__version__criterion").get(pk=elector_pk)
    draft = locked(elector.candidate.draft_id)
    require(actor, "registry.send_ballot", elector)
    if draft.state != DraftState.VOTING or draft.candidate != elector.candidate:
        raise VotingClosed(elector.candidate)
    validate_email(email.strip())
    revoke_links(VOTE, elector.pk)
    log(draft, "send_ballot", actor=actor, organisation=elector.organisation)
    return issue_link(VOTE, elector.pk, email=email, lifetime=VOTE_LIFETIME)


def find_ballot(token: str) -> Elector | None:
    """Whose vote a link casts; looking does not use it. None if it cannot be used (any more)."""
    link = find_link(token)
    if link is None or link.purpose != VOTE:
        return None
    return Elector.objects.select_related("organisation", "candidate__version").filter(pk=link.object_id).first()


@transaction.atomic
def cast_by_link(token: str, *, choice: VoteChoice, reason: str = "") -> Vote:
    """Cast a vote with a mailed link, which is used up by it.

    Raises LinkNotUsable, VotingClosed or ReasonNeeded; then the link is as it was.
    """
    elector = find_ballot(token)
    if elector is None:
        raise LinkNotUsable(_("a vote"))
    locked(elector.candidate.draft_id)  # before the link: all take the register first
    link = use_link(token)
    if link is None:
        raise LinkNotUsable(elector.candidate)
    return cast(elector.pk, choice=choice, reason=reason, actor=Voter(elector.pk, link.email))
