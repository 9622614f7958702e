"""Questions about what was said and voted on candidates."""

from collections import Counter
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Subquery

from portal.core.sent_once import SentOnceQuerySet
from portal.members.models import Organisation
from registry.enums import CLOSING
from registry.sealed.status import StatusEvent
from registry.sealed.version import CriterionVersion

if TYPE_CHECKING:
    from registry.drafts.consultation import Comment, MarketAnswer  # noqa: F401  (the types of the rows)
    from registry.drafts.draft import Draft
    from registry.drafts.voting import Elector, Vote  # noqa: F401


class CommentQuerySet(SentOnceQuerySet["Comment"]):
    def of(self, draft: "Draft | int") -> Self:
        """All that count, on whichever of its candidates they were made."""
        return self.filter(candidate__draft=draft).exclude(verified_at=None)

    def unanswered(self) -> Self:
        return self.filter(disposition="")


class MarketAnswerQuerySet(models.QuerySet["MarketAnswer"]):
    def counts(self) -> dict[int, dict[str, int]]:
        """By level, how many suppliers said what, without those whose address is not proved."""
        rows = self.exclude(verified_at=None).order_by().values_list("level", "readiness").annotate(n=Count("pk"))
        found: dict[int, dict[str, int]] = {}
        for level, readiness, count in rows:
            found.setdefault(level, {})[readiness] = count
        return found


class VoteQuerySet(models.QuerySet["Vote"]):
    def by_choice(self) -> Counter[str]:
        return Counter(self.order_by().values_list("choice", flat=True))


class ElectorQuerySet(models.QuerySet["Elector"]):
    def open(self) -> Self:
        """Those whose vote no event has closed: they can vote now."""
        return self.filter(~Exists(_closing()))

    def closed(self) -> Self:
        """Those whose vote is over, with ``closing``, the kind of the event, and ``closed_on``; the newest first."""
        closing = _closing()
        rows = self.filter(Exists(closing)).annotate(
            closing=Subquery(closing.values("kind")[:1]), closed_on=Subquery(closing.values("effective_on")[:1])
        )
        return rows.order_by("-closed_on", "-pk")

    def of_member(self, user: object) -> Self:
        """The votes of the organisations that somebody works for, in whatever role."""
        return self.filter(organisation__in=Organisation.objects.with_member(user))

    def for_list(self, *, language: str) -> Self:
        """All that a list of votes shows, in three queries."""
        versions = CriterionVersion.objects.for_cards(language=language)
        rows = self.select_related("organisation", "vote", "candidate__draft__final__criterion")
        return rows.prefetch_related(Prefetch("candidate__version", queryset=versions))


def _closing() -> models.QuerySet[StatusEvent]:
    return StatusEvent.objects.filter(version=OuterRef("candidate__version"), kind__in=CLOSING)
