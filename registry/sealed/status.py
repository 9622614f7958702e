"""What happened to a version, a release or an adaptation, from which day: an append-only chain."""

import json
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import PROTECT, Q

from registry.enums import REPEATABLE, StatusKind
from registry.sealed.base import Sealed

if TYPE_CHECKING:
    from registry.sealed.adaptation import Adaptation
    from registry.sealed.release import Release
    from registry.sealed.version import CriterionVersion


class StatusEvent(Sealed):
    """One link of the chain; ``chain.py`` makes it and its hash."""

    sequence = models.PositiveBigIntegerField(unique=True)
    version = models.ForeignKey("CriterionVersion", PROTECT, null=True, related_name="events")
    release = models.ForeignKey("Release", PROTECT, null=True, related_name="events")
    adaptation = models.ForeignKey("Adaptation", PROTECT, null=True, related_name="events")
    kind = models.CharField(max_length=20, choices=StatusKind.choices)
    effective_on = models.DateField()
    details = models.TextField(default="{}")  # canonical JSON: origin, reason by language, use_instead; no person
    previous_hash = models.CharField(max_length=64, blank=True)
    event_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["sequence"]
        indexes = [models.Index(fields=["version", "effective_on", "sequence"], name="status_in_effect")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=StatusKind.values), name="status_kind_is_known"),
            models.CheckConstraint(
                condition=Q(version__isnull=False, release__isnull=True, adaptation__isnull=True)
                | Q(version__isnull=True, release__isnull=False, adaptation__isnull=True)
                | Q(version__isnull=True, release__isnull=True, adaptation__isnull=False),
                name="status_is_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["version", "kind"],
                condition=~Q(kind__in=REPEATABLE),
                name="status_once_of_each_kind",
            ),
            models.UniqueConstraint(
                fields=["adaptation", "kind"],
                condition=~Q(kind__in=REPEATABLE),
                name="status_of_adaptation_once_of_each_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.kind} {self.effective_on}"

    @property
    def subject(self) -> "CriterionVersion | Release | Adaptation":
        subject = self.version or self.release or self.adaptation
        assert subject is not None  # noqa: S101  (a check constraint of the table)
        return subject

    @cached_property
    def parsed_details(self) -> dict[str, Any]:
        details: dict[str, Any] = json.loads(self.details)
        return details

    def link(self) -> dict[str, str]:
        """What the hash of this event is taken over."""
        return link(
            sequence=self.sequence,
            subject=self.subject,
            kind=self.kind,
            effective_on=self.effective_on,
            details=self.details,
            previous_hash=self.previous_hash,
        )


def link(
    *,
    sequence: int,
    subject: "CriterionVersion | Release | Adaptation",
    kind: str,
    effective_on: date,
    details: str,
    previous_hash: str,
) -> dict[str, str]:
    """The facts of one event as the chain hashes them; the subject counts with all that was sealed of it."""
    return {
        "sequence": str(sequence),
        "subject": str(subject),
        **subject.sealed_facts(),
        "kind": str(kind),
        "effective_on": effective_on.isoformat(),
        "details": details,
        "previous_hash": previous_hash,
    }
