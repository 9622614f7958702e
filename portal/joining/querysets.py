"""Questions about requests to join."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

from portal.joining.enums import OPEN_STATES, State

if TYPE_CHECKING:
    from portal.joining.models import JoinRequest  # noqa: F401  (named in the base class)


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def sent(self) -> Self:
        """All that reviewers see: drafts are the applicant's own."""
        return self.exclude(state=State.DRAFT)

    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)

    def drafts_untouched_since(self, moment: datetime) -> Self:
        return self.filter(state=State.DRAFT, changed_at__lt=moment)

    def for_inbox(self) -> Self:
        """All that a row of the reviewers' inbox reads, in one query."""
        return self.sent().annotate(recommended=models.Count("approvals", distinct=True))
