"""What is said of a candidate: comments on its blocks, and what suppliers can meet."""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT, SET_NULL, Q
from django.utils import timezone

from portal.members.models import Organisation
from registry.drafts.draft import Candidate
from registry.drafts.querysets import CommentQuerySet, MarketAnswerQuerySet
from registry.enums import Disposition, Readiness


class Comment(models.Model):
    """A remark on one block of a candidate, or on all of it. One of the public counts once its address is proved."""

    candidate = models.ForeignKey(Candidate, PROTECT, related_name="comments")
    block = models.CharField(max_length=80, blank=True)  # "requirement.1"; empty: the whole
    text = models.TextField(max_length=5000)
    language = models.CharField(max_length=10)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, SET_NULL, null=True, related_name="+")  # None: the public
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)  # of the public; never shown
    key = models.CharField(max_length=32, blank=True)  # of the form it was sent with: the same twice is one comment
    written_at = models.DateTimeField(default=timezone.now)
    verified_at = models.DateTimeField(null=True)
    disposition = models.CharField(max_length=10, choices=Disposition, blank=True)  # empty: not answered yet
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["candidate", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(disposition="", answer="") | (Q(disposition__in=Disposition.values) & ~Q(answer="")),
                name="comment_disposition_has_answer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.candidate} {self.block}".strip()


class MarketAnswer(models.Model):
    """What one supplier says of one level of a candidate; it counts once the address is proved."""

    candidate = models.ForeignKey(Candidate, PROTECT, related_name="market_answers")
    level = models.PositiveSmallIntegerField()
    readiness = models.CharField(max_length=20, choices=Readiness)
    company = models.CharField(max_length=200)
    email = models.EmailField()  # never shown
    given_at = models.DateTimeField(default=timezone.now)
    verified_at = models.DateTimeField(null=True)

    objects = MarketAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["candidate", "level", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "level", "email"],
                condition=Q(verified_at__isnull=False),
                name="market_answer_once_per_level_and_address",
            ),
            models.CheckConstraint(condition=Q(readiness__in=Readiness.values), name="market_readiness_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate}/L{self.level} {self.company}"
