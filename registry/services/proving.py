"""What the public says in a consultation, with the letter that proves the address it came from."""

from collections.abc import Mapping

from django.db import transaction

from portal.letters.services import write_letter
from registry.enums import Readiness
from registry.grants import COMMENT, MARKET
from registry.models import Comment, MarketAnswer
from registry.services.consulting import answer_market, comment_as_public


@transaction.atomic
def comment_and_prove(
    candidate_pk: int, *, block: str, text: str, language: str, email: str, name: str, key: str = ""
) -> Comment:
    """Comment as anybody, and have the link mailed with which the comment counts, in the language of the reader.

    Raises what ``comment_as_public`` raises.
    """
    said = {"block": block, "text": text, "language": language, "email": email, "name": name, "key": key}
    comment = comment_as_public(candidate_pk, **said)
    write_letter(COMMENT, comment.pk, recipient=comment.email, language=language)
    return comment


@transaction.atomic
def answer_and_prove(
    candidate_pk: int, *, levels: Mapping[int, Readiness], company: str, email: str, language: str
) -> list[MarketAnswer]:
    """Say as a supplier which levels can be met, and have the one link mailed with which all of it counts.

    Raises what ``answer_market`` raises, and ValueError without a level.
    """
    if not levels:
        raise ValueError("an answer is about at least one level")
    answers = [
        answer_market(candidate_pk, level=level, readiness=readiness, company=company, email=email)
        for level, readiness in levels.items()
    ]
    moment = answers[0].given_at  # by which the link knows what belongs together
    MarketAnswer.objects.filter(pk__in=[answer.pk for answer in answers]).update(given_at=moment)
    write_letter(MARKET, answers[0].pk, recipient=answers[0].email, language=language)
    return answers
