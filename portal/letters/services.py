"""What changes letters and links."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.letters.models import Letter, MailedLink
from portal.outbox.models import OutboxEvent
from portal.outbox.tasks import deliver_after_commit

PSEUDONYMS = "@forgotten.invalid"  # the domain of letters whose recipient is no longer kept
TOKEN_BYTES = 24  # 192 bits, 32 characters in an address


@transaction.atomic
def write_letter(
    kind: str, object_id: int, *, recipient: str, language: str, occasion: str = "", body: str = ""
) -> Letter:
    """Have a letter sent after commit: one for each kind, thing, occasion and recipient, however often it is asked for.

    ``occasion`` tells repeated letters about one thing apart: the number of a step, a year, a moment.
    Raises ValidationError if the recipient is not one address: no header, no second recipient gets in with it.
    """
    recipient = one_address(recipient)
    sort = Letter.objects.filter(kind=kind, object_id=object_id, occasion=occasion)
    if old := sort.filter(recipient=pseudonym(recipient)).first():
        return old
    letter, is_new = sort.get_or_create(
        recipient=recipient,
        defaults={
            "kind": kind,
            "object_id": object_id,
            "occasion": occasion,
            "language": language,
            "body": body.replace("\r\n", "\n"),
        },
    )
    if is_new:
        OutboxEvent.objects.record("letters.written", letter)
        deliver_after_commit()
    return letter


def one_address(email: str) -> str:
    """An address as it is kept. Raises ValidationError if it is not one address."""
    email = email.strip().lower()
    validate_email(email)
    return email


def pseudonym(recipient: str) -> str:
    """What stands for an address that is no longer kept: known again by who has the address, and by nobody else."""
    return salted_hmac("letters.recipient", recipient, algorithm="sha256").hexdigest()[:32] + PSEUDONYMS


def issue_link(purpose: str, object_id: int, *, email: str, lifetime: timedelta) -> str:
    """The token of a new link, which is kept nowhere but in the mail it goes into."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    MailedLink.objects.create(
        purpose=purpose,
        object_id=object_id,
        email=email.strip().lower(),
        digest=digest_of(token),
        expires_at=timezone.now() + lifetime,
    )
    return token


def find_link(token: str) -> MailedLink | None:
    """The link of a token, if it can still be used. Looking does not use it: a mail scanner may follow it."""
    link = MailedLink.objects.filter(digest=digest_of(token)).first()
    return link if link and link.opens(at=timezone.now()) else None


def prolong_link(token: str, *, until: datetime) -> None:
    """Let a link go on opening what it opens until a moment."""
    MailedLink.objects.filter(digest=digest_of(token)).update(expires_at=until)


@transaction.atomic
def use_link(token: str) -> MailedLink | None:
    """Use a link up; None if it cannot be used (any more). Of several at once, one succeeds."""
    link = MailedLink.objects.select_for_update().filter(digest=digest_of(token)).first()
    if link is None or not link.opens(at=timezone.now()):
        return None
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    return link


def revoke_links(purpose: str, object_id: int, *, email: str = "") -> int:
    """Close what these links opened, used or not; returns how many were open."""
    links = MailedLink.objects.of(purpose, object_id).filter(revoked_at=None)
    if email:
        links = links.filter(email=email.strip().lower())
    return links.update(revoked_at=timezone.now())


def try_again() -> int:
    """Let the letters that were given up be sent once more, after what kept them is mended; returns how many."""
    return Letter.objects.given_up().update(attempts=0, due_at=timezone.now())


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
