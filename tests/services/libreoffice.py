"""LibreOffice, as the judge of what we export."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.services import needed

SECONDS = 120


@pytest.fixture(scope="session")
def libreoffice() -> Path:
    """The path of ``soffice``; see ``converted``."""
    found = shutil.which("soffice")
    return needed("LibreOffice", Path(found) if found else None)


@pytest.fixture(scope="session")
def libreoffice_calc(libreoffice: Path) -> Path:
    """The same with its part for tables, which is a package of its own."""
    needed("LibreOffice Calc", libreoffice.resolve().parent / "libsclo.so")
    return libreoffice


def converted(soffice: Path, document: Path, *, to: str) -> Path:
    """Open a document and save it in another format ("txt", "pdf", "odt") beside itself.

    Raises AssertionError with LibreOffice's own words if it does not take the document.
    """
    profile = document.parent / "libreoffice-profile"  # its own, so that two runs do not meet
    options = [f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless", "--convert-to", to]
    command = [str(soffice), *options, "--outdir", str(document.parent), str(document)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    result = document.with_suffix(f".{to.partition(':')[0]}")
    assert result.exists(), f"LibreOffice did not convert {document.name}: {said.stdout} {said.stderr}"
    return result
