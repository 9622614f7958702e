"""An adaptation: a release as one city uses it, with its own values and words, sealed and cited like a version."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import PROTECT, Q
from django.urls import reverse

from registry.enums import Relation
from registry.sealed.base import Sealed
from registry.sealed.canonical import canonical
from registry.sealed.content import CriterionContent
from registry.sealed.numbers import VersionNumber
from registry.sealed.overrides import Overrides
from registry.sealed.querysets import AdaptationQuerySet

if TYPE_CHECKING:
    from registry.sealed.release import Release


@dataclass(frozen=True, kw_only=True)
class AdaptedText:
    """One criterion as the city uses it, whole, so that a citation needs nothing else."""

    version: str  # "BAT-01@1.2.0", what it is adapted from
    content_hash: str  # of that version
    mandatory: bool
    relation: str  # Relation
    content: CriterionContent

    @property
    def code(self) -> str:
        return self.version.partition("@")[0]

    @property
    def number(self) -> VersionNumber:
        return VersionNumber.parse(self.version.partition("@")[2])


@dataclass(frozen=True, kw_only=True)
class AdaptationContent:
    """What an adaptation says. No number, date, status or person is in it."""

    release: str  # "smartphones@1.1.0"
    manifest_hash: str  # of that release
    language: str  # in which its reasons are written
    overrides: Overrides
    criteria: tuple[AdaptedText, ...]  # in the order of the release, without those left out

    @classmethod
    def from_json(cls, text: str) -> "AdaptationContent":
        """Read canonical JSON as ``as_json`` wrote it. Raises KeyError or TypeError if it is something else."""
        data = json.loads(text)
        [imported] = data["imports"]
        return cls(
            release=imported["release"],
            manifest_hash=imported["manifest_hash"],
            language=data["language"],
            overrides=Overrides.from_dict(data),
            criteria=tuple(_adapted(facts) for facts in data["resolved"]),
        )

    def as_json(self) -> str:
        """The content as canonical JSON."""
        return canonical(
            {
                "schema": "adaptation/1",
                "imports": [{"release": self.release, "manifest_hash": self.manifest_hash}],
                "language": self.language,
                **self.overrides.as_dict(),
                "resolved": [{**vars(each), "content": each.content.as_dict()} for each in self.criteria],
            }
        )

    @property
    def by_code(self) -> dict[str, AdaptedText]:
        return {each.code: each for each in self.criteria}


def imported(release: "Release", language: str, overrides: Overrides, criteria: Iterable[AdaptedText]) -> str:
    """What an adaptation of a release is, as canonical JSON."""
    content = AdaptationContent(
        release=str(release),
        manifest_hash=release.content_hash,
        language=language,
        overrides=overrides,
        criteria=tuple(criteria),
    )
    return content.as_json()


class Adaptation(Sealed):
    """A numbered adaptation of one set by one city; its status is read from its ``events``."""

    organisation = models.ForeignKey("members.Organisation", PROTECT, related_name="adaptations")
    city = models.SlugField()  # the organisation's slug as it is cited
    criteria_set = models.ForeignKey("CriteriaSet", PROTECT, related_name="adaptations")
    release = models.ForeignKey("Release", PROTECT, related_name="adaptations")
    previous = models.OneToOneField("self", PROTECT, null=True, related_name="successor")
    major = models.PositiveIntegerField()
    minor = models.PositiveIntegerField()
    patch = models.PositiveIntegerField()
    content = models.TextField()  # canonical JSON: what is changed and why, and the resolved texts
    content_hash = models.CharField(max_length=64)  # SHA-256 of content, in hex

    status: str | None  # a StatusKind; only after with_status()
    status_since: date | None

    objects = AdaptationQuerySet.as_manager()

    class Meta:
        ordering = ["city", "criteria_set", "-major", "-minor", "-patch"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "criteria_set", "major", "minor", "patch"], name="adaptation_number_never_reused"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city}/{self.criteria_set}@{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("registry:adaptation", args=[self.city, self.criteria_set.slug, str(self.number)])

    def get_permanent_path(self) -> str:
        """The path that is cited: without language, for ever."""
        return f"/id/adaptation/{self.city}/{self.criteria_set}/v{self.number}"

    def sealed_facts(self) -> dict[str, str]:
        """What the chain of events holds of it, so that nothing of it can change unseen."""
        return {"content_hash": self.content_hash, "previous": str(self.previous or "")}

    @property
    def number(self) -> VersionNumber:
        return VersionNumber(self.major, self.minor, self.patch)

    @cached_property
    def parsed(self) -> AdaptationContent:
        return _parsed(self.content)


class AdaptedCriterion(Sealed):
    """One criterion of the release under an adaptation, for questions across cities; the text is in the adaptation."""

    adaptation = models.ForeignKey(Adaptation, PROTECT, related_name="criteria")
    criterion = models.ForeignKey("Criterion", PROTECT, related_name="adaptations")
    version = models.ForeignKey("CriterionVersion", PROTECT, related_name="adaptations")
    position = models.PositiveIntegerField()  # as in the release
    mandatory = models.BooleanField(default=False)
    relation = models.CharField(max_length=20, choices=Relation.choices)

    class Meta:
        ordering = ["adaptation", "position"]
        constraints = [
            models.UniqueConstraint(fields=["adaptation", "criterion"], name="adapted_criterion_once"),
            models.UniqueConstraint(fields=["adaptation", "position"], name="adapted_position_once"),
            models.CheckConstraint(condition=Q(relation__in=Relation.values), name="adapted_relation_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.adaptation}#{self.criterion}"

    @property
    def text(self) -> AdaptedText | None:
        """The criterion as the city uses it; None if it is left out."""
        return self.adaptation.parsed.by_code.get(str(self.criterion))


def _adapted(facts: dict[str, Any]) -> AdaptedText:
    return AdaptedText(**{**facts, "content": CriterionContent.from_json(json.dumps(facts["content"]))})


# An adaptation holds the texts of a whole release, some 100 kB; it never changes, so what was read once stays read.
_parsed = lru_cache(maxsize=32)(AdaptationContent.from_json)
