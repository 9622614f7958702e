"""A version in another language than the authoritative ones."""

import json
from functools import cached_property

from django.db import models
from django.db.models import PROTECT

from registry.sealed.base import Sealed


class VersionTranslation(Sealed):
    """One revision of one translation, cited as ``BAT-01@1.2.0/sv.r2``; a later one never touches the version."""

    version = models.ForeignKey("CriterionVersion", PROTECT, related_name="translations")
    language = models.CharField(max_length=10)
    revision = models.PositiveIntegerField()  # counts from 1 in each language
    content = models.TextField()  # canonical JSON, block: text
    content_hash = models.CharField(max_length=64)  # SHA-256 of content, in hex
    source_hash = models.CharField(max_length=64)  # the content_hash of the version it translates

    class Meta:
        ordering = ["version", "language", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language", "revision"], name="translation_revision_never_reused"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}/{self.language}.r{self.revision}"

    def get_permanent_path(self) -> str:
        """The path that is cited: without language, for ever."""
        return f"{self.version.get_permanent_path()}/{self.language}.r{self.revision}"

    @cached_property
    def blocks(self) -> dict[str, str]:
        blocks: dict[str, str] = json.loads(self.content)
        return blocks
