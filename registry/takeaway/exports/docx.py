"""DOCX by pandoc: real headings, real numbering, the language of the document set."""

import subprocess
import tempfile
from pathlib import Path

import pypandoc
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from registry.models import CriterionVersion
from registry.takeaway.annex import Annex
from registry.takeaway.reading import read_version
from registry.takeaway.standing import standing_of
from registry.takeaway.status_notes import notes_of

LOCALES = {"en": "en-GB", "sv": "sv-SE", "nb": "nb-NO", "fi": "fi-FI", "da": "da-DK"}
REFERENCE = Path(__file__).parent / "reference.docx"
LONGEST_RUN = 60  # seconds; the starter set takes about one


class ExportFailed(Exception):
    """pandoc did not make the document; ``str(error)`` is its own complaint, for the log."""


def annex_docx(annex: Annex) -> bytes:
    """An annex a buyer can hand in. Raises ExportFailed."""
    with override(annex.language):
        title = annex.title or _("Tender annex: criteria for fair and circular ICT")
        context = {"annex": annex, "title": title, "base_url": settings.BASE_URL}
        html = render_to_string("registry/export/annex.html", context)
    return html_docx(html, language=annex.language)


def version_docx(version: CriterionVersion, language: str) -> bytes:
    """One version with all its levels. Raises ExportFailed."""
    with override(language):
        reading = read_version(version, language)
        title = f"{version.criterion} {reading.texts.title}"
        standing = standing_of(list(version.events.all()), on=localdate(), language=language)
        context = {
            "reading": reading,
            "version": version,
            "notes": notes_of(standing, language),
            "title": title,
            "base_url": settings.BASE_URL,
        }
        html = render_to_string("registry/export/version.html", context)
    return html_docx(html, language=reading.texts.title.lang)


def html_docx(html: str, *, language: str) -> bytes:
    """A whole page of HTML as a Word file in the portal's look; its title is the document's. Raises ExportFailed."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "export.docx"
        command = [
            pypandoc.get_pandoc_path(),
            *("--sandbox", "--from=html", "--to=docx", f"--reference-doc={REFERENCE}"),
            *(f"--metadata=lang:{LOCALES.get(language, language)}", f"--output={target}"),
        ]
        try:
            subprocess.run(command, input=html.encode(), capture_output=True, check=True, timeout=LONGEST_RUN)
        except subprocess.CalledProcessError as error:
            raise ExportFailed(error.stderr.decode(errors="replace")) from error
        except subprocess.TimeoutExpired as error:
            raise ExportFailed(f"pandoc took longer than {LONGEST_RUN} seconds") from error
        except OSError as error:
            raise ExportFailed(f"pandoc cannot be started: {error}") from error
        return target.read_bytes()
