"""Delivery of waiting events."""

import logging

from django.db import transaction

from portal.outbox.channels import Handler, channels
from portal.outbox.models import Delivery, OutboxEvent

BATCH_SIZE = 500
logger = logging.getLogger(__name__)


def deliver_waiting() -> dict[str, int]:
    """Hand every waiting event to every channel; returns how many each took. A failing channel stops no other."""
    taken = {}
    for name, handler in channels().items():
        taken[name] = 0
        try:
            while count := _deliver_batch(name, handler):
                taken[name] += count
        except Exception:  # one broken channel must not hold the others up; its events wait
            logger.exception("The channel %s failed; its events wait for the next delivery.", name)
    return taken


@transaction.atomic
def _deliver_batch(channel: str, handler: Handler) -> int:
    waiting = OutboxEvent.objects.waiting_for(channel)
    events = list(waiting.select_for_update(skip_locked=True, of=("self",))[:BATCH_SIZE])
    if events:
        handler(events)
        Delivery.objects.bulk_create(Delivery(event=event, channel=channel) for event in events)
    return len(events)
