"""The starter data, as the journeys have it, and the scene on top."""

import pytest

from tests.journeys.conftest import _site, _starter_copy
from tests.pages.scene import Scene

__all__ = ["_site", "_starter_copy"]


@pytest.fixture
def scene(_site: None) -> Scene:
    return Scene()
