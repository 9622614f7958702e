"""Pango, with which PDF files are set."""

from ctypes.util import find_library
from pathlib import Path

import pytest

from tests.services import needed


@pytest.fixture(scope="session")
def pango() -> Path:
    """The name of its library."""
    found = find_library("pangoft2-1.0")
    return needed("Pango", Path("/") if found else None)
