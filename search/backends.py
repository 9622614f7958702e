"""The interface of what answers a search: the database always can, an engine beside it if the settings name one."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from search.cursors import Cursor
from search.entries import EntryKind
from search.marks import plain
from search.queries import SearchQuery

DATABASE = "search.database.DatabaseBackend"


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One thing found, in one language: the reader's if it was found in it."""

    key: str
    kind: str
    language: str
    title: SafeString  # with what was found in <mark>, all else escaped
    excerpt: SafeString  # the same, around what was found
    path: str  # without the language
    code: str
    version: str
    facets: Mapping[str, tuple[str, ...]]
    marks: Sequence[str] = ()  # StatusKinds of which a reader is told; read when it is shown, an index may lag behind

    @property
    def plain_title(self) -> str:
        """The title as text."""
        return plain(self.title)

    def address(self, reader: str) -> str:
        """The path of its page for a reader of a language: a page of the CMS stands under its own."""
        is_page = self.kind in (EntryKind.PAGE, EntryKind.MEMBER)
        return f"/{self.language if is_page else reader}{self.path}"


@dataclass(frozen=True, kw_only=True)
class Results:
    hits: Sequence[Hit]  # of this page
    total: int
    page: int  # the one that was asked for, or the last there is
    kinds: Mapping[str, int]  # how much of each kind the text finds, whatever the facets say
    facets: Mapping[str, Mapping[str, int]]  # facet, option: how many it would leave if ticked alone in its facet
    backend: str
    all_words: bool = True  # False: nothing has every word, these have some of them
    suggestion: str = ""  # the text with other words, where some are found nowhere
    next_place: Cursor | None = None  # of the page after this one; None if there is none
    is_degraded: bool = False  # the engine did not answer, the database did
    is_behind: bool = False  # so much has changed that nothing is shown until it is indexed

    @cached_property
    def next_cursor(self) -> str:
        """For the page after this one; empty if there is none. Signed only when it is read, as no page of HTML does."""
        return self.next_place.written() if self.next_place else ""


def nothing(backend: str, *, all_words: bool = False, is_behind: bool = False) -> Results:
    """The answer that holds nothing."""
    return Results(
        hits=(), total=0, page=1, kinds={}, facets={}, backend=backend, all_words=all_words, is_behind=is_behind
    )


class SearchBackend(ABC):
    """What answers a search."""

    name: str

    @abstractmethod
    def search(self, query: SearchQuery, *, denied: Collection[str]) -> Results:
        """What is found, without the keys in ``denied``. Any text and any facet gives an answer.

        Raises EngineUnavailable or EngineFault if it is an engine that cannot answer.
        """

    def begin(self, query: SearchQuery, *, denied: Collection[str]) -> Callable[[], Results]:
        """The same in two steps: what is returned waits for the answer, is called once, and raises as ``search``."""
        return partial(self.search, query, denied=denied)


class SearchEngine(SearchBackend):
    """What answers from a copy of the entries. Every method may be repeated without harm, by several at once."""

    @abstractmethod
    def copy(self, keys: Collection[str]) -> Mapping[str, str]:
        """Take over what stands under some keys; when this returns, a search finds it so. What is newer already stays.

        Returns what was refused, by key, and why. Raises EngineUnavailable, EngineFault.
        """

    @abstractmethod
    def rebuild(self) -> Iterator[int]:
        """Copy everything into new indices and answer from them; yields the number of entries so far.

        Searches are answered and entries copied meanwhile. One that was interrupted goes on where it was.
        Raises EngineUnavailable, EngineFault, or NotAsStored if the copy is not what the database says.
        """

    @abstractmethod
    def contents(self) -> Iterator[tuple[str, int, str]]:
        """The key, revision and digest of everything there is, once for each place; what is gone has no digest."""


def search_backend() -> SearchBackend:
    """The one that the settings name."""
    backend: SearchBackend = import_string(settings.SEARCH_BACKEND)()
    return backend


def has_engine() -> bool:
    return bool(settings.SEARCH_BACKEND != DATABASE)


def search_engine() -> SearchEngine | None:
    """The engine beside the database, if the settings name one."""
    backend = search_backend() if has_engine() else None
    return backend if isinstance(backend, SearchEngine) else None
