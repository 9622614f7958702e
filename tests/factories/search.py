"""Entries and queries for tests: dull; the keyword says what the test is about."""

from datetime import UTC, date, datetime
from typing import Any

from portal.core.viewer import VISITOR
from search.backends import Results, SearchBackend
from search.entries import Entry, EntryKind
from search.queries import SearchQuery

TODAY = date(2026, 11, 23)


def entry(key: str, title: str = "Nothing", text: str = "", language: str = "en", **fields: Any) -> Entry:
    """A criterion in one language that everyone may see, of no code."""
    return in_languages(key, {language: title}, {language: text}, **fields)


def in_languages(key: str, titles: dict[str, str], texts: dict[str, str] | None = None, **fields: Any) -> Entry:
    """The same in several languages."""
    given: dict[str, Any] = {
        "kind": EntryKind.CRITERION,
        "title": titles,
        "text": texts or {},
        "path": f"/{key.replace(':', '/')}/",
        "updated": datetime(2026, 2, 2, tzinfo=UTC),
    }
    return Entry(key=key, **{**given, **fields})


def asked(text: str = "", language: str = "en", **fields: Any) -> SearchQuery:
    """A visitor's question."""
    return SearchQuery(**{"viewer": VISITOR, "on": TODAY, "text": text, "language": language, **fields})


def found(backend: SearchBackend, text: str = "", language: str = "en", **fields: Any) -> list[str]:
    """The keys of what a visitor finds, best first."""
    return keys(backend.search(asked(text, language, **fields)))


def keys(results: Results) -> list[str]:
    return [hit.key for hit in results.hits]
