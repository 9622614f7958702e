"""What is true, what the database keeps of it for searches, and what the engine has of that: compared, and mended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import localdate

from search.backends import SearchEngine
from search.database import writing
from search.models import EngineChange, IndexedEntry
from search.sources import SOURCES
from search.sources.base import in_batches
from search.stored import digests_after
from search.sync import refresh

PART = 5_000  # entries that are compared at once


@dataclass(frozen=True)
class Difference:
    key: str
    what: str  # in English, for whoever keeps the installation running
    revision: int = 0  # in which the engine has it

    def __str__(self) -> str:
        return f"{self.key}: {self.what}"


def entry_differences() -> Iterator[Difference]:
    """Where the entries are not what the database says now. What changes meanwhile may be among them."""
    on = localdate()
    for kind, source in SOURCES.items():
        rest = writing.keys(kind)
        for keys in source.batches():
            kept = dict(IndexedEntry.objects.filter(key__in=keys, is_gone=False).values_list("key", "digest"))
            present = {entry.key: entry.digest for entry in source.read(keys, on=on)}
            rest -= present.keys()
            for key in sorted(present.keys() - kept.keys()):
                yield Difference(key, "there, but not among the entries")
            for key in sorted(key for key in present.keys() & kept.keys() if present[key] != kept[key]):
                yield Difference(key, "the entry says something else")
        for key in sorted(rest):
            yield Difference(key, "an entry of what cannot be found any more")


def copy_differences(engine: SearchEngine) -> Iterator[Difference]:
    """Where the engine has not what the entries say, apart from what waits to be copied."""
    found: dict[str, tuple[int, str]] = {}
    for key, revision, digest in engine.contents():
        found[key] = max(found.get(key, (0, "")), (revision, digest))
    last = 0
    while True:
        entries, reached = digests_after(last, PART)
        if reached == last:
            break
        last = reached
        waits = set(EngineChange.objects.filter(key__in=entries).values_list("key", flat=True))
        for key, (revision, digest) in entries.items():
            there = found.pop(key, (0, ""))
            if key not in waits and there != (revision, digest) and (digest or there[1]):
                yield Difference(key, _told(there, revision, digest), there[0])
    for key, (revision, digest) in sorted(found.items()):
        if digest:
            yield Difference(key, "in the engine, but nowhere else", revision)


@transaction.atomic
def mend_copies(differences: Sequence[Difference]) -> None:
    """Have what differs in the engine copied anew, in a revision that is newer than the engine has."""
    there = {difference.key: difference.revision for difference in differences}
    writing.lock(there.keys())
    for entry in IndexedEntry.objects.filter(key__in=there):
        entry.revision = max(entry.revision, there[entry.key]) + 1
        entry.save(update_fields=["revision"])
    EngineChange.objects.bulk_create(EngineChange(key=key) for key in there)


def mend_entries(keys: list[str]) -> None:
    """Read again what these keys stand for."""
    for some in in_batches(keys):
        refresh(some)


def _told(there: tuple[int, str], revision: int, digest: str) -> str:
    if not there[1]:
        return f"revision {revision} is missing in the engine"
    if not digest:
        return f"gone in revision {revision}, but found by the engine"
    return f"revision {there[0]} in the engine instead of {revision}"
