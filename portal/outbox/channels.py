"""Who takes events: each app that has an effect outside the database registers a channel when it is ready."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.outbox.models import OutboxEvent

Handler = Callable[["Sequence[OutboxEvent]"], None]
_channels: dict[str, Handler] = {}


def register_channel(name: str, handler: Handler) -> None:
    """Let ``handler`` take every event from now on, in batches, oldest first.

    It runs in the transaction that notes the delivery, may see an event again after a failure, and re-reads the state:
    an event says that something changed, never how.
    """
    _channels[name] = handler


def channels() -> dict[str, Handler]:
    return dict(_channels)
