"""The tables of the database backend: what is written is there once, and goes with its entry."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from search.backends import search_backend
from search.database import DatabaseBackend
from search.database.engines import engine
from search.models import EngineChange, IndexedEntry, IndexedText
from search.stored import digests_after, read_stored, stored_after
from tests.factories.search import entry, found, in_languages

pytestmark = pytest.mark.django_db


def rows_of_words():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rowid FROM search_words ORDER BY rowid")
        return [rowid for (rowid,) in cursor.fetchall()]


def ids():
    return list(IndexedEntry.objects.order_by("pk").values_list("pk", flat=True))


def test_settings_name_the_backend(settings):
    settings.SEARCH_BACKEND = "search.database.DatabaseBackend"

    assert type(search_backend()) is DatabaseBackend


def test_backend_of_another_name_is_an_error(settings):
    settings.SEARCH_BACKEND = "search.database.NoSuchBackend"

    with pytest.raises(ImportError):
        search_backend()


def test_engine_is_that_of_the_database():
    assert engine().name == {"sqlite": "SQLite FTS5", "postgresql": "PostgreSQL full text"}[connection.vendor]


def test_entry_has_one_row_of_words_and_one_of_text_a_language(database):
    database.index([in_languages("criterion:1", {"en": "A battery", "sv": "Ett batteri"}), entry("criterion:2")])

    assert rows_of_words() == ids()
    assert list(IndexedText.objects.values_list("entry__key", "language")) == [
        ("criterion:1", "en"),
        ("criterion:1", "sv"),
        ("criterion:2", "en"),
    ]


def test_entry_written_again_keeps_its_row(database):
    database.index([entry("criterion:1", "A battery")])
    before = ids()

    database.index([entry("criterion:1", "Spare parts")])

    assert (ids(), rows_of_words()) == (before, before)
    assert [text.title for text in IndexedText.objects.all()] == ["Spare parts"]


def test_removed_entry_leaves_nothing_but_its_revision(database):
    database.index([entry("criterion:1"), entry("criterion:2")])

    database.remove(["criterion:1", "criterion:2"])

    assert (rows_of_words(), IndexedText.objects.count()) == ([], 0)
    assert list(IndexedEntry.objects.values_list("key", "revision", "is_gone", "visible_to", "digest")) == [
        ("criterion:1", 2, True, "", ""),
        ("criterion:2", 2, True, "", ""),
    ]


def test_revision_grows_with_every_change_and_never_begins_anew(database):
    for title in ("A battery", "A battery", "Spare parts"):  # the second says nothing new
        database.index([entry("criterion:1", title)])
    database.remove(["criterion:1"])
    database.remove(["criterion:1"])
    database.index([entry("criterion:1", "A battery")])

    assert IndexedEntry.objects.get().revision == 4


def test_nothing_is_noted_for_an_engine_where_there_is_none(database):
    database.index([entry("criterion:1", "A battery")])

    assert not EngineChange.objects.exists()


def test_stored_entry_is_what_was_written(database):
    given = in_languages(
        "criterion:1",
        {"en": "A battery", "sv": "Ett batteri"},
        {"en": "It lasts."},
        code="BAT-01",
        version="1.2.0",
        codes=("32250000-0", "BAT-02"),
        facets={"theme": ("battery",), "level": ("1", "2")},
        visible_to=("everyone", "organisation:7"),
        hidden_from=("members",),
        used=3,
        since=date(2026, 2, 2),
        until=date(2027, 2, 2),
    )

    database.index([given])

    [stored] = read_stored(["criterion:1", "criterion:2"])
    assert (stored.key, stored.revision, stored.digest) == ("criterion:1", 1, given.digest)
    assert stored.entry == replace(given, text={"en": "It lasts.", "sv": ""})


def test_all_stored_entries_are_read_some_at_a_time(database):
    database.index([entry(f"criterion:{n}", "A battery") for n in range(5)])
    database.remove(["criterion:3"])

    first, last = stored_after(0, 3)
    second, last = stored_after(last, 3)
    digests, end = digests_after(0, 10)

    assert [stored.key for stored in first + second] == [f"criterion:{n}" for n in range(5)]
    assert [stored.entry is None for stored in second] == [True, False]
    assert (stored_after(last, 3), end) == (([], last), last)
    assert (digests["criterion:3"], digests["criterion:4"]) == ((2, ""), (1, second[1].digest))


def test_row_tells_what_it_is(database):
    database.index([entry("criterion:1", "A battery")])

    row = IndexedEntry.objects.get()

    assert (str(row), str(row.texts.get())) == ("criterion:1", "criterion:1 in en")


def test_rows_are_ordered_by_code_or_title(database):
    database.index([entry("page:1", "Zebra", kind="page"), entry("page:2", "aardvark", kind="page")])
    database.index([entry("criterion:1", "Aardvark", code="REP-01"), entry("criterion:2", "Zebra", code="BAT-01")])

    assert [row.key for row in IndexedEntry.objects.all()] == ["criterion:2", "criterion:1", "page:2", "page:1"]


@pytest.mark.parametrize("count", [1, 50])
def test_writing_takes_as_many_queries_for_many_as_for_one(database, django_assert_num_queries, count):
    entries = [entry(f"criterion:{n}", "A battery") for n in range(count)]

    with django_assert_num_queries(10):  # savepoints, lock in two, what was, entries, texts and words out and in
        database.index(entries)


@pytest.mark.django_db(transaction=True)
def test_migration_can_be_taken_back_and_made_again(database):
    call_command("migrate", "search", "zero", verbosity=0)
    assert "search_words" not in connection.introspection.table_names()

    call_command("migrate", "search", verbosity=0)

    database.index([entry("criterion:1", "A battery")])
    assert found(database, "battery") == ["criterion:1"]
