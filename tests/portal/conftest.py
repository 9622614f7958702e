"""What tests of documents share: an empty folder for the private files, and a clamd that finds EICAR."""

import pytest

from portal.files.models import private_storage
from tests.portal.files.clamd import running


@pytest.fixture
def private(tmp_path, monkeypatch):
    """The folder of the private files, empty at first."""
    monkeypatch.setattr(private_storage(), "location", str(tmp_path))
    return tmp_path


@pytest.fixture
def clamd(settings):
    with running() as server:
        settings.CLAMD_ADDRESS = server.address
        yield server
