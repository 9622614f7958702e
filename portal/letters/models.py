"""Letters that wait or were sent, and the links that they carry."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.letters.querysets import LetterQuerySet, MailedLinkQuerySet


class Letter(models.Model):
    """A mail to one address, sent once. Its words are made when it is sent, unless somebody has written them before."""

    kind = models.CharField(max_length=60)  # "joining.ask", a registered kind and the name of its template
    object_id = models.BigIntegerField()  # what it is about; the kind knows of which model
    occasion = models.CharField(max_length=60, blank=True)  # tells letters of a kind about one thing apart
    recipient = models.EmailField()
    language = models.CharField(max_length=10)
    body = models.TextField(blank=True)  # as somebody edited it, with {link}; empty: as the template has it
    recorded_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(default=timezone.now)  # later while somebody is sending it, and after a failure
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=500, blank=True)  # why the last attempt failed

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "occasion", "recipient"], name="letter_once_per_occasion"
            )
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(sent_at=None), name="letter_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient}"


class MailedLink(models.Model):
    """A link that was mailed to one address. Only its hash is kept; it opens one thing, once, for a time.

    A used link is also the grant that the visitor's session points to: revoking it closes the session's door.
    """

    purpose = models.CharField(max_length=60)  # "joining.apply"
    object_id = models.BigIntegerField()
    email = models.EmailField()
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the token, in hex
    issued_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = MailedLinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["purpose", "object_id"], name="mailed_link_of_object")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.object_id} for {self.email}"

    def opens(self, *, at: datetime) -> bool:
        """Whether it can still be used."""
        return self.used_at is None and self.revoked_at is None and at < self.expires_at
