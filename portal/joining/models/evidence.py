"""A document that an applicant has added: private, under a random name, given out only when it is clean."""

import secrets

from django.core.files.storage import FileSystemStorage, storages
from django.db import models
from django.db.models import CASCADE
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.joining.enums import EvidenceKind, Verdict
from portal.joining.models.request import JoinRequest


def private_storage() -> FileSystemStorage:
    """Outside MEDIA_ROOT; nothing there has an address."""
    return storages["private"]  # type: ignore[return-value]


def random_name(instance: "Evidence", filename: str) -> str:
    return f"evidence/{secrets.token_hex(16)}"


class Evidence(models.Model):
    """A signed statement, a decision or another document. Its name on disk says nothing."""

    join_request = models.ForeignKey(JoinRequest, CASCADE, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=20, choices=EvidenceKind)
    file = models.FileField(_("file"), storage=private_storage, upload_to=random_name, max_length=100)
    name = models.CharField(max_length=120)  # as the applicant calls it, cleaned; for people only
    content_type = models.CharField(max_length=100)  # by content, never by extension
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.WAITING)
    uploaded_at = models.DateTimeField(default=timezone.now)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["join_request", "uploaded_at"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(fields=["join_request", "sha256"], name="evidence_same_file_once"),
        ]

    def __str__(self) -> str:
        return self.name
