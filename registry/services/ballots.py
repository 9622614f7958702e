"""Ballots by mail: a decision-maker without account gets a link that casts the vote of one member, once."""

from datetime import datetime
from enum import Enum
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.core.access import require
from portal.letters.models import Letter, MailedLink
from portal.letters.services import digest_of, issue_link, revoke_links, write_letter
from registry.enums import VoteChoice
from registry.grants import VOTE
from registry.models import Elector, Vote
from registry.services.moving import locked, log
from registry.services.voting import cast_by_link, send_ballot

BALLOT = "registry.ballot"  # the kind of letter; its object is the elector, its occasion the link that was issued


class State(Enum):
    """What a link is good for."""

    OPEN = "open"
    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"
    CLOSED = "closed"  # the vote is over, whatever became of the link
    UNKNOWN = "unknown"  # forged, cut off, or so old that it was forgotten


class Ballot(NamedTuple):
    state: State
    elector: Elector | None = None
    link: MailedLink | None = None


def ballot_of(token: str) -> Ballot:
    """What a link opens, and if nothing any more, why. Looking does not use it: a mail scanner may follow it."""
    link = MailedLink.objects.filter(digest=digest_of(token), purpose=VOTE).first()
    rows = Elector.objects.select_related("organisation", "candidate__version__criterion", "vote")
    elector = rows.filter(pk=link.object_id).first() if link else None
    if link is None or elector is None:
        return Ballot(State.UNKNOWN)
    return Ballot(_state_of(link, elector, at=timezone.now()), elector, link)


def _state_of(link: MailedLink, elector: Elector, *, at: datetime) -> State:
    if not Elector.objects.open().filter(pk=elector.pk).exists():
        return State.CLOSED
    if link.revoked_at:
        return State.REVOKED
    if link.used_at:
        return State.USED
    return State.OPEN if link.opens(at=at) else State.EXPIRED


@transaction.atomic
def mail_ballot(elector_pk: int, *, email: str, language: str, actor: User) -> Letter:
    """Send a decision-maker a ballot; earlier ones of the same member open nothing any more.

    Raises PermissionDenied, VotingClosed, or ValidationError if that is no address.
    """
    send_ballot(elector_pk, email=email, actor=actor)  # its token is dropped: the letter has its own, made as it leaves
    link = waiting_ballot(elector_pk)
    assert link is not None  # noqa: S101  (it was issued just now, under the lock)
    return write_letter(BALLOT, elector_pk, recipient=email, language=language, occasion=str(link.pk))


def waiting_ballot(elector_pk: int) -> MailedLink | None:
    """The ballot of a member that somebody may still cast."""
    links = MailedLink.objects.of(VOTE, elector_pk).unused().filter(expires_at__gt=timezone.now())
    return links.order_by("pk").first()


def token_for(letter: Letter) -> str | None:
    """The token of the link in a ballot's letter; None if the ballot was taken back, cast or has expired meanwhile."""
    issued = waiting_ballot(letter.object_id)
    if issued is None or str(issued.pk) != letter.occasion:
        return None
    lifetime = issued.expires_at - timezone.now()
    return issue_link(VOTE, letter.object_id, email=letter.recipient, lifetime=lifetime)


@transaction.atomic
def take_back_ballot(elector_pk: int, *, actor: User) -> int:
    """Let the mailed ballots of a member open nothing any more; returns how many did. Raises PermissionDenied."""
    elector = Elector.objects.select_related("organisation", "candidate").get(pk=elector_pk)
    draft = locked(elector.candidate.draft_id)
    require(actor, "registry.send_ballot", elector)
    count = revoke_links(VOTE, elector_pk)
    if count:
        log(draft, "revoke_ballot", actor=actor, organisation=elector.organisation)
    return count


@transaction.atomic
def cast_mailed(token: str, *, choice: VoteChoice, reason: str = "") -> Vote:
    """Cast a vote with a mailed link: it is used up, with every other copy of that ballot.

    A letter whose sending was interrupted leaves twice, with two links. Raises LinkNotUsable, VotingClosed or
    ReasonNeeded; then nothing was used up.
    """
    vote = cast_by_link(token, choice=choice, reason=reason)
    MailedLink.objects.of(VOTE, vote.elector_id).unused().update(revoked_at=timezone.now())
    return vote
