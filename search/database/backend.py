"""The backend that needs nothing but the database, SQLite or PostgreSQL. Good to about 100,000 entries."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from django.conf import settings

from search.backends import Hit, Results, SearchBackend
from search.database import writing
from search.database.facets import Tally, tally, unpack
from search.database.finding import Search, titles
from search.database.highlights import excerpt, marked
from search.entries import Entry
from search.queries import LAST_PAGE, PAGE_SIZE, SearchQuery
from search.suggestions import MOST_TITLES, suggestion
from search.terms import Question, Term, question
from search.words import tokens


class DatabaseBackend(SearchBackend):
    """Two queries a search. Everything must have all words in one language; if nothing has, some of them."""

    name = "database"

    def search(self, query: SearchQuery) -> Results:
        asked = question(query.text, query.language)
        if asked.is_empty and query.text.strip():  # "???" holds nothing to look for
            return self._results(query, Tally(), has_all=False)
        search = Search(query, asked)
        groups = search.count()
        has_all = bool(groups) or asked.is_empty
        if not has_all and asked.has_many:
            search = Search(query, replace(asked, is_all=False))
            groups = search.count()
        return self._results(query, tally(groups, query), has_all=has_all, search=search)

    def _results(self, query: SearchQuery, counted: Tally, *, has_all: bool, search: Search | None = None) -> Results:
        last = max(1, -(-min(counted.total, PAGE_SIZE * LAST_PAGE) // PAGE_SIZE))
        page = min(max(query.page, 1), last)
        return Results(
            hits=_hits(search, page) if search and counted.total else (),
            total=counted.total,
            page=page,
            kinds=counted.kinds,
            facets=counted.facets,
            backend=self.name,
            all_words=has_all,
            suggestion="" if has_all else suggestion(query, titles(query, MOST_TITLES)),
        )

    def index(self, entries: Iterable[Entry]) -> None:
        writing.write(entries)

    def remove(self, keys: Iterable[str]) -> None:
        for some in writing.in_parts(list(keys)):
            writing.remove(some)

    def keys(self, kind: str) -> set[str]:
        return writing.keys(kind)

    def all_keys(self) -> set[str]:
        return writing.all_keys()


def _hits(search: Search, page: int) -> Sequence[Hit]:
    found = groupby(search.read(page), key=lambda row: row["key"])
    return [_hit(search.question, search.query.language, list(texts)) for _key, texts in found]


def _hit(asked: Question, reader: str, texts: list[dict[str, Any]]) -> Hit:
    """``texts`` are the rows of one entry, a language each: the one that has most of the terms is shown."""
    order = [reader, *(code for code, _name in settings.LANGUAGES if code != reader)]
    texts.sort(key=lambda row: order.index(row["language"]) if row["language"] in order else len(order))
    best = texts[0] if len(texts) == 1 else max(texts, key=lambda row: _count(row, asked.terms(row["language"])))
    terms = asked.terms(best["language"])
    return Hit(
        key=best["key"],
        kind=best["kind"],
        language=best["language"],
        title=marked(best["title"], best["language"], terms),
        excerpt=excerpt(best["text"], best["language"], terms),
        path=best["path"],
        code=best["code"],
        version=best["version"],
        facets=unpack(best["facets"]),
    )


def _count(row: dict[str, Any], terms: Sequence[Term]) -> int:
    """How many of the terms a text has."""
    if not terms:
        return 0
    found = {token for text in (row["title"], row["text"]) for token in tokens(text, row["language"]).split()}
    return sum(any(term.fits(token) for token in found) for term in terms)
