"""New indices beside the old ones: built while people search and write, compared, exchanged, taken up again."""

import pytest
from django.core.management import CommandError, call_command

from search.backends import search_engine
from search.copying import copy_waiting
from search.database import writing
from search.elastic import indices
from search.elastic.client import send
from search.elastic.documents import alias, all_aliases
from search.errors import EngineFault, NotAsStored
from search.models import IndexedEntry
from tests.factories.registry import VersionFactory
from tests.factories.search import Indexed, entry, found
from tests.races import race


@pytest.fixture
def engine(elasticsearch, settings, monkeypatch):
    settings.SEARCH_BACKEND = "search.elastic.ElasticBackend"
    monkeypatch.setattr(indices, "GRACE", 0)
    yield Indexed()
    settings.ELASTICSEARCH_URL = elasticsearch
    begun = [name + indices.NEXT for name in all_aliases()]
    there = indices.ensure_indices()
    if left := [there[name] for name in begun if name in there]:
        send("DELETE", "/" + ",".join(left))


def names():
    return set(indices.ensure_indices().values())


@pytest.mark.django_db
def test_rebuild_answers_from_new_indices_and_takes_the_old_ones_away(engine):
    engine.index([entry("criterion:1", "A battery"), entry("criterion:2", "A battery", visible_to=("members",))])
    before = names()

    assert list(search_engine().rebuild()) == [2]

    assert not names() & before
    assert send("GET", f"/{','.join(sorted(before))}?ignore_unavailable=true", missing_ok=True) == {}
    assert found(engine, "battery") == ["criterion:1"]


@pytest.mark.django_db
def test_rebuilt_index_is_one_segment(engine, monkeypatch):
    monkeypatch.setattr(indices, "REBUILD_SIZE", 1)
    engine.index([entry(f"criterion:{n}", "A battery") for n in range(4)])

    list(search_engine().rebuild())

    [found] = send("GET", f"/{alias('public', 'criterion')}/_segments")["indices"].values()
    [[shard]] = found["shards"].values()
    assert len(shard["segments"]) == 1


@pytest.mark.django_db
def test_rebuild_forgets_what_is_gone(engine):
    engine.index([entry("criterion:1", "A battery"), entry("criterion:2", "A battery")])
    engine.remove(["criterion:1"])

    list(search_engine().rebuild())

    assert [key for key, _revision, _digest in search_engine().contents()] == ["criterion:2"]


@pytest.mark.django_db
def test_searches_are_answered_at_every_step(engine, monkeypatch):
    monkeypatch.setattr(indices, "REBUILD_SIZE", 1)
    engine.index([entry(f"criterion:{n}", "A battery") for n in range(4)])

    for _count in search_engine().rebuild():
        assert len(found(engine, "battery")) == 4


@pytest.mark.django_db
def test_what_is_written_meanwhile_is_in_the_old_and_the_new_indices(engine, monkeypatch):
    monkeypatch.setattr(indices, "REBUILD_SIZE", 1)
    engine.index([entry("criterion:1", "A battery"), entry("criterion:2", "A battery")])

    for count in search_engine().rebuild():
        if count == 1:
            engine.index([entry("criterion:1", "A charger"), entry("criterion:3", "A battery")])
            engine.remove(["criterion:2"])
            assert found(engine, "battery") == ["criterion:3"]

    assert (found(engine, "battery"), found(engine, "charger")) == (["criterion:3"], ["criterion:1"])


@pytest.mark.django_db
def test_interrupted_rebuild_goes_on_where_it_was(engine, monkeypatch):
    monkeypatch.setattr(indices, "REBUILD_SIZE", 1)
    engine.index([entry(f"criterion:{n}", "A battery") for n in range(3)])
    steps = search_engine().rebuild()
    assert [next(steps), next(steps)] == [1, 2]
    steps.close()

    assert list(search_engine().rebuild()) == [1]

    assert len(found(engine, "battery")) == 3


@pytest.mark.django_db
def test_rebuild_of_another_make_begins_anew(engine, monkeypatch):
    monkeypatch.setattr(indices, "REBUILD_SIZE", 1)
    engine.index([entry(f"criterion:{n}", "A battery") for n in range(3)])
    steps = search_engine().rebuild()
    next(steps)
    steps.close()

    monkeypatch.setattr(indices, "_made_by", lambda: "of today")

    assert list(search_engine().rebuild()) == [1, 2, 3]


@pytest.mark.django_db
def test_copy_that_is_not_as_stored_is_not_used(engine, monkeypatch):
    monkeypatch.setattr(indices, "ATTEMPTS", 1)
    engine.index([entry("criterion:1", "A battery"), entry("criterion:2", "A battery")])
    before = names()
    steps = search_engine().rebuild()
    next(steps)
    there = indices.ensure_indices()
    send("DELETE", f"/{there[alias('public', 'criterion') + indices.NEXT]}/_doc/criterion:2?refresh=true")

    with pytest.raises(NotAsStored, match="2 of kind criterion are stored, 1 indexed"):
        next(steps)

    assert before <= names()
    assert len(found(engine, "battery")) == 2


@pytest.mark.django_db
def test_command_reads_and_copies_everything(engine, capsys):
    VersionFactory.create_batch(2)

    call_command("search_rebuild")

    assert capsys.readouterr().out.splitlines()[-1] == "2 entries can be found (elasticsearch)"
    assert len(found(engine, "battery")) == 2


@pytest.mark.django_db
def test_command_says_that_the_old_index_answers_on(engine, settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"

    with pytest.raises(CommandError, match="The old index answers on"):
        call_command("search_rebuild")


@pytest.mark.django_db(transaction=True)
def test_writers_workers_and_readers_go_on_while_everything_is_rebuilt(engine, monkeypatch):
    monkeypatch.setattr(indices, "REBUILD_SIZE", 20)
    engine.index([entry(f"criterion:{n}", "A battery") for n in range(100)])

    def write():
        for n in range(6):
            writing.write([entry(f"criterion:{n}", "A charger", visible_to=("members",) if n % 2 else ("everyone",))])
            writing.remove([f"criterion:{n + 50}"])
            copy_waiting()

    def read():
        return {len(found(engine, "battery", size=5)) for _ in range(15)}

    results = race(write, read, lambda: list(search_engine().rebuild())[-1] > 0)
    assert results == [None, {5}, True]
    copy_waiting()

    stored = dict(IndexedEntry.objects.filter(is_gone=False).values_list("key", "revision"))
    assert {key: revision for key, revision, digest in search_engine().contents() if digest} == stored


@pytest.mark.django_db
def test_number_of_entries_so_far_grows_in_their_order(engine, monkeypatch):
    monkeypatch.setattr(indices, "REBUILD_SIZE", 2)
    engine.index([entry(f"criterion:{n}", "A battery") for n in range(7)])

    assert list(search_engine().rebuild()) == [2, 4, 6, 7]


@pytest.mark.django_db
def test_entries_that_are_refused_stop_the_rebuild_and_the_old_indices_answer(engine, monkeypatch):
    monkeypatch.setattr(indices, "REBUILD_SIZE", 1)
    engine.index([entry(f"criterion:{n}", "A battery") for n in range(3)])
    monkeypatch.setattr(indices, "mapping", lambda: {"dynamic": "strict", "properties": {"key": {"type": "keyword"}}})

    with pytest.raises(EngineFault, match="1 entries were refused, first"):
        list(search_engine().rebuild())

    assert len(found(engine, "battery")) == 3
