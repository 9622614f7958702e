"""What has changed and is not indexed yet: no search shows it meanwhile.

One query, so that a change cannot slip between the two places where it waits: first as an event of the outbox, then as
a note for the engine.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, CharField, F, Value

from portal.outbox.models import Delivery
from search.models import EngineChange
from search.sync import concerned

MOST = 1_000  # more would make every search slow
CHANNEL = "search"


@dataclass(frozen=True)
class Pending:
    """The keys that are denied to a search."""

    unread: frozenset[str]  # not even the database's entries are up to date
    uncopied: frozenset[str]  # only the engine is behind
    is_too_much: bool = False  # to be told: nothing can be shown
    is_too_much_for_engine: bool = False  # the database can answer


def read_pending() -> Pending:
    """What waits at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(*_statement(connection.vendor, MOST))
        rows = cursor.fetchall()
    changed = [(name, thing) for name, thing, key in rows if not key]
    uncopied = frozenset(key for _label, _thing, key in rows if key)
    if len(changed) > MOST:
        return Pending(frozenset(), uncopied, is_too_much=True)
    unread = frozenset(concerned(changed))
    is_far_behind = len(rows) - len(changed) > 2 * MOST or len(unread | uncopied) > MOST
    return Pending(unread, uncopied, len(unread) > MOST, is_far_behind)


@cache
def _statement(_vendor: str, most: int) -> tuple[str, tuple[Any, ...]]:
    """The query and its values, the same each time: to compose it takes longer than to ask it.

    The label and id of what each event is about, then a key; one of both is empty.
    """
    # Each part has a limit of its own: however far the engine is behind, no event is overlooked, and the database
    # answers. As a subquery, because SQLite takes no LIMIT in the parts of a union.
    waiting = Delivery.objects.waiting().filter(channel=CHANNEL).order_by().values("pk")[: most + 1]
    noted = EngineChange.objects.order_by().values("pk")[: 2 * most + 1]  # several may be of one entry
    nothing = Value(0, output_field=BigIntegerField())
    label = Value("", output_field=CharField())
    events = Delivery.objects.filter(pk__in=waiting).order_by()
    told = events.annotate(label=F("event__label"), thing=F("event__object_id"), waits=label)
    copies = EngineChange.objects.filter(pk__in=noted).order_by().annotate(thing=nothing, label=label, waits=F("key"))
    columns = ("label", "thing", "waits")
    sql, values = told.values_list(*columns).union(copies.values_list(*columns), all=True).query.sql_with_params()
    return sql, tuple(values)
