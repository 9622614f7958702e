"""The sealed text of a criterion."""

import json
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import PROTECT, Q
from django.urls import reverse

from registry.sealed.base import Sealed
from registry.sealed.content import CriterionContent
from registry.sealed.numbers import VersionNumber
from registry.sealed.querysets import CriterionVersionQuerySet

if TYPE_CHECKING:
    from registry.sealed.status import StatusEvent


class CriterionVersion(Sealed):
    """The sealed text of a criterion; its status is read from its ``events``."""

    criterion = models.ForeignKey("Criterion", PROTECT, related_name="versions")
    major = models.PositiveIntegerField()
    minor = models.PositiveIntegerField()
    patch = models.PositiveIntegerField()
    prerelease = models.CharField(max_length=8, blank=True)  # "rc.2"; a final has none
    base_version = models.ForeignKey("self", PROTECT, null=True, related_name="successors")
    content = models.TextField()  # canonical JSON: no number, date, status or person
    content_hash = models.CharField(max_length=64)  # SHA-256 of content, in hex
    change = models.TextField(
        default="{}"
    )  # canonical JSON: step, reasons, summary by language, declaration; no person

    status: str | None  # a StatusKind; only after with_status()
    status_since: date | None
    has_erratum: bool  # only after with_erratum_mark()
    errata: "list[StatusEvent]"  # only after with_errata()

    objects = CriterionVersionQuerySet.as_manager()

    class Meta:
        ordering = ["criterion", "-major", "-minor", "-patch", "-sealed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "major", "minor", "patch", "prerelease"], name="version_number_never_reused"
            ),
            models.UniqueConstraint(
                fields=["base_version", "major"],
                condition=Q(prerelease=""),
                name="version_one_final_per_base_and_major",
            ),
            models.CheckConstraint(
                condition=Q(prerelease="") | Q(prerelease__startswith="rc."), name="version_is_final_or_candidate"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}@{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("registry:version", args=[self.criterion.slug, str(self.number)])

    def get_permanent_path(self) -> str:
        """The path that is cited: without language, for ever."""
        return f"/id/criterion/{self.criterion.slug}/v{self.number}"

    @property
    def number(self) -> VersionNumber:
        return VersionNumber(self.major, self.minor, self.patch, self.prerelease)

    def sealed_facts(self) -> dict[str, str]:
        """What the chain of events holds of it, so that nothing of it can change unseen."""
        return {
            "content_hash": self.content_hash,
            "criterion_kind": self.criterion.kind,
            "base_version": str(self.base_version or ""),
            "change": self.change,
        }

    @cached_property
    def parsed_change(self) -> dict[str, Any]:
        change: dict[str, Any] = json.loads(self.change)
        return change

    @cached_property
    def parsed(self) -> CriterionContent:
        return _parsed(self.content)


# Sealed texts never change, so what was read once stays read; 512 contents take about 15 MB.
_parsed = lru_cache(maxsize=512)(CriterionContent.from_json)
