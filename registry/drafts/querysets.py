"""Questions about what was said and voted on candidates."""

from collections import Counter
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count

if TYPE_CHECKING:
    from registry.drafts.consultation import Comment, MarketAnswer  # noqa: F401  (the types of the rows)
    from registry.drafts.draft import Draft
    from registry.drafts.voting import Vote  # noqa: F401


class CommentQuerySet(models.QuerySet["Comment"]):
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
