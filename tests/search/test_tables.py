"""The tables of the database backend: what is written is there once, and goes with its entry."""

import pytest
from django.core.management import call_command
from django.db import connection

from search.backends import search_backend
from search.database import DatabaseBackend
from search.database.engines import engine
from search.models import IndexedEntry, IndexedText
from tests.factories.search import entry, found, in_languages

pytestmark = pytest.mark.django_db


@pytest.fixture
def database():
    return DatabaseBackend()


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


def test_removed_entry_leaves_nothing(database):
    database.index([entry("criterion:1"), entry("criterion:2")])

    database.remove(["criterion:1", "criterion:2"])

    assert (ids(), rows_of_words(), IndexedText.objects.count()) == ([], [], 0)


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

    with django_assert_num_queries(7):  # savepoint, entries, texts out and in, words out and in, release
        database.index(entries)


@pytest.mark.django_db(transaction=True)
def test_migration_can_be_taken_back_and_made_again(database):
    call_command("migrate", "search", "zero", verbosity=0)
    assert "search_words" not in connection.introspection.table_names()

    call_command("migrate", "search", verbosity=0)

    database.index([entry("criterion:1", "A battery")])
    assert found(database, "battery") == ["criterion:1"]
