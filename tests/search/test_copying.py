"""What was written reaches the engine: also late, twice, out of order, by several at once, and past what it refuses."""

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.outbox.models import OutboxEvent
from portal.outbox.services import FIRST_PAUSE
from search.backends import search_engine
from search.copying import copy_waiting, refused_changes
from search.database import writing
from search.elastic.client import send
from search.elastic.documents import alias
from search.errors import EngineUnavailable
from search.models import EngineChange, IndexedEntry
from tests.factories.registry import VersionFactory
from tests.factories.search import Indexed, entry, found
from tests.races import race

NOWHERE = "http://127.0.0.1:9"  # nobody listens there
REFUSED = {"facets": {"set": ("x" * 40_000,)}}  # longer than any word that Lucene takes


@pytest.fixture
def engine(elasticsearch, settings):
    settings.SEARCH_BACKEND = "search.elastic.ElasticBackend"
    return Indexed()


@pytest.mark.django_db
def test_change_is_noted_with_the_entry_and_the_note_goes_when_it_is_copied(engine):
    writing.write([entry("criterion:1", "A battery")])
    assert [change.key for change in EngineChange.objects.all()] == ["criterion:1"]
    assert found(engine, "battery") == []

    assert copy_waiting() == 1

    assert not EngineChange.objects.exists()
    assert found(engine, "battery") == ["criterion:1"]


@pytest.mark.django_db
def test_nothing_is_lost_while_the_engine_is_away(engine, settings):
    there = settings.ELASTICSEARCH_URL
    writing.write([entry("criterion:1", "A battery")])
    settings.ELASTICSEARCH_URL = NOWHERE
    with pytest.raises(EngineUnavailable):
        copy_waiting()
    assert EngineChange.objects.count() == 1

    settings.ELASTICSEARCH_URL = there

    assert copy_waiting() == 1
    assert found(engine, "battery") == ["criterion:1"]


@pytest.mark.django_db
def test_several_notes_of_one_entry_are_one_copy_of_its_newest_state(engine):
    writing.write([entry("criterion:1", "A battery")])
    writing.write([entry("criterion:1", "A charger")])
    assert EngineChange.objects.count() == 2

    assert copy_waiting() == 1

    assert (found(engine, "battery"), found(engine, "charger")) == ([], ["criterion:1"])


@pytest.mark.django_db
def test_older_state_never_takes_the_place_of_a_newer_one(engine):
    engine.index([entry("criterion:1", "A battery")])
    engine.index([entry("criterion:1", "A charger")])
    row = IndexedEntry.objects.get()
    IndexedEntry.objects.update(revision=row.revision - 1)  # as a worker saw it that was held up

    assert search_engine().copy(["criterion:1"]) == {}

    assert [revision for _key, revision, digest in search_engine().contents() if digest] == [row.revision]


@pytest.mark.django_db
def test_refused_entry_is_tried_again_later_and_longer_each_time(engine):
    writing.write([entry("criterion:1", "A battery", **REFUSED), entry("criterion:2", "A battery")])
    assert copy_waiting() == 1

    assert copy_waiting() == 0
    with time_machine.travel(timezone.now() + FIRST_PAUSE):
        assert copy_waiting() == 0

    [change] = EngineChange.objects.all()
    assert (change.key, change.attempts) == ("criterion:1", 2)
    assert change.retry_at - timezone.now() > FIRST_PAUSE
    assert [line.split(":")[:2] for line in refused_changes()] == [["criterion", "1"]]


@pytest.mark.django_db
def test_refused_entry_is_taken_once_it_is_mended(engine):
    writing.write([entry("criterion:1", "A battery", **REFUSED)])
    copy_waiting()

    engine.index([entry("criterion:1", "A battery")])
    with time_machine.travel(timezone.now() + FIRST_PAUSE):
        copy_waiting()

    assert not EngineChange.objects.exists()
    assert found(engine, "battery") == ["criterion:1"]


@pytest.mark.django_db
def test_entry_that_goes_leaves_a_tombstone_that_nobody_sees(engine):
    engine.index([entry("criterion:1", "A battery")])
    engine.remove(["criterion:1"])

    document = send("GET", f"/{alias('public', 'criterion')}/_doc/criterion:1")
    assert document["_source"] == {"key": "criterion:1", "kind": "criterion", "visible_to": [], "digest": ""}
    assert found(engine) == []


@pytest.mark.django_db
def test_command_copies_and_says_how_much(engine, capsys):
    OutboxEvent.objects.record("registry.published", VersionFactory())

    call_command("search_sync")

    assert capsys.readouterr().out == "1 entries copied\n"
    assert len(found(engine, "battery")) == 1


@pytest.mark.django_db
def test_command_fails_while_the_engine_is_away(engine, settings):
    writing.write([entry("criterion:1", "A battery")])
    settings.ELASTICSEARCH_URL = NOWHERE

    with pytest.raises(CommandError, match="the changes wait"):
        call_command("search_sync")


@pytest.mark.django_db
def test_command_names_what_the_engine_refuses(engine):
    writing.write([entry("criterion:1", "A battery", **REFUSED)])

    with pytest.raises(CommandError, match=r"criterion:1: .*failed to parse field \[options\]"):
        call_command("search_sync")


@pytest.mark.django_db(transaction=True)
def test_several_workers_share_the_changes(engine):
    writing.write([entry(f"criterion:{n}", "A battery") for n in range(200)])

    results = race(copy_waiting, copy_waiting, copy_waiting)

    assert [type(result) for result in results] == [int, int, int]
    assert not EngineChange.objects.exists()
    assert engine.keys("criterion") == {f"criterion:{n}" for n in range(200)}


@pytest.mark.django_db(transaction=True)
def test_writers_and_workers_at_once_leave_the_newest_of_everything(engine):
    def write(place):
        for n in range(12):
            writing.write([entry(f"criterion:{place}", f"A battery of state {n}"), entry("criterion:9", f"Both {n}")])
            if n % 4 == 3:
                writing.remove([f"criterion:{place + 20}"])

    def work():
        for _ in range(12):
            copy_waiting()

    assert race(lambda: write(1), lambda: write(2), work, work) == [None] * 4
    copy_waiting()

    stored = dict(IndexedEntry.objects.filter(is_gone=False).values_list("key", "revision"))
    there = {key: revision for key, revision, digest in search_engine().contents() if digest}
    assert there == stored
