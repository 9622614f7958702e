"""The interface of every search backend; the settings name the one that answers."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from search.entries import Entry, EntryKind
from search.queries import SearchQuery

Batch = Callable[[], Sequence[Entry]]


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

    def address(self, reader: str) -> str:
        """The path of its page for a reader of a language: a page of text stands under its own."""
        return f"/{self.language if self.kind == EntryKind.PAGE else reader}{self.path}"


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


class SearchBackend(ABC):
    """What a search engine has to do for us. Every method may be repeated without harm."""

    name: str

    @abstractmethod
    def search(self, query: SearchQuery) -> Results:
        """What is found. Any text and any facet gives an answer."""

    @abstractmethod
    def index(self, entries: Iterable[Entry]) -> None:
        """Make entries findable, in place of what their keys stood for."""

    @abstractmethod
    def remove(self, keys: Iterable[str]) -> None:
        """Make entries unfindable; keys that are not there are ignored."""

    @abstractmethod
    def keys(self, kind: str) -> set[str]:
        """The keys of all entries of a kind."""

    def all_keys(self) -> set[str]:
        """The keys of all entries."""
        return {key for kind in EntryKind.values for key in self.keys(kind)}

    def rebuild(self, batches: Iterable[Batch]) -> Iterator[int]:
        """Index everything anew, and remove what is in no batch; after each batch, the number of entries so far.

        A batch is a function that reads its entries. It is called in a transaction that ends after they are written, so
        that it may lock what it reads. Searches are answered meanwhile.
        """
        before, written = self.all_keys(), set[str]()
        for read in batches:
            with transaction.atomic():
                entries = read()
                self.index(entries)
            written |= {entry.key for entry in entries}
            yield len(written)
        self.remove(before - written)  # what came meanwhile, from the outbox, stays


def search_backend() -> SearchBackend:
    backend: SearchBackend = import_string(settings.SEARCH_BACKEND)()
    return backend
