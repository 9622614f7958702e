"""Entries as they stand in the database, for an engine to copy."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from search.entries import Entry
from search.models import IndexedEntry, IndexedText
from search.packing import unpack, unpack_names

_FIELDS = (
    *("pk", "key", "revision", "is_gone", "digest", "kind", "facets", "visible_to", "hidden_from"),
    *("since", "until", "path", "code", "version", "codes", "used", "updated"),
)


@dataclass(frozen=True)
class Stored:
    """The newest state of one key: an entry, or that there is none any more."""

    key: str
    revision: int
    digest: str
    entry: Entry | None


def read_stored(keys: Collection[str]) -> list[Stored]:
    """What stands under some keys; a key that never stood for anything is left out."""
    return _stored(IndexedEntry.objects.filter(key__in=keys).order_by("pk"))


def stored_after(pk: int, size: int) -> tuple[list[Stored], int]:
    """The next of all entries in the order of their ids, and the last of these ids."""
    rows = IndexedEntry.objects.filter(pk__gt=pk).order_by("pk")[:size]
    last = max(rows.values_list("pk", flat=True), default=pk)
    return _stored(IndexedEntry.objects.filter(pk__gt=pk, pk__lte=last).order_by("pk")), last


def digests_after(pk: int, size: int) -> tuple[dict[str, tuple[int, str]], int]:
    """The same without the entries: the revision and digest of each key; the digest of what is gone is empty."""
    after = IndexedEntry.objects.filter(pk__gt=pk).order_by("pk")
    rows = list(after.values_list("pk", "key", "revision", "digest")[:size])
    return {key: (revision, digest) for _pk, key, revision, digest in rows}, rows[-1][0] if rows else pk


def in_parts(keys: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    """Few enough at once for the bound variables of any database."""
    return (keys[start : start + size] for start in range(0, len(keys), size))


def _stored(entries: "QuerySet[IndexedEntry]") -> list[Stored]:
    rows = list(entries.values(*_FIELDS))
    titles: defaultdict[int, dict[str, str]] = defaultdict(dict)
    texts: defaultdict[int, dict[str, str]] = defaultdict(dict)
    found = IndexedText.objects.filter(entry__in=[row["pk"] for row in rows if not row["is_gone"]]).order_by("pk")
    for pk, language, title, text in found.values_list("entry", "language", "title", "text"):
        titles[pk][language], texts[pk][language] = title, text
    return [
        Stored(
            row["key"],
            row["revision"],
            row["digest"],
            None if row["is_gone"] else _entry(row, titles[row["pk"]], texts[row["pk"]]),
        )
        for row in rows
    ]


def _entry(row: dict[str, Any], title: dict[str, str], text: dict[str, str]) -> Entry:
    kept = ("key", "kind", "path", "updated", "code", "version", "used", "since", "until")
    return Entry(
        **{name: row[name] for name in kept},
        title=title,
        text=text,
        codes=tuple(row["codes"].split()),
        facets=unpack(row["facets"]),
        visible_to=unpack_names(row["visible_to"]),
        hidden_from=unpack_names(row["hidden_from"]),
    )
