"""DOCX by pandoc: real headings, real numbering, the language of the document set."""

import subprocess
import tempfile
from pathlib import Path

import pypandoc

from registry.models import CriterionVersion
from registry.sealed.texts import texts_in
from registry.takeaway.annex import Annex
from registry.takeaway.exports.html import annex_html, version_html

LOCALES = {"en": "en-GB", "sv": "sv-SE", "nb": "nb-NO", "fi": "fi-FI", "da": "da-DK"}
REFERENCE = Path(__file__).parent / "reference.docx"
LONGEST_RUN = 60  # seconds; the starter set takes about one


class ExportFailed(Exception):
    """A program did not make the document; ``str(error)`` is its own complaint, for the log."""


def annex_docx(annex: Annex) -> bytes:
    """An annex a buyer can hand in. Raises ExportFailed."""
    return html_docx(annex_html(annex), language=annex.language)


def version_docx(version: CriterionVersion, language: str) -> bytes:
    """One version with all its levels. Raises ExportFailed."""
    return html_docx(version_html(version, language), language=texts_in(version, language).title.lang)


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
