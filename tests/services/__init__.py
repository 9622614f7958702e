"""Real services that tests need: found on this machine, started and stopped by the tests themselves."""

from pathlib import Path

import pytest

REMEDY = "run `make packages` (Debian and Ubuntu), or install it yourself"


def needed(name: str, path: Path | None) -> Path:
    """The path of a program that a test needs; without it the test is skipped (with SERVICES_REQUIRED it fails)."""
    if path is None or not path.exists():
        pytest.skip(f"{name} is missing: {REMEDY}")
    return path
