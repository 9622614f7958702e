"""Where a long list goes on: only what we have written ourselves."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from search.cursors import Cursor
from tests.database import analyze
from tests.factories.search import asked, entry, keys


@given(st.integers(0, 10**6), st.lists(st.integers() | st.text() | st.floats(allow_nan=False) | st.none()))
def test_cursor_is_read_as_it_was_written(seen, after):
    assert Cursor.read(Cursor(seen, tuple(after)).written()) == Cursor(seen, tuple(after))


@given(st.text())
def test_what_somebody_made_up_is_no_cursor(text):
    assert Cursor.read(text) is None


@pytest.mark.parametrize("sort", ["", "newest", "used"])
def test_every_hit_is_met_once_page_after_page(backend, sort):
    many = [entry(f"criterion:{n}", "A battery " + "and more " * (n % 7), used=n % 5) for n in range(53)]
    backend.index(many)

    met, cursor = [], ""
    while True:
        results = backend.search(asked("battery", cursor=cursor, size=10, sort=sort))
        met += keys(results)
        if not (cursor := results.next_cursor):
            break

    assert (len(met), set(met)) == (53, {each.key for each in many})


def test_cursor_of_the_database_is_understood_by_the_engine(backend):
    backend.index([entry(f"criterion:{n:02}", "A battery") for n in range(30)])

    results = backend.search(asked("battery", cursor=Cursor(20).written()))

    assert (len(results.hits), results.next_cursor) == (10, "")


def test_list_goes_deeper_than_pages_do(backend):
    backend.index([entry(f"criterion:{n:04}", "A battery") for n in range(1_100)])
    analyze(connection)
    cursor, count = "", 0

    while count < 1_100:
        results = backend.search(asked("battery", cursor=cursor, size=50))
        count, cursor = count + len(results.hits), results.next_cursor

    assert (count, cursor) == (1_100, "")
