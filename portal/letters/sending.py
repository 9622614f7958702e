"""Sending: each letter once, outside any transaction, with the database free meanwhile."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from portal.letters.kinds import Words, compose
from portal.letters.models import Letter
from portal.outbox.models import OutboxEvent

CLAIMED = timedelta(minutes=10)  # after which a process that is sending counts as dead
FIRST_WAIT = timedelta(minutes=1)  # doubled after each failure: eight attempts take about two hours
logger = logging.getLogger(__name__)


def take(events: Sequence[OutboxEvent]) -> None:
    """The outbox's channel: send what waits, once the deliveries are noted."""
    if any(event.name == "letters.written" for event in events):
        transaction.on_commit(send_waiting, robust=True)


def send_waiting() -> int:
    """Send every letter that is due; returns how many left.

    A letter is claimed, sent and noted as sent in three steps. A process that dies between the last two makes it leave
    twice, under the same Message-ID, by which mail programs know it again. No transaction is open while the mail server
    is spoken to: it may be slow, and SQLite has one writer.
    """
    sent = 0
    while letter := _claim():
        sent += _send(letter)
    return sent


@transaction.atomic
def _claim() -> Letter | None:
    now = timezone.now()
    letter = Letter.objects.due(at=now).select_for_update(skip_locked=True).first()
    if letter:
        letter.due_at = now + CLAIMED
        letter.save(update_fields=["due_at"])
    return letter


def _send(letter: Letter) -> bool:
    """Whether the letter left. A link that was issued for one that did not leave is known to nobody, and runs out."""
    try:
        with transaction.atomic():
            words = compose(letter)
        if words:
            _hand_over(letter, words)
    except Exception as error:  # one letter must not hold the others up
        logger.exception("The letter %s (%s) could not be sent.", letter.pk, letter.kind)
        _postpone(letter, error)
        return False
    Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now(), fault="" if words else "nothing to say")
    return words is not None


def _hand_over(letter: Letter, words: Words) -> None:
    domain = settings.BASE_URL.split("//")[1].split(":")[0]
    headers = {
        "Message-ID": f"<letter-{letter.pk}@{domain}>",
        "Content-Language": letter.language,
        "Auto-Submitted": "auto-generated",
    }
    if words.unsubscribe:
        headers["List-Unsubscribe"] = f"<{words.unsubscribe}>"
    reply_to = [words.reply_to] if words.reply_to else None
    EmailMessage(words.subject, words.body, to=[letter.recipient], reply_to=reply_to, headers=headers).send()


def _postpone(letter: Letter, error: Exception) -> None:
    """Try again later, longer and longer; the last failure stays for the operator to see."""
    Letter.objects.filter(pk=letter.pk).update(
        attempts=letter.attempts + 1,
        fault=f"{type(error).__name__}: {error}"[:500],
        due_at=timezone.now() + FIRST_WAIT * 2**letter.attempts,
    )
