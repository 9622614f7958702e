"""Questions to the network: asked of all other members, and taken back."""

from typing import NamedTuple

from django.db import transaction

from portal.accounts.models import User
from portal.core.access import require
from portal.members.models import Organisation
from portal.outbox.models import OutboxEvent
from portal.outbox.tasks import deliver_after_commit
from search.models import NetworkQuestion

ASKED = "search.question_asked"  # the event of the outbox


class Asked(NamedTuple):
    """What is asked: the words, what was searched for before, the language, and the key of the form."""

    text: str
    words: str
    language: str
    key: str = ""


def asked_before(asked: Asked, *, actor: User) -> NetworkQuestion | None:
    """What the same form has asked already."""
    return NetworkQuestion.objects.sent_before(asker=actor, **asked._asdict())


@transaction.atomic
def ask(asked: Asked, organisation: Organisation, *, actor: User) -> NetworkQuestion:
    """Put a question to the other members, for an organisation; a form that is sent twice asks once.

    Raises PermissionDenied, or ValidationError by field.
    """
    require(actor, "search.ask", organisation)
    User.objects.select_for_update().get(pk=actor.pk)  # two clicks wait for each other
    if known := asked_before(asked, actor=actor):
        return known
    question = NetworkQuestion(asker=actor, organisation=organisation, **asked._asdict())
    question.full_clean()
    question.save()
    OutboxEvent.objects.record(ASKED, question)
    deliver_after_commit()
    return question


@transaction.atomic
def withdraw(pk: int, *, actor: User) -> None:
    """Take a question back, the asker's own or, as a coordinator, any: no letter that waits tells it any more.

    A repeat changes nothing. Raises PermissionDenied.
    """
    question = NetworkQuestion.objects.select_for_update().filter(pk=pk).first()
    if question is not None:
        require(actor, "search.withdraw_question", question)
        question.delete()
