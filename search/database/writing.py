"""Entries written to the tables, and taken from them; what an engine has to copy is noted in the same transaction."""

from collections.abc import Collection, Iterable, Mapping

from django.db import connection, transaction
from django.db.models import F

from search.backends import has_engine
from search.database.engines import WordsRow, engine
from search.entries import UNKNOWN, Entry, kind_of
from search.models import EngineChange, IndexedEntry, IndexedText
from search.packing import pack, pack_names
from search.stored import in_parts
from search.words import tokens

MOST_CHARACTERS = 50_000  # of a text in one language that can be found; PostgreSQL takes a megabyte of words in all
_REPLACED = (
    *("revision", "is_gone", "digest", "kind", "position", "facets", "visible_to", "hidden_from", "since", "until"),
    *("path", "code", "version", "codes", "used", "updated"),
)


def lock(keys: Iterable[str]) -> None:
    """Keep others from writing these entries, also those that are not there yet, until the transaction ends.

    Whoever then reads what they are about and writes it, writes nothing older over something newer.
    """
    ordered = sorted(keys)  # one order: no deadlock
    for some in in_parts(ordered):
        gone = [IndexedEntry(key=key, kind=kind_of(key), is_gone=True, updated=UNKNOWN) for key in some]
        IndexedEntry.objects.bulk_create(gone, ignore_conflicts=True)
    for some in in_parts(ordered):
        list(IndexedEntry.objects.filter(key__in=some).order_by("key").select_for_update().values_list("pk"))


@transaction.atomic
def write(entries: Iterable[Entry]) -> None:
    """Put entries in place of what their keys stood for; one that says the same is left alone."""
    by_key = {entry.key: entry for entry in entries}
    lock(by_key)
    write_locked(by_key)


def write_locked(by_key: Mapping[str, Entry]) -> None:
    """The same for entries by their keys, in the transaction that has locked these."""
    for some in in_parts(sorted(by_key)):
        before = IndexedEntry.objects.filter(key__in=some).values_list("key", "revision", "digest")
        revisions = {key: revision + 1 for key, revision, digest in before if digest != by_key[key].digest}
        _replace([by_key[key] for key in revisions], revisions)
        _note(revisions)


@transaction.atomic
def remove(keys: Iterable[str]) -> None:
    """Leave nothing of these entries but their revision; keys that stand for nothing are ignored."""
    for some in in_parts(sorted(set(keys))):
        rows = IndexedEntry.objects.filter(key__in=some, is_gone=False).order_by("key").select_for_update()
        there = dict(rows.values_list("pk", "key"))
        with connection.cursor() as cursor:
            engine().erase(cursor, list(there))
        IndexedText.objects.filter(entry__in=there).delete()
        nothing = dict.fromkeys(("visible_to", "hidden_from", "facets", "codes", "code", "version", "path"), "")
        gone = IndexedEntry.objects.filter(pk__in=there)
        gone.update(is_gone=True, digest="", position="", used=0, revision=F("revision") + 1, **nothing)
        _note(there.values())


def keys(kind: str) -> set[str]:
    return set(IndexedEntry.objects.filter(kind=kind, is_gone=False).values_list("key", flat=True))


def _replace(entries: Collection[Entry], revisions: Mapping[str, int]) -> None:
    rows = IndexedEntry.objects.bulk_create(
        [_row(entry, revisions[entry.key]) for entry in entries],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=_REPLACED,
    )
    by_key = {entry.key: entry for entry in entries}
    IndexedText.objects.filter(entry__in=rows).delete()
    IndexedText.objects.bulk_create(
        IndexedText(entry=row, language=language, title=title, text=by_key[row.key].text.get(language, ""))
        for row in rows
        for language, title in by_key[row.key].title.items()
    )
    with connection.cursor() as cursor:
        engine().write(cursor, [_words(row.pk, by_key[row.key]) for row in rows])


def _note(keys: Iterable[str]) -> None:
    if has_engine():
        EngineChange.objects.bulk_create(EngineChange(key=key) for key in keys)


def _row(entry: Entry, revision: int) -> IndexedEntry:
    first_title = next(iter(entry.title.values()), "")
    return IndexedEntry(
        key=entry.key,
        revision=revision,
        is_gone=False,
        digest=entry.digest,
        kind=entry.kind,
        position=(entry.code or first_title).casefold()[:100],
        facets=pack(entry.facets),
        visible_to=pack_names(entry.visible_to),
        hidden_from=pack_names(entry.hidden_from),
        since=entry.since,
        until=entry.until,
        path=entry.path,
        code=entry.code,
        version=entry.version,
        codes=" ".join(entry.codes),
        used=entry.used,
        updated=entry.updated,
    )


def _words(pk: int, entry: Entry) -> WordsRow:
    codes = " ".join([entry.code, *entry.codes])
    return WordsRow(pk, tokens(codes, ""), _tokens(entry.title), _tokens(entry.text))


def _tokens(texts: Mapping[str, str]) -> str:
    return " ".join(tokens(text[:MOST_CHARACTERS], language) for language, text in texts.items())
