"""An engine that was away for long leaves a long list: the database answers meanwhile."""

import pytest

from portal.outbox.models import OutboxEvent
from search import pending
from search.database import writing
from search.finding import find
from search.models import EngineChange
from search.pending import read_pending
from tests.factories.cms import home_in, page_under
from tests.factories.search import asked, deliver, entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [3, 4, 5, 20])
def test_however_long_the_engine_was_away_the_database_answers(count, settings, monkeypatch):
    OutboxEvent.objects.record("cms.page_published", page_under(home_in(), title="A battery"))
    deliver()
    settings.SEARCH_BACKEND = "search.elastic.ElasticBackend"
    monkeypatch.setattr(pending, "MOST", 2)
    writing.write([entry(f"criterion:{n}", "A charger") for n in range(count)])

    results = find(asked("battery"))

    assert (results.is_behind, results.backend, results.is_degraded, len(results.hits)) == (False, "database", True, 1)


def test_one_entry_that_was_written_often_is_one_that_waits(monkeypatch):
    monkeypatch.setattr(pending, "MOST", 2)
    EngineChange.objects.bulk_create(EngineChange(key="criterion:1") for _ in range(4))

    waiting = read_pending()

    assert (waiting.uncopied, waiting.is_too_much, waiting.is_too_much_for_engine) == ({"criterion:1"}, False, False)


def test_long_list_of_copies_hides_no_event(monkeypatch, settings):
    monkeypatch.setattr(pending, "MOST", 2)
    page = page_under(home_in(), title="A battery")
    EngineChange.objects.bulk_create(EngineChange(key=f"criterion:{n}") for n in range(20))

    OutboxEvent.objects.record("cms.page_unpublished", page)

    waiting = read_pending()
    assert (waiting.unread, waiting.is_too_much) == ({f"page:{page.translation_key}"}, False)
