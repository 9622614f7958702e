"""The index follows the database: by the events of the outbox, and all of it when it is rebuilt.

An event only says what changed; its state is read again, so that late, doubled or overtaken events do no harm.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from wagtail.models import Page

from portal.outbox.models import OutboxEvent
from registry.models import CriterionVersion, ReleaseMember
from search.backends import Batch, search_backend
from search.entries import EntryKind, page_key, version_key
from search.state import criterion_batches, page_batches, read_criteria, read_pages

# The criteria behind the things that events of the registry are about, by the label of the thing.
_CRITERIA: dict[str, Callable[[list[int]], set[int]]] = {
    "registry.criterion": set,
    "registry.criterionversion": lambda ids: _values(CriterionVersion.objects.filter(pk__in=ids)),
    "registry.versiontranslation": lambda ids: _values(CriterionVersion.objects.filter(translations__in=ids)),
    # What an older release had may have left the set with this one.
    "registry.release": lambda ids: _values(ReleaseMember.objects.filter(release__criteria_set__releases__in=ids)),
}


def take(events: Sequence[OutboxEvent]) -> None:
    """The outbox's channel: bring what the events are about up to date in the index."""
    ids: dict[str, list[int]] = {}
    for event in events:
        ids.setdefault(event.label, []).append(event.object_id)
    criteria = {pk for label, criteria_of in _CRITERIA.items() for pk in criteria_of(ids.get(label, []))}
    if criteria:
        refresh_criteria(sorted(criteria))
    if pages := {pk for label, pks in ids.items() if _is_page(label) for pk in pks}:
        refresh_pages(pages)


@transaction.atomic
def refresh_criteria(ids: Sequence[int]) -> None:
    """Index what of these criteria is in force or will be, and nothing else of them."""
    backend = search_backend()
    entries = read_criteria(ids, on=localdate())
    versions = CriterionVersion.objects.finals().filter(criterion__in=ids).values_list("pk", flat=True)
    backend.index(entries)
    backend.remove({version_key(pk) for pk in versions} - {entry.key for entry in entries})


@transaction.atomic
def refresh_pages(ids: set[int]) -> None:
    """Index these pages with their translations. Nobody knows what a page was that is gone: then all are read anew."""
    backend = search_backend()
    known = dict(Page.objects.filter(pk__in=ids).values_list("pk", "translation_key"))
    if known.keys() == ids:
        wanted, concerned = list(known.values()), {page_key(key) for key in known.values()}
    else:
        wanted, concerned = [key for batch in page_batches() for key in batch], backend.keys(EntryKind.PAGE)
    entries = read_pages(wanted)
    backend.index(entries)
    backend.remove(concerned - {entry.key for entry in entries})


def rebuild() -> Iterator[int]:
    """Index everything anew; after each batch, the number of entries so far. Searches are answered meanwhile."""
    on = localdate()
    criteria: Iterable[Batch] = (partial(read_criteria, ids, on=on) for ids in criterion_batches())
    pages: Iterable[Batch] = (partial(read_pages, keys) for keys in page_batches())
    return search_backend().rebuild(chain(criteria, pages))


def _is_page(label: str) -> bool:
    try:
        return issubclass(apps.get_model(label), Page)
    except LookupError:  # an event about a model of an older release
        return False


def _values(rows: QuerySet[Any]) -> set[int]:
    """The criteria of some versions or members."""
    return set(rows.values_list("criterion", flat=True))
