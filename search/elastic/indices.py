"""The indices behind their aliases: copied into one by one, or made anew beside the old ones and exchanged.

While new indices are built, whatever changes is written to the old and the new ones; the revision of an entry, as the
version of its document, keeps the order of the writes from mattering.
"""

import hashlib
import json
import time
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from search.elastic.client import SEARCH_SECONDS, bulk, send
from search.elastic.documents import WALLS, alias, all_aliases, documents, index_settings, mapping
from search.entries import EntryKind, kind_of
from search.errors import EngineFault, EngineUnavailable, NotAsStored
from search.models import IndexedEntry
from search.stored import Stored, read_stored, stored_after

NEXT = "-next"  # an alias with this ending is of an index that is being built
SCAN_SIZE = 1_000
REBUILD_SIZE = 500  # entries of a request while everything is copied
SENDERS = 2  # requests at once
SAMPLE = 200  # entries that are compared before a new index is used
MERGE_SECONDS = 900.0  # a million entries take two minutes
ATTEMPTS = 5  # at comparing
GRACE = 2 * SEARCH_SECONDS  # until no search can be using an old index
TWICE = "has more than one write index"  # says the cluster of an index behind an alias that has one
_CONFLICT, _MISSING = 409, 404


def ensure_indices() -> dict[str, str]:
    """Make the indices that are missing, each behind its alias; the index behind each of our aliases.

    Raises EngineUnavailable if they are there after all, but the node that was asked does not know of them yet.
    """
    there = _current()
    missing = [name for name in all_aliases() if name not in there]
    for name in missing:
        _create_if_missing(name)
    there = _current() if missing else there
    if unknown := set(all_aliases()) - there.keys():
        raise EngineUnavailable(f"A node that does not know the indices yet: {sorted(unknown)}")
    return there


def copy(keys: Collection[str]) -> Mapping[str, str]:
    """Write what stands under some keys to every index that is or will be searched, until a search finds it so.

    Which indices there are is asked before the entries are read: an older state read before an index was begun must
    not get into it behind the back of a rebuild.
    """
    there = ensure_indices()
    is_building = any(name.endswith(NEXT) for name in there)
    return _write(read_stored(keys), ["", NEXT] if is_building else [""], refresh=True)


def rebuild() -> Iterator[int]:
    """Copy everything into new indices, compare, exchange; yields the number of entries so far.

    While the engine takes some entries, the next ones are read.
    """
    ensure_indices()
    last, count = _begin_or_go_on(), 0
    sent: deque[tuple[Future[None], int, int]] = deque()
    with ThreadPoolExecutor(SENDERS) as senders:
        while True:
            entries, last = stored_after(last, REBUILD_SIZE)
            if entries:
                there = sum(stored.entry is not None for stored in entries)
                sent.append((senders.submit(_write_new, entries), last, there))
            while sent and (len(sent) > SENDERS or not entries):
                taken, reached, there = sent.popleft()
                taken.result()
                _keep_place(reached)
                count += there
                yield count
            if not entries:
                break
    merge(_names(NEXT))
    _compare()
    _exchange()


def merge(names: str) -> None:
    """Make one segment of each index: a search looks up its words in each segment, which takes half of its time.

    Raises EngineUnavailable if that takes too long; the engine goes on, and a repeated call waits for less.
    """
    send("POST", f"/{names}/_forcemerge?max_num_segments=1", seconds=MERGE_SECONDS)


def _write_new(entries: Sequence[Stored]) -> None:
    if faults := _write(entries, [NEXT], refresh=False):
        raise EngineFault(f"{len(faults)} entries were refused, first {next(iter(faults.items()))}")


def contents() -> Iterator[tuple[str, int, str]]:
    """The key, revision and digest of every document of every index."""
    for name in all_aliases():
        for hit in _scan(name):
            yield hit["_id"], hit["_version"], hit["_source"]["digest"]


def _write(entries: Sequence[Stored], endings: Iterable[str], *, refresh: bool) -> dict[str, str]:
    """What was refused, by key. What is there already in a newer revision is well."""
    lines: list[Mapping[str, Any]] = []
    for stored in entries:
        kind = kind_of(stored.key)
        for wall, body in documents(stored, in_new_index=not refresh).items():
            for ending in endings:
                place = {"_index": alias(wall, kind) + ending, "_id": stored.key, "require_alias": True}
                lines += [{"index": {**place, "version": stored.revision, "version_type": "external_gte"}}, body]
    faults = {}
    for result in bulk(lines, refresh=refresh):
        is_exchanged = result["status"] == _MISSING and result["_index"].endswith(NEXT)
        if "error" in result and result["status"] != _CONFLICT and not is_exchanged:
            faults[result["_id"]] = json.dumps(result["error"])
    return faults


def _begin_or_go_on() -> int:
    """The id of the entry after which to go on: an interrupted rebuild is taken up if it was built as one is today."""
    there = _current()
    started = {name: there[name + NEXT] for name in all_aliases() if name + NEXT in there}
    if len(started) == len(all_aliases()):
        first = send("GET", f"/{started[all_aliases()[0]]}/_mapping")
        (about,) = (index["mappings"].get("_meta", {}) for index in first.values())
        if about.get("made_by") == _made_by():
            return int(about.get("last", 0))
    for index in started.values():
        send("DELETE", f"/{index}", missing_ok=True)
    for name in all_aliases():
        _create(name, name + NEXT)
    return 0


def _keep_place(last: int) -> None:
    send("PUT", f"/{all_aliases()[0]}{NEXT}/_mapping", {"_meta": {"made_by": _made_by(), "last": last}})


def _compare() -> None:
    """Raises NotAsStored unless the new indices hold as many of each kind as the database, and a sample is the same.

    What is written meanwhile may be in one of them before it is in the other: it has some time.
    """
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(attempt)
        send("POST", f"/{_names(NEXT)}/_refresh")
        if not (differences := [*_counts_that_differ(), *_samples_that_differ()]):
            return
    raise NotAsStored(f"The new index is not used, it differs from the database: {'; '.join(differences[:5])}")


def _counts_that_differ() -> Iterator[str]:
    for kind in EntryKind.values:
        stored = IndexedEntry.objects.filter(kind=kind, is_gone=False).count()
        both = ",".join(alias(wall, kind) + NEXT for wall in WALLS)
        found = send("POST", f"/{both}/_count", {"query": {"exists": {"field": "visible_to"}}})["count"]
        if stored != found:
            yield f"{stored} of kind {kind} are stored, {found} indexed"


def _samples_that_differ() -> Iterator[str]:
    rows = IndexedEntry.objects.filter(is_gone=False).order_by("?").values_list("key", "revision", "digest")[:SAMPLE]
    for key, revision, digest in rows:
        kind = kind_of(key)
        found = [send("GET", f"/{alias(wall, kind)}{NEXT}/_doc/{quote(key)}", missing_ok=True) for wall in WALLS]
        if (revision, digest) not in [(each.get("_version"), each.get("_source", {}).get("digest")) for each in found]:
            yield f"{key} is not in revision {revision}"


def _exchange() -> None:
    """Let the new indices answer, all at the same moment; the old ones go when no search can be using them any more."""
    there = _current()
    actions: list[dict[str, Any]] = []
    for name in all_aliases():
        actions += [
            {"remove": {"index": there[name], "alias": name}},
            {"remove": {"index": there[name + NEXT], "alias": name + NEXT}},
            {"add": {"index": there[name + NEXT], "alias": name, "is_write_index": True}},
        ]
    send("POST", "/_aliases", {"actions": actions})
    time.sleep(GRACE)
    send("DELETE", "/" + ",".join(there[name] for name in all_aliases()), missing_ok=True)


def _current() -> dict[str, str]:
    """The index behind each of our aliases, those of indices that are being built among them."""
    # By pattern: a plain name that is missing makes a 404 of the whole answer.
    present = send("GET", f"/_alias/{_names('*')}", missing_ok=True)
    about = {index: each.get("aliases", {}) for index, each in present.items() if isinstance(each, dict)}
    return {name: index for index, aliases in about.items() for name in aliases}


def _names(ending: str) -> str:
    return ",".join(name + ending for name in all_aliases())


def _create_if_missing(name: str) -> None:
    """Another worker may be faster, or the node that said it is missing has only just come back."""
    try:
        _create(name, name)
    except EngineFault as error:
        if TWICE not in str(error):
            raise


def _create(name: str, as_alias: str) -> None:
    """A new index behind an alias. An alias has one index to write to: the cluster refuses a second one."""
    index = f"{name}-{datetime.now(tz=UTC):%Y%m%d%H%M%S%f}"
    body = {"settings": index_settings(), "mappings": {**mapping(), "_meta": {"made_by": _made_by(), "last": 0}}}
    send("PUT", f"/{index}", {**body, "aliases": {as_alias: {"is_write_index": True}}})


def _made_by() -> str:
    """What the settings and the mapping are at present: an index that was made otherwise is not gone on with."""
    return hashlib.sha256(json.dumps([index_settings(), mapping()], sort_keys=True).encode()).hexdigest()


def _scan(index: str) -> Iterator[dict[str, Any]]:
    """All documents of an index, page after page."""
    after: list[Any] = []
    while True:
        body = {"size": SCAN_SIZE, "sort": [{"key": "asc"}], "_source": ["digest"], "version": True}
        answer = send("POST", f"/{index}/_search", body | ({"search_after": after} if after else {}), missing_ok=True)
        hits = answer.get("hits", {}).get("hits", [])
        yield from hits
        if len(hits) < SCAN_SIZE:
            return
        after = hits[-1]["sort"]
