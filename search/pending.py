"""What has changed and is not indexed yet: no search shows it meanwhile.

One query, so that a change cannot slip between the two places where it waits: first as an event of the outbox, then as
a note for the engine.
"""

from dataclasses import dataclass

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
    events = Delivery.objects.waiting().filter(channel=CHANNEL).order_by()
    told = events.annotate(label=F("event__label"), thing=F("event__object_id")).values_list("label", "thing")
    nothing = Value(0, output_field=BigIntegerField())
    label = Value("", output_field=CharField())
    changes = EngineChange.objects.order_by().annotate(thing=nothing, label=label)
    waiting = told.annotate(waits=Value("", output_field=CharField())).values_list("label", "thing", "waits")
    copies = changes.annotate(waits=F("key")).values_list("label", "thing", "waits")
    rows = list(waiting.union(copies, all=True)[: 2 * MOST + 1])
    changed = [(label, thing) for label, thing, key in rows if not key]
    uncopied = frozenset(key for _label, _thing, key in rows if key)
    if len(changed) > MOST or len(rows) > 2 * MOST:
        return Pending(frozenset(), uncopied, is_too_much=True)
    unread = frozenset(concerned(changed))
    return Pending(unread, uncopied, len(unread) > MOST, len(unread | uncopied) > MOST)
