"""Every backend there is: what it answers is judged by the same tests."""

import os

import pytest
from django.utils.module_loading import import_string

from portal.settings.env import ENV
from search.backends import SearchBackend
from search.elastic.backend import ensure_indices
from search.elastic.client import send

DATABASE, ELASTIC = "search.database.DatabaseBackend", "search.elastic.ElasticBackend"


@pytest.fixture(params=[DATABASE, ELASTIC])
def backend(request: pytest.FixtureRequest, db: None, settings) -> SearchBackend:
    """An empty backend, and the one that the settings name; the database's is on whatever database the tests run."""
    if request.param == ELASTIC:
        request.getfixturevalue("elasticsearch")
    settings.SEARCH_BACKEND = request.param
    return import_string(request.param)()


@pytest.fixture
def database(db: None, settings) -> SearchBackend:
    """The database's backend, for what only it does."""
    settings.SEARCH_BACKEND = DATABASE
    return import_string(DATABASE)()


@pytest.fixture
def elasticsearch(settings) -> str:
    """The URL of a server with our indices, empty; each process has indices of its own.

    ``python -m tests.services.elasticsearch`` starts a server and names it.
    """
    if not ENV.elasticsearch_url:
        pytest.skip("There is no Elasticsearch: run the tests by `make test`.")
    settings.ELASTICSEARCH_PREFIX = f"test-{os.getpid()}"
    ensure_indices()
    send("POST", f"/{settings.ELASTICSEARCH_PREFIX}-*/_delete_by_query?refresh=true", {"query": {"match_all": {}}})
    return ENV.elasticsearch_url
