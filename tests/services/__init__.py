"""Real services that tests need: found on this machine, started and stopped by the tests themselves."""

from pathlib import Path

import pytest

from portal.settings.env import ENV

REMEDY = "run `make services` (Debian and Ubuntu), or install it yourself"


def needed(name: str, path: Path | None) -> Path:
    """The path of a program that a test needs; without it the test is skipped, or fails where services are required."""
    if path is not None and path.exists():
        return path
    message = f"{name} is missing: {REMEDY}"
    if ENV.services_required:
        pytest.fail(message)
    pytest.skip(message)
