"""The last look at the database: what may be shown at this moment, in which languages, and what is told of it.

One query for all kinds, whose text is kept: to compose it takes several times as long as to ask it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection

from portal.core.viewer import Viewer
from search.entries import kind_of
from search.queries import SearchQuery
from search.sources import SOURCES

KEPT = 64  # statements: of four kinds, for visitors and some members
_COLUMNS = "kind, rest, shown_in, marks"


def standing(keys: Collection[str], query: SearchQuery) -> dict[str, Mapping[str, str]]:
    """The languages in which each of some keys may be shown (empty: in all), with its marks; none: it may not be."""
    parts, values = [], []
    things = [(key, kind_of(key), _plain(key.partition(":")[2])) for key in keys]
    for kind in sorted({kind for _key, kind, _rest in things}):
        ids = SOURCES[kind].ids(keys)
        statement, own = _statement(connection.vendor, kind, query.viewer, query.on)
        places = ", ".join(["%s"] * len(ids))
        # The text is ours; what anybody wrote is among the values.
        parts.append(f"SELECT {_COLUMNS} FROM ({statement}) AS {kind}_rows WHERE thing IN ({places})")  # noqa: S608
        values += [*own, *ids]
    found: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for kind, rest, language, marks in _rows(" UNION ALL ".join(parts), values):
        found[kind, _plain(rest)][language] = marks
    return {key: found[kind, rest] for key, kind, rest in things}


@lru_cache(KEPT)
def _statement(_vendor: str, kind: str, viewer: Viewer, on: date) -> tuple[str, tuple[Any, ...]]:
    """Everything of a kind that a reader may be shown on a day, as SQL, and its values."""
    sql, values = SOURCES[kind].allowed(viewer, on).query.sql_with_params()
    return sql, tuple(values)


def _rows(sql: str, values: Sequence[Any]) -> list[tuple[str, str, str, str]]:
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[str, str, str, str]] = cursor.fetchall()
        return rows


def _plain(rest: str) -> str:
    """Databases write a UUID with hyphens or without."""
    return rest.replace("-", "")
