"""What each database does in its own way: keep the words, find and rank them. Only SQL, with every value bound."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper

from search.database.expressions import fts5, tsquery
from search.database.facets import Group
from search.terms import Question


class WordsRow(NamedTuple):
    """The words of one entry, in all its languages: words.py says what a word is."""

    id: int  # of the IndexedEntry
    codes: str
    titles: str
    texts: str


class Engine(ABC):
    """Pieces of SQL over ``search_indexedentry e`` and ``search_words w``; parameters are named."""

    name: ClassVar[str]
    contains: ClassVar[str]  # whether the first text contains the second
    insert: ClassVar[str]
    tables: ClassVar[str]  # what is found for the parameter "anywhere"
    tables_ranked: ClassVar[str]  # the same with what "is_mine" and "score" need
    condition: ClassVar[str]
    tables_best: ClassVar[str]  # only what has all that was typed in a title in the reader's language
    condition_best: ClassVar[str]
    score_best: ClassVar[str]  # the same as "score" there
    is_mine: ClassVar[str]  # whether it was found in the reader's language, by the parameter "reader"
    in_title: ClassVar[str]  # more if it has what was typed, not only synonyms, and if its title in the reader's does
    score: ClassVar[str]  # below zero; less is better

    @abstractmethod
    def count(self, tables: str, condition: str, parameters: Mapping[str, Any]) -> Iterable[Group]:
        """Everything in these tables that meets the condition, grouped."""

    @abstractmethod
    def parameters(self, question: Question) -> Mapping[str, str]: ...

    def write(self, cursor: CursorWrapper, rows: Sequence[WordsRow]) -> None:
        self.erase(cursor, [row.id for row in rows])
        cursor.executemany(self.insert, rows)

    def erase(self, cursor: CursorWrapper, ids: Iterable[int]) -> None:
        cursor.executemany("DELETE FROM search_words WHERE rowid = %s", [(pk,) for pk in ids])


class SqliteEngine(Engine):
    """FTS5 with its bm25: a word in a code weighs more than one in a title, that more than one in a text."""

    name = "SQLite FTS5"
    contains = "instr({}, {}) > 0"
    insert = "INSERT INTO search_words (rowid, codes, titles, texts) VALUES (%s, %s, %s, %s)"
    tables = "search_words JOIN search_indexedentry e ON e.id = search_words.rowid"
    tables_ranked = f"""{tables} LEFT JOIN (
        SELECT rowid, bm25(search_words, 12, 6, 1) AS score FROM search_words WHERE search_words MATCH %(reader)s
    ) mine ON mine.rowid = e.id"""
    condition = "search_words MATCH %(anywhere)s"
    tables_best = """(
        SELECT rowid, bm25(search_words, 12, 6, 1) AS score FROM search_words WHERE search_words MATCH %(reader)s
            AND +rowid IN (SELECT rowid FROM search_words WHERE search_words MATCH %(title)s)
    ) best JOIN search_indexedentry e ON e.id = best.rowid"""
    condition_best = "TRUE"
    score_best = "best.score"
    is_mine = "(mine.rowid IS NOT NULL)"
    in_title = """((e.id IN (SELECT rowid FROM search_words WHERE search_words MATCH %(title)s))
        + CASE WHEN %(typed)s = '' THEN 0 ELSE
            2 * (e.id IN (SELECT rowid FROM search_words WHERE search_words MATCH %(typed)s)) END)"""
    score = "COALESCE(mine.score, bm25(search_words, 12, 6, 1))"

    def count(self, tables: str, condition: str, parameters: Mapping[str, Any]) -> Iterable[Group]:
        """Grouped here: SQLite would sort them all, which takes longer."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT e.kind, e.facets FROM {tables} WHERE {condition}", parameters)
            counted = Counter(cursor.fetchall())
        return (Group(kind, facets, found) for (kind, facets), found in counted.items())

    def parameters(self, question: Question) -> Mapping[str, str]:
        return {
            "reader": fts5(question, [question.reader]),
            "title": f"titles : ({fts5(question, [question.reader_typed])})",
            "typed": fts5(question, question.typed.everywhere) if question.is_widened else "",
            "anywhere": fts5(question, question.everywhere),
        }


class PostgresqlEngine(Engine):
    """A tsvector of words that are stemmed already; weights A for codes, B for titles, D for texts."""

    name = "PostgreSQL full text"
    contains = "strpos({}, {}) > 0"
    insert = """INSERT INTO search_words (rowid, vector) VALUES (%s,
        setweight(to_tsvector('simple', %s), 'A') || setweight(to_tsvector('simple', %s), 'B')
        || setweight(to_tsvector('simple', %s), 'D'))"""
    tables = "search_words JOIN search_indexedentry e ON e.id = search_words.rowid"
    tables_ranked = tables_best = tables
    condition = "search_words.vector @@ %(anywhere)s::tsquery"
    condition_best = "(search_words.vector @@ %(reader)s::tsquery AND search_words.vector @@ %(title)s::tsquery)"
    score_best = "-ts_rank_cd('{0.1, 0.2, 0.6, 1.0}', search_words.vector, %(reader)s::tsquery, 1)"
    is_mine = "(search_words.vector @@ %(reader)s::tsquery)"
    in_title = """((search_words.vector @@ %(title)s::tsquery)::int + CASE
        WHEN %(typed)s = '' THEN 0 ELSE 2 * (search_words.vector @@ %(typed)s::tsquery)::int END)"""
    score = f"""-ts_rank_cd('{{0.1, 0.2, 0.6, 1.0}}', search_words.vector,
        CASE WHEN {is_mine} THEN %(reader)s::tsquery ELSE %(anywhere)s::tsquery END, 1)"""

    def count(self, tables: str, condition: str, parameters: Mapping[str, Any]) -> Iterable[Group]:
        sql = f"SELECT e.kind, e.facets, COUNT(*) FROM {tables} WHERE {condition} GROUP BY e.kind, e.facets"
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return map(Group._make, cursor.fetchall())

    def parameters(self, question: Question) -> Mapping[str, str]:
        return {
            "reader": tsquery(question, [question.reader]),
            "title": tsquery(question, [question.reader_typed], weight="B"),
            "typed": tsquery(question, question.typed.everywhere) if question.is_widened else "",
            "anywhere": tsquery(question, question.everywhere),
        }


_ENGINES = {"sqlite": SqliteEngine(), "postgresql": PostgresqlEngine()}


def engine() -> Engine:
    """The engine of the default database."""
    return _ENGINES[connection.vendor]


def rows(sql: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a query answers, by the names of its columns."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
