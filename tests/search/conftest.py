"""Every backend there is: what it answers is judged by the same tests."""

import itertools
import os

import pytest

from portal.settings.env import ENV
from search.breaker import BREAKER
from search.elastic import backend as backend_of_engine
from search.elastic import requests
from search.elastic.client import send
from search.elastic.indices import ensure_indices
from search.models import IndexedEntry
from tests.factories.search import Indexed

_FIRST_REVISIONS = itertools.count(1_000, 1_000)
DATABASE, ELASTIC = "search.database.DatabaseBackend", "search.elastic.ElasticBackend"


@pytest.fixture(params=[DATABASE, ELASTIC])
def backend(request: pytest.FixtureRequest, db: None, settings) -> Indexed:
    """An empty backend, and the one that the settings name; the database's is on whatever database the tests run."""
    if request.param == ELASTIC:
        request.getfixturevalue("elasticsearch")
    settings.SEARCH_BACKEND = request.param
    return Indexed()


@pytest.fixture
def database(db: None, settings) -> Indexed:
    """The database's backend, for what only it does."""
    settings.SEARCH_BACKEND = DATABASE
    return Indexed()


@pytest.fixture
def elasticsearch(settings, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a server with our indices, empty; each process has indices of its own.

    ``python -m tests.services.elasticsearch`` starts a server and names it.
    """
    if not ENV.elasticsearch_url:
        pytest.skip("There is no Elasticsearch: run the tests by `make test`.")
    settings.ELASTICSEARCH_PREFIX = f"test-{os.getpid()}"
    names = ",".join(ensure_indices().values())
    send("POST", f"/{names}/_delete_by_query?refresh=true&conflicts=proceed", {"query": {"match_all": {}}})
    # The server remembers for a minute in which revision a document was deleted: each test begins beyond the last one.
    monkeypatch.setattr(IndexedEntry._meta.get_field("revision"), "default", next(_FIRST_REVISIONS))
    BREAKER.succeeded()
    monkeypatch.setattr(backend_of_engine, "SEARCH_SECONDS", 30)  # what is judged is the answer, not a busy machine
    monkeypatch.setattr(requests, "TIMEOUT", "30s")
    return ENV.elasticsearch_url
