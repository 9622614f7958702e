"""What the stories of importing begin with."""

import pytest

from registry.services.importing import import_folder
from tests.factories.sources import criterion, write


@pytest.fixture
def february(db, tmp_path):
    """Two criteria in two languages, imported."""
    folder = write(tmp_path / "2026-02", criterion(languages=("en", "sv")), criterion("BAT-02", languages=("en", "sv")))
    import_folder(folder)
    return folder
