"""Entries written to the tables, and removed from them."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection, transaction

from search.database.engines import WordsRow, engine
from search.database.facets import pack, pack_names
from search.entries import Entry
from search.models import IndexedEntry, IndexedText
from search.words import tokens

MOST_CHARACTERS = 50_000  # of a text in one language that can be found; PostgreSQL takes a megabyte of words in all
_REPLACED = ["kind", "position", "facets", "visible_to", "since", "until", "path", "code", "version", "updated"]


@transaction.atomic
def write(entries: Iterable[Entry]) -> None:
    """Put entries in place of what their keys stood for."""
    by_key = {entry.key: entry for entry in sorted(entries, key=lambda entry: entry.key)}  # one order: no deadlock
    rows = IndexedEntry.objects.bulk_create(
        [_row(entry) for entry in by_key.values()],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=_REPLACED,
    )
    IndexedText.objects.filter(entry__in=rows).delete()
    IndexedText.objects.bulk_create(
        IndexedText(entry=row, language=language, title=title, text=by_key[row.key].text.get(language, ""))
        for row in rows
        for language, title in by_key[row.key].title.items()
    )
    with connection.cursor() as cursor:
        engine().write(cursor, [_words(row.pk, by_key[row.key]) for row in rows])


@transaction.atomic
def remove(keys: Iterable[str]) -> None:
    found = IndexedEntry.objects.filter(key__in=list(keys))
    with connection.cursor() as cursor:
        engine().erase(cursor, list(found.values_list("pk", flat=True)))
    found.delete()


def _row(entry: Entry) -> IndexedEntry:
    first_title = next(iter(entry.title.values()), "")
    return IndexedEntry(
        key=entry.key,
        kind=entry.kind,
        position=(entry.code or first_title).casefold()[:100],
        facets=pack(entry.facets),
        visible_to=pack_names(entry.visible_to),
        since=entry.since,
        until=entry.until,
        path=entry.path,
        code=entry.code,
        version=entry.version,
        updated=entry.updated,
    )


def _words(pk: int, entry: Entry) -> WordsRow:
    codes = " ".join([entry.code, *entry.codes])
    return WordsRow(pk, tokens(codes, ""), _tokens(entry.title), _tokens(entry.text))


def _tokens(texts: Mapping[str, str]) -> str:
    return " ".join(tokens(text[:MOST_CHARACTERS], language) for language, text in texts.items())


def keys(kind: str) -> set[str]:
    return set(IndexedEntry.objects.filter(kind=kind).values_list("key", flat=True))


def all_keys() -> set[str]:
    return set(IndexedEntry.objects.values_list("key", flat=True))


def in_parts(keys: Sequence[str], size: int = 500) -> Iterable[Sequence[str]]:
    """Few enough at once for the bound variables of any database."""
    return (keys[start : start + size] for start in range(0, len(keys), size))
