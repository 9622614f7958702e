"""A document that an applicant has added: given out only when it is clean."""

from django.db import models
from django.db.models import CASCADE
from django.utils.translation import gettext_lazy as _

from portal.files.models import PrivateFile
from portal.joining.enums import EvidenceKind
from portal.joining.models.request import JoinRequest


class Evidence(PrivateFile):
    """A signed statement, a decision or another document."""

    join_request = models.ForeignKey(JoinRequest, CASCADE, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=20, choices=EvidenceKind)

    class Meta:
        ordering = ["join_request", "uploaded_at"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(fields=["join_request", "sha256"], name="evidence_same_file_once"),
        ]
