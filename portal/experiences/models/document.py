"""A document of an edition; it is seen by whoever may see the section it belongs to."""

from django.db import models
from django.db.models import CASCADE
from django.utils.translation import gettext_lazy as _

from portal.experiences.enums import Section
from portal.experiences.models.edition import Edition
from portal.files.models import PrivateFile


class ExperienceDocument(PrivateFile):
    """Editions share a file: each has a row of its own that names it."""

    edition = models.ForeignKey(Edition, CASCADE, related_name="documents")
    section = models.CharField(_("belongs to"), max_length=10, choices=Section, default=Section.TENDER)
    title = models.CharField(_("title"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)

    class Meta:
        ordering = ["edition", "uploaded_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "sha256"], name="experience_document_same_file_once"),
        ]
