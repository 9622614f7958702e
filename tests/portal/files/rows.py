"""Uploads and rows with files, of each model that has some."""

from pathlib import Path

from django.core.files.base import ContentFile

from portal.files.models import Verdict
from tests.factories import files
from tests.factories.experiences import ExperienceDocumentFactory
from tests.factories.joining import EvidenceFactory

NOWHERE = "tcp://127.0.0.1:1"  # where no clamd is


def upload(content: bytes | None = None, name: str = "statement.pdf") -> ContentFile:
    return ContentFile(files.pdf() if content is None else content, name)


def waiting(factory=EvidenceFactory, content: bytes | None = None, **fields):
    """A row that waits for its verdict, with its file."""
    return factory(verdict=Verdict.WAITING, file=upload(content), **fields)


def infected(factory=EvidenceFactory, **fields):
    return waiting(factory, files.pdf(files.EICAR), **fields)


def sharing(row, **fields):
    """Another document of an experience, with the file of ``row``."""
    return ExperienceDocumentFactory(file=row.file.name, verdict=row.verdict, **fields)


def on_disk(private: Path) -> list[str]:
    """The names of all private files."""
    return sorted(str(path.relative_to(private)) for path in private.rglob("*") if path.is_file())
