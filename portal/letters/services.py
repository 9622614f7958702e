"""What changes letters and links."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.letters.models import Letter, MailedLink
from portal.outbox.models import OutboxEvent
from portal.outbox.tasks import deliver_after_commit

TOKEN_BYTES = 24  # 192 bits, 32 characters in an address


@transaction.atomic
def write_letter(
    kind: str, object_id: int, *, recipient: str, language: str, occasion: str = "", body: str = ""
) -> Letter:
    """Have a letter sent after commit: one for each kind, thing, occasion and recipient, however often it is asked for.

    ``occasion`` tells repeated letters about one thing apart: the number of a step, a year, a moment.
    """
    letter, is_new = Letter.objects.get_or_create(
        kind=kind,
        object_id=object_id,
        occasion=occasion,
        recipient=recipient.strip().lower(),
        defaults={"language": language, "body": body.replace("\r\n", "\n")},
    )
    if is_new:
        OutboxEvent.objects.record("letters.written", letter)
        deliver_after_commit()
    return letter


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


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
