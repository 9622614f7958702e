"""What happened to a request, and what its reviewers say among themselves."""

from django.conf import settings
from django.db import models
from django.db.models import CASCADE, SET_NULL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.joining.enums import Side, State
from portal.joining.models.request import JoinRequest
from portal.joining.querysets import ApprovalQuerySet


class JoinStep(models.Model):
    """One step of a request: what, by whom, when, why. Appended; the applicant reads all but internal ones."""

    join_request = models.ForeignKey(JoinRequest, CASCADE, related_name="steps")
    name = models.CharField(
        max_length=30
    )  # a key of TRANSITIONS, "start", "answer", "invite_helper", "recommend" or "recuse"
    side = models.CharField(max_length=10, choices=Side)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, SET_NULL, null=True, related_name="+")  # of the network
    reason = models.TextField(blank=True)  # as the other side reads it
    old_state = models.CharField(max_length=30, choices=State, blank=True)
    new_state = models.CharField(max_length=30, choices=State)
    is_internal = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["join_request", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.join_request.reference}: {self.name}"


class Approval(models.Model):
    """One reviewer's yes to one submission. Two different people make a member."""

    join_request = models.ForeignKey(JoinRequest, CASCADE, related_name="approvals")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, CASCADE, related_name="+")
    submission = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["join_request", "reviewer", "submission"], name="approval_once_per_reviewer_and_submission"
            )
        ]

    def __str__(self) -> str:
        return f"{self.join_request.reference}: {self.reviewer}"


class Recusal(models.Model):
    """A reviewer stays out of a request, for good."""

    join_request = models.ForeignKey(JoinRequest, CASCADE, related_name="recusals")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, CASCADE, related_name="+")
    reason = models.TextField(_("reason"), max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["join_request", "reviewer"], name="recusal_once")]

    def __str__(self) -> str:
        return f"{self.join_request.reference}: {self.reviewer}"


class Note(models.Model):
    """What reviewers tell each other; no applicant reads it."""

    join_request = models.ForeignKey(JoinRequest, CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, SET_NULL, null=True, related_name="+")
    text = models.TextField(_("internal note"), max_length=2000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["join_request", "at"]

    def __str__(self) -> str:
        return f"{self.join_request.reference}: {self.text[:40]}"
