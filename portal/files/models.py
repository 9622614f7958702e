"""What every private file has in common: a random name on disk, a type by content, a verdict before it is given out."""

import secrets

from django.core.files.storage import FileSystemStorage, storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """What the check of a file found; nobody gets a file before it is clean."""

    WAITING = "waiting", _("being checked")
    CLEAN = "clean", _("checked")
    REFUSED = "refused", _("refused")


def private_storage() -> FileSystemStorage:
    """Outside MEDIA_ROOT; nothing there has an address."""
    return storages["private"]  # type: ignore[return-value]


def random_name(instance: models.Model, filename: str) -> str:
    """A folder for the model, and a name that says nothing."""
    return f"{instance._meta.model_name}/{secrets.token_hex(16)}"


class PrivateFile(models.Model):
    """The base of each model of uploads. Its name on disk says nothing."""

    file = models.FileField(_("file"), storage=private_storage, upload_to=random_name, max_length=100)
    name = models.CharField(max_length=120)  # as its owner calls it, cleaned; for people only
    content_type = models.CharField(max_length=100)  # by content, never by extension
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.WAITING)
    uploaded_at = models.DateTimeField(default=timezone.now)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name
