"""Answers to comments, one or several alike; nobody answers over what somebody else has answered meanwhile."""

from collections.abc import Mapping

from django.db import transaction

from portal.accounts.models import User
from portal.core.access import require
from portal.members.seen import seen_of
from registry.enums import Disposition
from registry.errors import AnsweredMeanwhile
from registry.models import Comment, Draft
from registry.services.consulting import dispose
from registry.services.moving import locked


def answer_seen(comment: Comment) -> str:
    """A short mark of how a comment is answered, for the form that answers it."""
    return seen_of(comment.disposition, comment.answer)


@transaction.atomic
def answer_comments(
    draft: Draft, seen: Mapping[int, str], *, disposition: Disposition, answer: str, actor: User
) -> list[Comment]:
    """Answer comments on the candidates of a draft, all or none of them.

    ``seen`` is for each comment the mark of ``answer_seen`` that its page has shown. Raises AnsweredMeanwhile, and what
    ``dispose`` raises.
    """
    locked(draft.pk)
    require(actor, "registry.dispose", draft)
    rows = Comment.objects.of(draft).select_related("candidate__version__criterion").in_bulk(list(seen))
    for pk, mark in seen.items():
        if pk not in rows:
            raise Comment.DoesNotExist(f"{pk} is no comment on {draft}")
        if answer_seen(rows[pk]) != mark:
            raise AnsweredMeanwhile(rows[pk])
    return [dispose(pk, disposition=disposition, answer=answer, actor=actor) for pk in seen]
