"""The two queries of a search: one that counts everything found by its facets, one that reads a page of it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from search.database.engines import engine, rows
from search.database.facets import Group
from search.entries import EntryKind
from search.packing import option
from search.queries import SearchQuery, Sort
from search.terms import Question

_EVERYTHING = "search_indexedentry e"
MANY = 200  # entries found: to rank fewer is not worth a question more
Parameters = dict[str, Any]
_FIRST = {Sort.RELEVANCE: "", Sort.NEWEST: "{}.updated DESC, ", Sort.MOST_USED: "{}.used DESC, "}
# Wording to take away is what most people come for: a page must fit much better to come before a criterion.
_OF_KIND = f"CASE e.kind WHEN '{EntryKind.CRITERION}' THEN 2 ELSE 1 END"
# A code is found in every language, even in one that the entry does not have.
_HAS_LANGUAGE = "EXISTS (SELECT 1 FROM search_indexedtext o WHERE o.entry_id = e.id AND o.language = %(language)s)"


@dataclass(frozen=True)
class Ranked:
    """Where entries are found and what comes first among them, as pieces of SQL."""

    tables: str
    condition: str
    is_named: str = "FALSE"
    is_mine: str = "FALSE"
    in_title: str = "FALSE"
    score: str = "0"


class Search:
    """A query as pieces of SQL. An empty question finds everything."""

    def __init__(self, query: SearchQuery, question: Question, denied: Collection[str]) -> None:
        self.query = query
        self.denied = denied
        self.question = question
        self.engine = engine()
        self.parameters: Parameters = {"on": query.on, **self.engine.parameters(question)}

    def count(self) -> list[Group]:
        """Everything that the text finds, grouped; the kinds and facets that were asked for do not narrow it."""
        tables, found = self.engine.tables, self.engine.condition
        if self.question.is_empty:
            tables, found = _EVERYTHING, "TRUE"
        return list(self.engine.count(tables, f"{found} AND {self._scope()}", self.parameters))

    def read(self, offset: int, *, found: int) -> list[dict[str, Any]]:
        """The texts of a page of entries, best first: in the reader's language, or in all if not found in that.

        ``found`` is how many the text finds, whatever the filters.
        """
        if found >= MANY and offset == 0 and self._has_best:
            best = self._read(self._best(), offset)
            if len({row["id"] for row in best}) == self.query.size:
                return best
        return self._read(self._ranked(), offset)

    @property
    def _has_best(self) -> bool:
        """Whether what has it all in its title comes before the rest: then a full page of that needs no more ranking.

        Frequent words are in thousands of texts and in few titles. A code, and what is the same in every language,
        may be named elsewhere.
        """
        is_ordered = self.query.sort is Sort.RELEVANCE and not self.question.has_neutral
        return is_ordered and bool(self.question.reader_typed)

    def _best(self) -> "Ranked":
        engine = self.engine
        return Ranked(engine.tables_best, engine.condition_best, is_mine="TRUE", score=engine.score_best)

    def _ranked(self) -> "Ranked":
        engine, codes = self.engine, ", ".join(self._bound(code) for code in self.question.codes)
        is_named = f"e.code IN ({codes})" if codes else "FALSE"
        if self.question.is_empty:
            return Ranked(_EVERYTHING, "TRUE", is_named=is_named)
        is_mine = f"({engine.is_mine} AND {_HAS_LANGUAGE})" if self.question.has_neutral else engine.is_mine
        return Ranked(
            engine.tables_ranked,
            engine.condition,
            is_named=is_named,
            is_mine=is_mine,
            in_title=engine.in_title,
            score=engine.score,
        )

    def _read(self, ranked: "Ranked", offset: int) -> list[dict[str, Any]]:
        first = _FIRST[self.query.sort]
        sql = f"""
            SELECT page.*, t.language, t.title, t.text
            FROM (
                SELECT e.id, e.key, e.kind, e.position, e.facets, e.path, e.code, e.version, e.updated, e.used,
                    {ranked.is_named} AS is_named, {ranked.is_mine} AS is_mine, {ranked.in_title} AS in_title,
                    {ranked.score} * {_OF_KIND} AS score
                FROM {ranked.tables} WHERE {ranked.condition} AND {self._scope()} AND {self._filters()}
                ORDER BY {first.format("e")}is_named DESC, is_mine DESC, in_title DESC, score, e.kind, e.position, e.id
                LIMIT %(limit)s OFFSET %(offset)s
            ) page
            JOIN search_indexedtext t ON t.entry_id = page.id AND (t.language = %(language)s OR NOT page.is_mine)
            ORDER BY {first.format("page")}page.is_named DESC, page.is_mine DESC, page.in_title DESC, page.score,
                page.kind, page.position, page.id"""
        place = {"limit": self.query.size, "offset": offset, "language": self.query.language}
        return rows(sql, self.parameters | place)

    def _scope(self) -> str:
        """What the reader may see, in force on the day and not denied."""
        audiences = [f"|{audience}|" for audience in self.query.viewer.audiences]
        seen = f"{self._one_of('e.visible_to', audiences)} AND NOT {self._one_of('e.hidden_from', audiences)}"
        if self.denied:
            seen += f" AND e.key NOT IN ({', '.join(self._bound(key) for key in self.denied)})"
        in_force = "(e.since IS NULL OR e.since <= %(on)s) AND (e.until IS NULL OR e.until > %(on)s)"
        return f"{seen} AND {in_force}"

    def _filters(self) -> str:
        wanted = [[option(name, value) for value in values] for name, values in self.query.facets.items() if values]
        kinds = [f"e.kind = {self._bound(kind)}" for kind in self.query.kinds]
        kind = f"({' OR '.join(kinds)})" if kinds else "TRUE"
        return " AND ".join([kind, *(self._one_of("e.facets", options) for options in wanted)])

    def _one_of(self, column: str, texts: list[str]) -> str:
        """Whether a packed column has one of these; nothing has one of none."""
        return f"({' OR '.join(self.engine.contains.format(column, self._bound(text)) for text in texts) or 'FALSE'})"

    def _bound(self, value: str) -> str:
        """A place for a value in the SQL."""
        name = f"value_{len(self.parameters)}"
        self.parameters[name] = value
        return f"%({name})s"


def titles(query: SearchQuery, most: int, denied: Collection[str]) -> list[tuple[str, str]]:
    """The codes and titles that a reader may see in their language, at most so many."""
    search = Search(query, Question(query.language, {}), denied)
    sql = f"""SELECT e.code, t.title FROM search_indexedentry e JOIN search_indexedtext t ON t.entry_id = e.id
        WHERE t.language = %(language)s AND {search._scope()} ORDER BY e.id LIMIT %(most)s"""
    found = rows(sql, search.parameters | {"language": query.language, "most": most})
    return [(row["code"], row["title"]) for row in found]
