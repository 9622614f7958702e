"""When the engine does not answer, the database does, says so, and gives way again by itself."""

import time

import pytest

from portal.outbox.models import OutboxEvent
from search import breaker
from search.breaker import BREAKER, FAILURES
from search.elastic import backend as elastic
from search.elastic.client import send
from search.elastic.documents import alias
from search.finding import find
from tests.factories.registry import VersionFactory
from tests.factories.search import asked, deliver, keys

pytestmark = pytest.mark.django_db

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def published(elasticsearch, settings):
    settings.SEARCH_BACKEND = "search.elastic.ElasticBackend"
    version = VersionFactory()
    OutboxEvent.objects.record("registry.published", version)
    deliver()
    yield f"criterion:{version.pk}"
    BREAKER.succeeded()


def answer():
    results = find(asked("battery"))
    return results.backend, results.is_degraded, keys(results)


def test_engine_answers_while_it_can(published):
    assert answer() == ("elasticsearch", False, [published])


def test_database_answers_while_nobody_else_does_and_says_so(published, settings, caplog):
    settings.ELASTICSEARCH_URL = NOWHERE

    assert answer() == ("database", True, [published])
    assert "The search engine did not answer, the database does" in caplog.text


def test_engine_is_not_asked_any_more_after_some_failures_and_again_after_a_pause(published, settings, monkeypatch):
    there = settings.ELASTICSEARCH_URL
    settings.ELASTICSEARCH_URL = NOWHERE
    for _ in range(FAILURES):
        answer()
    settings.ELASTICSEARCH_URL = there
    assert answer() == ("database", True, [published])

    monkeypatch.setattr(BREAKER, "_clock", lambda: time.monotonic() + breaker.PAUSE)

    assert answer() == ("elasticsearch", False, [published])
    assert BREAKER.allows()


def test_index_that_is_broken_is_a_failure_too(published, monkeypatch):
    monkeypatch.setattr(elastic, "SEARCH_PATH", "/{}/_nonsense")

    assert answer() == ("database", True, [published])


def test_index_that_is_closed_is_a_failure_too(published):
    index = alias("public", "criterion")
    send("POST", f"/{index}/_close")
    try:
        assert answer() == ("database", True, [published])
    finally:
        send("POST", f"/{index}/_open?wait_for_active_shards=1")


def test_page_tells_that_the_database_answers(published, client, settings):
    settings.ELASTICSEARCH_URL = NOWHERE

    page = client.get("/en/search/?q=battery")

    assert "The search engine does not answer at the moment" in page.content.decode()
    assert 'role="status"' in page.content.decode()
