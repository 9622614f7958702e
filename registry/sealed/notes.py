"""What a human says of a release, in one language."""

import json
from functools import cached_property

from django.db import models
from django.db.models import PROTECT

from registry.sealed.base import Sealed
from registry.sealed.release import Release

LEAD = "lead"  # the block before the groups; each other block is a group of changes


class ReleaseNote(Sealed):
    """One revision of the notes of a release in one language. The manifest knows nothing of it; the event with which
    the release was published holds the hashes of the notes sealed with it, a later event that of each later one."""

    release = models.ForeignKey(Release, PROTECT, related_name="notes")
    language = models.CharField(max_length=10)
    revision = models.PositiveIntegerField(default=1)  # counts from 1 in each language
    content = models.TextField()  # canonical JSON, block: text
    content_hash = models.CharField(max_length=64)  # SHA-256 of content, in hex

    class Meta:
        ordering = ["release", "language", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["release", "language", "revision"], name="note_revision_never_reused")
        ]

    def __str__(self) -> str:
        return f"{self.release}/{self.language}.r{self.revision}"

    def get_permanent_path(self) -> str:
        """The path that is cited: without language, for ever."""
        return f"{self.release.get_permanent_path()}/{self.language}.r{self.revision}"

    @cached_property
    def blocks(self) -> dict[str, str]:
        blocks: dict[str, str] = json.loads(self.content)
        return blocks
