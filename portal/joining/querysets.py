"""Questions about requests to join."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Subquery, When
from django.db.models.functions import Coalesce

from portal.joining.enums import ENDED_STATES, OPEN_STATES, State
from portal.joining.grants import Applicant
from portal.members.enums import Role
from portal.members.models import Membership
from portal.members.rules import is_administrator, is_coordinator

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.joining.models import Approval, JoinRequest  # noqa: F401  (named in the base classes)


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def sent(self) -> Self:
        """All that reviewers see: drafts are the applicant's own."""
        return self.filter(submission__gt=0)

    def visible_to(self, actor: object) -> Self:
        """Those of which the rule ``joining.see`` says yes to an actor."""
        if isinstance(actor, Applicant):
            return self.none() if actor.task else self.filter(pk=actor.join_request_id)
        return self.sent() if is_coordinator(actor) else self.none()

    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)

    def drafts_untouched_since(self, moment: datetime) -> Self:
        return self.filter(state=State.DRAFT, changed_at__lt=moment)

    def for_inbox(self) -> Self:
        """All that a row of the reviewers' inbox reads, in one query; open requests first, the oldest first."""
        from portal.joining.models import Approval  # the models import this module

        counted = Approval.objects.counted().filter(join_request=OuterRef("pk")).order_by()
        number = counted.values("join_request").annotate(number=models.Count("pk")).values("number")
        rows = self.sent().annotate(
            recommended=Coalesce(Subquery(number), 0), is_ended=Case(When(state__in=ENDED_STATES, then=1), default=0)
        )
        return rows.order_by("is_ended", "submitted_at", "pk")

    def waiting_for(self, reviewer: "User") -> Self:
        """What this reviewer could take a step on now: waits for the network, and not for somebody else of it."""
        from portal.joining.models import Approval  # the models import this module

        if not is_coordinator(reviewer) or is_administrator(reviewer):
            return self.none()
        mine = Approval.objects.counted().filter(reviewer=reviewer, join_request=OuterRef("pk"))
        waiting = self.sent().filter(state__in=(State.SUBMITTED, State.IN_REVIEW)).exclude(Exists(mine))
        return waiting.exclude(recusals__reviewer=reviewer).order_by("submitted_at", "pk")


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def counted(self) -> Self:
        """Those that count: to what was sent last, of people who may still review it."""
        to_the_last = self.filter(submission=models.F("join_request__submission"), reviewer__is_active=True)
        roles = Membership.objects.filter(user=OuterRef("reviewer"), role=Role.COORDINATOR)
        return to_the_last.filter(Exists(roles)).exclude(join_request__recusals__reviewer=models.F("reviewer"))
