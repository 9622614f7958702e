"""The backend that needs nothing but the database, SQLite or PostgreSQL. Good to about 100,000 entries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from django.conf import settings

from search.asking import question_of
from search.backends import Hit, Results, SearchBackend, nothing
from search.cursors import Cursor
from search.database.facets import tally
from search.database.finding import Search, titles
from search.database.highlights import Highlighter
from search.packing import unpack
from search.queries import SearchQuery, last_page
from search.suggestions import MOST_TITLES, suggestion


class DatabaseBackend(SearchBackend):
    """Two queries a search, three for frequent words.

    Everything must have all words in one language; if nothing has, some of them.
    """

    name = "database"

    def search(self, query: SearchQuery, *, denied: Collection[str]) -> Results:
        asked, denied = question_of(query), {*denied, *filter(None, [query.like])}
        if asked.is_empty and query.text.strip():  # "???" holds nothing to look for
            return replace(nothing(self.name), suggestion=suggestion(query, titles(query, MOST_TITLES, denied)))
        search = Search(query, asked, denied)
        groups = search.count()
        has_all = bool(groups) or asked.is_empty
        if not has_all and asked.has_many:
            search = Search(query, replace(asked, is_all=False), denied)
            groups = search.count()
        counted = tally(groups, query)
        cursor = Cursor.read(query.cursor)
        page = min(max(query.page, 1), last_page(counted.total, query.size))
        offset = cursor.seen if cursor else (page - 1) * query.size
        hits = _hits(search, offset, sum(counted.kinds.values())) if counted.total > offset else ()
        seen = offset + len(hits)
        return Results(
            hits=hits,
            total=counted.total,
            page=page,
            kinds=counted.kinds,
            facets=counted.facets,
            backend=self.name,
            all_words=has_all,
            suggestion="" if has_all else suggestion(query, titles(query, MOST_TITLES, denied)),
            next_place=Cursor(seen) if hits and seen < counted.total else None,
        )


def _hits(search: Search, offset: int, total: int) -> Sequence[Hit]:
    rows = search.read(offset, found=total)
    languages = {row["language"] for row in rows}
    highlighters = {code: Highlighter(code, search.question.terms(code)) for code in languages}
    found = groupby(rows, key=lambda row: row["key"])
    return [_hit(search.query.language, list(texts), highlighters) for _key, texts in found]


def _hit(reader: str, texts: list[dict[str, Any]], highlighters: Mapping[str, Highlighter]) -> Hit:
    """``texts`` are the rows of one entry, a language each: the one that has most of the terms is shown."""
    order = [reader, *(code for code, _name in settings.LANGUAGES if code != reader)]
    texts.sort(key=lambda row: order.index(row["language"]) if row["language"] in order else len(order))
    best = texts[0]
    if len(texts) > 1:
        best = max(texts, key=lambda row: highlighters[row["language"]].count(row["title"], row["text"]))
    shown = highlighters[best["language"]]
    return Hit(
        key=best["key"],
        kind=best["kind"],
        language=best["language"],
        title=shown.marked(best["title"]),
        excerpt=shown.excerpt(best["text"]),
        path=best["path"],
        code=best["code"],
        version=best["version"],
        facets=unpack(best["facets"]),
    )
