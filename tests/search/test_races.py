"""Several at once: workers, rebuilds, publications and readers, on real transactions."""

from datetime import date

import pytest
import time_machine

from registry.services.sealing import seal_first, seal_next
from search.entries import EntryKind
from search.finding import find
from search.sync import refresh
from tests.factories.registry import CriterionFactory, VersionFactory, battery_content
from tests.factories.search import Indexed, asked, entry, found, keys, rebuild
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23T12:00:00+01:00", tick=False):
        yield


def rebuilt():
    return list(rebuild())


def test_two_workers_on_one_criterion_leave_one_entry():
    version = VersionFactory()

    results = race(*[lambda: refresh([f"criterion:{version.pk}"])] * 3)

    assert results == [1, 1, 1]
    assert found(Indexed(), "battery") == [f"criterion:{version.pk}"]


def test_two_workers_on_the_same_entries_in_opposite_order_do_not_wait_for_each_other():
    entries = [entry(f"criterion:{n}", "A battery") for n in range(30)]

    results = race(lambda: Indexed().index(entries), lambda: Indexed().index(entries[::-1]))

    assert results == [None, None]
    assert Indexed().search(asked("battery")).total == 30


def test_two_rebuilds_at_once_leave_everything():
    versions = VersionFactory.create_batch(3)

    results = race(rebuilt, rebuilt)

    assert [counts[-1] for counts in results] == [3, 3]
    assert Indexed().keys(EntryKind.CRITERION) == {f"criterion:{version.pk}" for version in versions}


def test_version_published_while_the_index_is_rebuilt_is_found():
    first = seal_first(CriterionFactory(), battery_content(), effective_on=TODAY, origin="test")
    body = battery_content(blocks={"title": "An accumulator that lasts"})

    def publish():
        version, _difference = seal_next(first, body, change={}, effective_on=TODAY, origin="test")
        return version.pk

    published, *_counts = race(publish, rebuilt, rebuilt)

    assert keys(find(asked("battery", on=TODAY))) == [f"criterion:{published}"]


def test_readers_are_answered_while_entries_come_and_go():
    Indexed().index([entry("criterion:0", "A battery")])

    def write():
        for n in range(10):
            Indexed().index([entry(f"criterion:{n}", "A battery")])
            Indexed().remove([f"criterion:{n + 1}"])

    def read():
        return {"criterion:0" in found(Indexed(), "battery") for _ in range(20)}

    assert race(write, read, read) == [None, {True}, {True}]
