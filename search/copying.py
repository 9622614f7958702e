"""What was written is copied to the engine: at once after the commit, and by ``search_sync`` whatever failed then.

The order keeps searches true at every moment: what is noted as changed is denied to every search of the engine until
a search would find its new state; only then is the note deleted. A worker may be killed anywhere.
"""

import contextlib
import logging
from collections.abc import Mapping

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from portal.outbox.services import pause
from search.backends import SearchEngine, search_engine
from search.errors import EngineFault, EngineUnavailable
from search.models import EngineChange

BATCH_SIZE = 500
logger = logging.getLogger(__name__)


def copy_waiting() -> int:
    """Copy everything that is due to the engine; how many entries it took. Several workers may do so at once.

    Raises EngineUnavailable, EngineFault: then the rest waits. What the engine refuses by itself is set aside for a
    while, longer each time.
    """
    engine, copied = search_engine(), 0
    if engine is None:
        return 0
    while (count := _copy_batch(engine)) is not None:
        copied += count
    return copied


def copy_after_commit() -> None:
    """The same where nobody can be told: ``search_sync`` copies later what the engine did not take now."""
    try:
        copy_waiting()
    except (EngineUnavailable, EngineFault) as error:
        logger.warning("The search engine took nothing, the changes wait for search_sync: %s", error)


def refused_changes() -> list[str]:
    """What the engine has refused so far: the key and the reason, for whoever keeps the installation running."""
    rows = EngineChange.objects.exclude(fault="").order_by("key").values_list("key", "fault").distinct()
    return [f"{key}: {fault}" for key, fault in rows]


def _copy_batch(engine: SearchEngine) -> int | None:
    """How many entries of a batch were taken; None if nothing is due."""
    with _alone():
        now = timezone.now()
        due = EngineChange.objects.filter(Q(retry_at=None) | Q(retry_at__lte=now))
        changes = list(due.select_for_update(skip_locked=True)[:BATCH_SIZE])
        if not changes:
            return None
        keys = {change.key for change in changes}
        faults = engine.copy(keys)
        with transaction.atomic():
            EngineChange.objects.filter(pk__in=[each.pk for each in changes if each.key not in faults]).delete()
            _set_aside([each for each in changes if each.key in faults], faults)
        return len(keys) - len(faults)


def _alone() -> contextlib.AbstractContextManager[object]:
    """On PostgreSQL the changes of a batch are locked, so that workers share them out.

    SQLite has one lock for all writers, which must not be held while the engine is spoken to; there two workers may
    copy the same, which does no harm.
    """
    has_locks = connection.features.has_select_for_update_skip_locked
    return transaction.atomic() if has_locks else contextlib.nullcontext()


def _set_aside(changes: list[EngineChange], faults: Mapping[str, str]) -> None:
    for change in changes:
        change.attempts = min(change.attempts + 1, 1_000)
        change.retry_at = timezone.now() + pause(change.attempts)
        change.fault = faults[change.key][:1_000]
        logger.error("The search engine refused %s: %s", change.key, change.fault)
    EngineChange.objects.bulk_update(changes, ["attempts", "retry_at", "fault"])
