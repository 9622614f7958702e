"""Every backend there is: what it answers is judged by the same tests."""

import pytest
from django.utils.module_loading import import_string

from search.backends import SearchBackend

BACKENDS = ["search.database.DatabaseBackend"]  # on whatever database the tests run on


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest, db: None, settings) -> SearchBackend:
    """An empty backend, and the one that the settings name."""
    settings.SEARCH_BACKEND = request.param
    return import_string(request.param)()
