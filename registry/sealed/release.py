"""A release of a set: exact final versions, pinned together."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import PROTECT
from django.urls import reverse

from registry.sealed.base import Sealed
from registry.sealed.canonical import canonical
from registry.sealed.numbers import VersionNumber
from registry.sealed.querysets import ReleaseQuerySet

if TYPE_CHECKING:
    from registry.sealed.register import CriteriaSet
    from registry.sealed.version import CriterionVersion

    Pinned = tuple[CriterionVersion, bool]  # the version, whether it is mandatory


def manifest(criteria_set: "CriteriaSet", pinned: Sequence["Pinned"]) -> str:
    """What a release is, as canonical JSON: the versions in their order, with their hashes and duties."""
    members = [
        {"version": str(version), "content_hash": version.content_hash, "mandatory": mandatory}
        for version, mandatory in pinned
    ]
    return canonical({"schema": "release/1", "set": criteria_set.slug, "members": members})


class Release(Sealed):
    """A numbered manifest of a set; its status is read from its ``events``."""

    criteria_set = models.ForeignKey("CriteriaSet", PROTECT, related_name="releases")
    major = models.PositiveIntegerField()
    minor = models.PositiveIntegerField()
    patch = models.PositiveIntegerField()
    content = models.TextField()  # canonical JSON: the members with their hashes
    content_hash = models.CharField(max_length=64)  # SHA-256 of content, in hex

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["criteria_set", "-major", "-minor", "-patch"]
        constraints = [
            models.UniqueConstraint(
                fields=["criteria_set", "major", "minor", "patch"], name="release_number_never_reused"
            ),
            models.UniqueConstraint(fields=["criteria_set", "content_hash"], name="release_manifest_once"),
        ]

    def __str__(self) -> str:
        return f"{self.criteria_set}@{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("registry:release", args=[self.criteria_set.slug, str(self.number)])

    def get_permanent_path(self) -> str:
        """The path that is cited: without language, for ever."""
        return f"/id/set/{self.criteria_set.slug}/v{self.number}"

    def sealed_facts(self) -> dict[str, str]:
        """What the chain of events holds of it, so that nothing of it can change unseen."""
        return {"content_hash": self.content_hash}

    @property
    def number(self) -> VersionNumber:
        return VersionNumber(self.major, self.minor, self.patch)


class ReleaseMember(Sealed):
    """One pinned version; ``criterion`` repeats the version's own, so that the database holds each once."""

    release = models.ForeignKey(Release, PROTECT, related_name="members")
    criterion = models.ForeignKey("Criterion", PROTECT, related_name="+")
    version = models.ForeignKey("CriterionVersion", PROTECT, related_name="memberships")
    position = models.PositiveIntegerField()  # counts from 1
    mandatory = models.BooleanField(default=False)

    class Meta:
        ordering = ["release", "position"]
        constraints = [
            models.UniqueConstraint(fields=["release", "criterion"], name="member_criterion_once_in_release"),
            models.UniqueConstraint(fields=["release", "position"], name="member_position_once_in_release"),
        ]

    def __str__(self) -> str:
        return f"{self.release}: {self.version}"
