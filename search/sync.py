"""The entries follow the database: by the events of the outbox, and all of them when they are read anew.

An event only says what changed; its state is read again, so that late, doubled or overtaken events do no harm.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from django.db import transaction
from django.utils.timezone import localdate

from portal.outbox.models import OutboxEvent
from search.backends import has_engine
from search.copying import copy_after_commit
from search.database import writing
from search.entries import EntryKind
from search.sources import SOURCES
from search.stored import in_parts


def take(events: Sequence[OutboxEvent]) -> None:
    """The outbox's channel: bring what the events are about up to date."""
    if keys := concerned((event.label, event.object_id) for event in events):
        for some in in_parts(sorted(keys)):
            refresh(some)
        if has_engine():
            transaction.on_commit(copy_after_commit, robust=True)


def concerned(changed: Iterable[tuple[str, int]]) -> set[str]:
    """The keys of entries that events about these things, each a label and an id, may have changed."""
    ids: defaultdict[str, list[int]] = defaultdict(list)
    for label, pk in changed:
        ids[label].append(pk)
    return {key for source in SOURCES.values() for key in source.concerned(ids)} if ids else set()


@transaction.atomic
def refresh(keys: Collection[str]) -> int:
    """Write what some keys stand for at present; how many stand for something."""
    writing.lock(keys)
    present = [entry for source in SOURCES.values() if source.own(keys) for entry in source.read(keys, on=localdate())]
    entries = {entry.key: entry for entry in present}
    writing.write_locked(entries)
    writing.remove(set(keys) - entries.keys())
    return len(entries)


def reread() -> Iterator[int]:
    """Read everything anew, and remove what is there no more; after each batch, the number of entries so far."""
    before = {kind: writing.keys(kind) for kind in EntryKind.values}
    count = 0
    for kind, source in SOURCES.items():
        for keys in source.batches():
            before[kind] -= set(keys)
            count += refresh(keys)
            yield count
    for rest in before.values():  # what came meanwhile, from the outbox, is not among them
        for keys in in_parts(sorted(rest)):
            count += refresh(keys)
    yield count
