"""Consultation: members and the public comment, suppliers say what they can meet, coordinators answer."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.access import require
from portal.letters.models import MailedLink
from portal.letters.services import digest_of, find_link, issue_link, one_address, use_link
from portal.members.models import Organisation
from registry.drafts.threads import blocks_of
from registry.enums import Disposition, DraftState, Readiness
from registry.errors import AnswerMissing, ConsultationClosed, EmptyComment, LinkNotUsable, UnknownBlock
from registry.grants import COMMENT, MARKET, PROOF_LIFETIME
from registry.models import Candidate, Comment, Draft, MarketAnswer
from registry.services.moving import locked, log, require_state


@transaction.atomic
def comment_as_member(
    candidate_pk: int, *, block: str, text: str, language: str, organisation: Organisation, actor: User, key: str = ""
) -> Comment:
    """Comment for a member; the same words under the same key are the same comment.

    Raises PermissionDenied, ConsultationClosed, UnknownBlock or EmptyComment.
    """
    require(actor, "registry.comment", organisation)
    candidate = _open(candidate_pk)
    _check_comment(candidate, block, text)
    said = {"block": block, "text": text.strip(), "organisation": organisation, "user": actor, "key": key}
    if earlier := candidate.comments.sent_before(**said):
        return earlier
    return Comment.objects.create(candidate=candidate, language=language, verified_at=timezone.now(), **said)


@transaction.atomic
def comment_as_public(
    candidate_pk: int, *, block: str, text: str, language: str, email: str, name: str = "", key: str = ""
) -> Comment:
    """Comment as anybody; it counts once ``confirm`` was called with the token of ``link_to_confirm``.

    The same words of the same address under the same key are the same comment.
    Raises ConsultationClosed, UnknownBlock, EmptyComment, or ValidationError if that is no address.
    """
    candidate = _open(candidate_pk)
    _check_comment(candidate, block, text)
    said = {"block": block, "text": text.strip(), "email": one_address(email), "key": key}
    if earlier := candidate.comments.sent_before(**said):
        return earlier
    return Comment.objects.create(candidate=candidate, language=language, name=name.strip(), **said)


@transaction.atomic
def answer_market(candidate_pk: int, *, level: int, readiness: Readiness, company: str, email: str) -> MarketAnswer:
    """Say as a supplier whether a level can be met; it counts once its address is proved, in place of an earlier one.

    Raises ConsultationClosed, UnknownBlock, or ValidationError if that is no address.
    """
    candidate = _open(candidate_pk)
    if level not in candidate.version.parsed.levels:
        raise UnknownBlock(candidate, block=level)
    return MarketAnswer.objects.create(
        candidate=candidate, level=level, readiness=readiness, company=company.strip(), email=one_address(email)
    )


def link_to_confirm(said: Comment | MarketAnswer) -> str:
    """The token that proves the address of a comment or market answer; only its hash is kept."""
    purpose = COMMENT if isinstance(said, Comment) else MARKET
    return issue_link(purpose, said.pk, email=said.email, lifetime=PROOF_LIFETIME)


@transaction.atomic
def confirm(token: str) -> Comment | MarketAnswer:
    """Let count what was said by whoever has followed the link, once.

    Raises LinkNotUsable, or ConsultationClosed where the candidate is no longer open; the link is then not used up.
    """
    said = find_said(token)
    if said is None:
        raise LinkNotUsable(_("a comment"))
    candidate = _open(said.candidate_id)
    if use_link(token) is None:
        raise LinkNotUsable(candidate)
    for each in _said_with(said):
        if isinstance(each, MarketAnswer):
            earlier = MarketAnswer.objects.filter(candidate=candidate, level=each.level, email=each.email)
            earlier.exclude(verified_at=None).delete()
        each.verified_at = timezone.now()
        each.save(update_fields=["verified_at"])
    said.refresh_from_db()
    return said


def _said_with(said: Comment | MarketAnswer) -> list[Comment | MarketAnswer]:
    """All that one link confirms: answers for several levels that were given in one form have one moment."""
    if isinstance(said, Comment):
        return [said]
    others = MarketAnswer.objects.filter(candidate=said.candidate_id, email=said.email, given_at=said.given_at)
    return [*others.filter(verified_at=None).exclude(level=said.level).order_by("pk"), said]


def find_said(token: str) -> Comment | MarketAnswer | None:
    """What a link would confirm; looking does not use it. None if it cannot be used (any more)."""
    return _said_by(find_link(token))


def find_spent(token: str) -> Comment | MarketAnswer | None:
    """What a link has confirmed, for whoever follows it once more; None if it has confirmed nothing."""
    used = MailedLink.objects.exclude(used_at=None).filter(digest=digest_of(token))
    said = _said_by(used.first())
    return said if said and said.verified_at else None


def _said_by(link: MailedLink | None) -> Comment | MarketAnswer | None:
    if link and link.purpose == COMMENT:
        return Comment.objects.filter(pk=link.object_id).first()
    if link and link.purpose == MARKET:
        return MarketAnswer.objects.filter(pk=link.object_id).first()
    return None


@transaction.atomic
def dispose(comment_pk: int, *, disposition: Disposition, answer: str, actor: User) -> Comment:
    """Say what becomes of a comment, and why; an answer can be changed until the vote opens.

    Raises PermissionDenied, StepNotPossible, AnswerMissing, or Comment.DoesNotExist for one that does not count.
    """
    comment = (
        Comment.objects.exclude(verified_at=None).select_related("candidate__version__criterion").get(pk=comment_pk)
    )
    draft = locked(comment.candidate.draft_id)
    require(actor, "registry.dispose", draft)
    require_state(draft, DraftState.DRAFTING, DraftState.CONSULTATION)
    if not answer.strip():
        raise AnswerMissing(comment)
    comment.disposition, comment.answer = Disposition(disposition), answer.strip()
    comment.answered_by, comment.answered_at = actor, timezone.now()
    comment.save()
    log(draft, "answer", actor=actor)
    return comment


def _open(candidate_pk: int) -> Candidate:
    """A candidate that is in consultation, with its draft locked. Raises ConsultationClosed."""
    candidate = Candidate.objects.select_related("version__criterion").get(pk=candidate_pk)
    if not _is_open(candidate, locked(candidate.draft_id)):
        raise ConsultationClosed(candidate)
    return candidate


def is_open(candidate: Candidate) -> bool:
    """Whether comments are taken at this instant: for a page that asks before it shows a form."""
    return _is_open(candidate, candidate.draft)


def _is_open(candidate: Candidate, draft: Draft) -> bool:
    return draft.state == DraftState.CONSULTATION and draft.newest_candidate == candidate


def _check_comment(candidate: Candidate, block: str, text: str) -> None:
    if block not in blocks_of(candidate.version.parsed):
        raise UnknownBlock(candidate, block=block)
    if not text.strip():
        raise EmptyComment(candidate)
