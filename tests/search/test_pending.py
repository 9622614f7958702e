"""What has just changed is denied to every search until it is indexed."""

import pytest

from portal.outbox.models import OutboxEvent
from portal.outbox.services import deliver_waiting
from search import pending
from search.copying import copy_waiting
from search.database import writing
from search.finding import find
from search.pending import read_pending
from tests.factories.cms import home_in, page_under
from tests.factories.registry import VersionFactory
from tests.factories.search import asked, deliver, entry, keys

pytestmark = pytest.mark.django_db


def test_nothing_waits_at_first(django_assert_num_queries):
    with django_assert_num_queries(1):
        waiting = read_pending()

    assert (waiting.unread, waiting.uncopied) == (frozenset(), frozenset())


def test_event_that_waits_denies_what_it_is_about():
    version = VersionFactory()

    OutboxEvent.objects.record("registry.published", version)

    assert read_pending().unread == {f"criterion:{version.pk}"}


def test_entry_that_is_not_copied_is_denied_to_the_engine_alone(settings):
    settings.SEARCH_BACKEND = "search.elastic.ElasticBackend"

    writing.write([entry("criterion:1", "A battery")])

    waiting = read_pending()
    assert (waiting.unread, waiting.uncopied) == (frozenset(), {"criterion:1"})


def test_page_that_was_changed_is_found_neither_as_it_was_nor_as_it_is_until_it_is_indexed(backend):
    page = page_under(home_in(), title="A secret battery")
    OutboxEvent.objects.record("cms.page_published", page)
    deliver()
    assert keys(find(asked("secret"))) == [f"page:{page.translation_key}"]

    page.title = "An open battery"
    page.save_revision().publish()

    assert (keys(find(asked("secret"))), keys(find(asked("open")))) == ([], [])
    deliver()
    assert (keys(find(asked("secret"))), keys(find(asked("open")))) == ([], [f"page:{page.translation_key}"])


def test_what_is_denied_counts_nowhere(backend):
    page = page_under(home_in(), title="A battery")
    OutboxEvent.objects.record("cms.page_published", page)
    deliver()

    page.unpublish()

    results = find(asked("battery"))
    assert (results.total, results.kinds) == (0, {})


def test_engine_that_is_behind_hides_what_the_database_knows_already(elasticsearch, settings):
    settings.SEARCH_BACKEND = "search.elastic.ElasticBackend"
    page = page_under(home_in(), title="A secret battery")
    OutboxEvent.objects.record("cms.page_published", page)
    deliver()
    page.title = "An open battery"
    page.save_revision().publish()

    deliver_waiting()  # the entry is new, the engine's copy is not

    assert (keys(find(asked("secret"))), keys(find(asked("open")))) == ([], [])
    copy_waiting()
    assert keys(find(asked("open"))) == [f"page:{page.translation_key}"]


def test_too_many_changes_for_the_engine_are_answered_by_the_database(elasticsearch, settings, monkeypatch):
    settings.SEARCH_BACKEND = "search.elastic.ElasticBackend"
    monkeypatch.setattr(pending, "MOST", 2)
    page = page_under(home_in(), title="A battery")
    OutboxEvent.objects.record("cms.page_published", page)
    deliver()
    writing.write([entry(f"criterion:{n}", "A charger") for n in range(3)])

    results = find(asked("battery"))

    assert (results.backend, results.is_degraded, len(results.hits)) == ("database", True, 1)


def test_too_many_events_are_answered_by_nobody(monkeypatch):
    monkeypatch.setattr(pending, "MOST", 2)
    for version in VersionFactory.create_batch(3):
        OutboxEvent.objects.record("registry.published", version)

    results = find(asked("battery"))

    assert (results.is_behind, results.hits, results.total) == (True, (), 0)


def test_statement_is_composed_once_and_asked_each_time(django_assert_num_queries):
    read_pending()
    version = VersionFactory()

    with django_assert_num_queries(1) as first:
        before = read_pending().unread
    OutboxEvent.objects.record("registry.published", version)
    with django_assert_num_queries(3) as second:  # two more: the criteria behind the event
        after = read_pending().unread

    assert (before, after) == (frozenset(), {f"criterion:{version.pk}"})
    assert first[0]["sql"] == second[0]["sql"]
