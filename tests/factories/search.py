"""Entries and queries for tests: dull; the keyword says what the test is about."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from portal.core.viewer import VISITOR
from portal.outbox.services import deliver_waiting
from search.backends import Results, search_backend, search_engine
from search.copying import copy_waiting
from search.database import writing
from search.entries import Entry, EntryKind
from search.queries import SearchQuery
from search.sync import reread

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


def rebuild() -> Iterator[int]:
    """Everything read anew, and copied; the number of entries after each batch."""
    yield from reread()
    copy_waiting()


def deliver() -> int:
    """What waits delivered and copied, as after a commit; how many events the search took."""
    taken = deliver_waiting()["search"]
    copy_waiting()
    return taken


class Indexed:
    """The backend that the settings name, with entries of a test's own in it."""

    @property
    def name(self) -> str:
        return search_backend().name

    def search(self, query: SearchQuery, *, denied: Collection[str] = ()) -> Results:
        return search_backend().search(query, denied=denied)

    def index(self, entries: Iterable[Entry]) -> None:
        writing.write(entries)
        copy_waiting()

    def remove(self, keys: Iterable[str]) -> None:
        writing.remove(keys)
        copy_waiting()

    def keys(self, kind: str) -> set[str]:
        """What there is of a kind, in the engine if there is one."""
        if engine := search_engine():
            return {key for key, _revision, digest in engine.contents() if digest and key.startswith(f"{kind}:")}
        return writing.keys(kind)


def found(backend: Indexed, text: str = "", language: str = "en", **fields: Any) -> list[str]:
    """The keys of what a visitor finds, best first."""
    return keys(backend.search(asked(text, language, **fields)))


def keys(results: Results) -> list[str]:
    return [hit.key for hit in results.hits]
