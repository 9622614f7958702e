"""PDF by WeasyPrint: tagged as PDF/UA-1 has it, so that it is read aloud as well as looked at."""

import subprocess
import sys
from pathlib import Path

from registry.models import CriterionVersion
from registry.takeaway.annex import Annex
from registry.takeaway.exports.docx import LONGEST_RUN, ExportFailed
from registry.takeaway.exports.html import annex_html, version_html

PROGRAM = [sys.executable, "-m", "registry.takeaway.exports.printing"]  # a process of its own can be stopped
ROOT = Path(__file__).parents[3]
SURROUNDINGS = {"SOURCE_DATE_EPOCH": "0", "LANG": "C.UTF-8"}  # of the fonts inside; and no secret of ours


def annex_pdf(annex: Annex) -> bytes:
    """An annex to hand in as it is. Raises ExportFailed."""
    return html_pdf(annex_html(annex, has_title=True))


def version_pdf(version: CriterionVersion, language: str) -> bytes:
    """One version with all its levels. Raises ExportFailed."""
    return html_pdf(version_html(version, language, has_title=True))


def html_pdf(html: str) -> bytes:
    """A whole page of HTML, in its language and under its title; the same page has the same bytes.

    Raises ExportFailed, also where the page asks for anything from elsewhere.
    """
    try:
        done = subprocess.run(
            PROGRAM,
            input=html.encode(),
            capture_output=True,
            check=True,
            timeout=LONGEST_RUN,
            cwd=ROOT,
            env=SURROUNDINGS,
        )
    except subprocess.CalledProcessError as error:
        raise ExportFailed(error.stderr.decode(errors="replace")) from error
    except subprocess.TimeoutExpired as error:
        raise ExportFailed(f"WeasyPrint took longer than {LONGEST_RUN} seconds") from error
    except OSError as error:
        raise ExportFailed(f"WeasyPrint cannot be started: {error}") from error
    return done.stdout
