"""Delivery of waiting events."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.outbox.channels import Handler, channels
from portal.outbox.models import Delivery

BATCH_SIZE = 500
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=1)  # before an event that failed is tried again
MOST_FAILURES = 3  # in a row, after which it is the channel that fails, not an event
logger = logging.getLogger(__name__)


def deliver_waiting() -> dict[str, int]:
    """Hand every waiting event to every channel; returns how many each took. A failing channel stops no other.

    If a batch fails, its events are handed over one by one: one that fails by itself is set aside for a while, longer
    each time, and its neighbours are taken.
    """
    taken = {}
    for name, handler in channels().items():
        taken[name] = 0
        try:
            while count := _deliver_batch(name, handler, BATCH_SIZE):
                taken[name] += count
        except Exception:  # one broken channel must not hold the others up
            logger.exception("The channel %s failed; its events are tried one by one.", name)
            taken[name] += _deliver_singly(name, handler)
    return taken


def pause(attempts: int) -> timedelta:
    """How long to wait after so many failures, at least 1: doubled each time, an hour at most."""
    return min(FIRST_PAUSE * (1 << min(attempts - 1, 20)), LONGEST_PAUSE)


@transaction.atomic
def _deliver_batch(channel: str, handler: Handler, most: int) -> int:
    due = Delivery.objects.due(channel, at=timezone.now()).select_related("event")
    deliveries = list(due.select_for_update(skip_locked=True, of=("self",))[:most])
    if deliveries:
        handler([delivery.event for delivery in deliveries])
        mine = Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries])
        mine.update(delivered_at=timezone.now(), fault="")
    return len(deliveries)


def _deliver_singly(channel: str, handler: Handler) -> int:
    """How many of a batch that failed were taken; ends early if the channel takes none."""
    taken = failures = 0
    for _ in range(BATCH_SIZE):
        try:
            count = _deliver_batch(channel, handler, 1)
        except Exception as error:  # noqa: BLE001  (the event is named in the log and in its row)
            failures += 1
            _set_aside(channel, error)
            if failures == MOST_FAILURES:
                break
        else:
            if not count:
                break
            taken, failures = taken + count, 0
    return taken


@transaction.atomic
def _set_aside(channel: str, error: Exception) -> None:
    """The event that failed waits for its next attempt; another worker may have taken it meanwhile."""
    due = Delivery.objects.due(channel, at=timezone.now()).select_related("event")
    delivery = due.select_for_update(skip_locked=True, of=("self",)).first()
    if delivery is None:
        return
    delivery.attempts = min(delivery.attempts + 1, 1_000)
    delivery.retry_at, delivery.fault = timezone.now() + pause(delivery.attempts), repr(error)[:1_000]
    delivery.save(update_fields=["attempts", "retry_at", "fault"])
    logger.error("%s failed %s times and is tried again later: %s", delivery, delivery.attempts, delivery.fault)
