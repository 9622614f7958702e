"""Questions about letters and links."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from portal.letters.models import Letter, MailedLink  # noqa: F401  (named in the base classes)

MOST_ATTEMPTS = 8


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self) -> Self:
        """Not sent, and not given up."""
        return self.filter(sent_at=None, attempts__lt=MOST_ATTEMPTS)

    def due(self, *, at: datetime) -> Self:
        """Waiting and in nobody's hands, oldest first."""
        return self.waiting().filter(due_at__lte=at).order_by("pk")

    def given_up(self) -> Self:
        return self.filter(sent_at=None, attempts__gte=MOST_ATTEMPTS)


class MailedLinkQuerySet(models.QuerySet["MailedLink"]):
    def of(self, purpose: str, object_id: int) -> Self:
        return self.filter(purpose=purpose, object_id=object_id)

    def unused(self) -> Self:
        return self.filter(used_at=None, revoked_at=None)
