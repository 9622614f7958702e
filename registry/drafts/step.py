"""What happened to something on its way, line after line."""

from django.conf import settings
from django.db import models
from django.db.models import SET_NULL
from django.utils import timezone


class Step(models.Model):
    """One line of a log, append-only; the step and the time outlive the name. Who has one adds ``draft``."""

    name = models.CharField(max_length=20)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, SET_NULL, null=True, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
        ordering = ["draft", "pk"]

    def __str__(self) -> str:
        return f"{self.draft}: {self.name}"  # type: ignore[attr-defined]  # of whoever has one
