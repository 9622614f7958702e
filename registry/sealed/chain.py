"""The chain of events: each link holds the hash of the one before it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from registry.enums import StatusKind
from registry.sealed.canonical import canonical, sha256
from registry.sealed.register import Register
from registry.sealed.release import Release
from registry.sealed.status import StatusEvent, link
from registry.sealed.version import CriterionVersion


def append_event(
    subject: CriterionVersion | Release,
    kind: StatusKind,
    *,
    effective_on: date,
    details: Mapping[str, Any] | None = None,
) -> StatusEvent:
    """Add one event to the chain. Call it inside a transaction: it locks the register until that ends."""
    list(Register.objects.select_for_update().order_by("pk"))
    last = StatusEvent.objects.order_by("-sequence").first()
    is_version = isinstance(subject, CriterionVersion)
    facts: dict[str, Any] = {
        "sequence": last.sequence + 1 if last else 1,
        "kind": kind,
        "effective_on": effective_on,
        "details": canonical(details or {}),
        "previous_hash": last.event_hash if last else "",
    }
    return StatusEvent.objects.create(
        version=subject if is_version else None,
        release=None if is_version else subject,
        event_hash=sha256(canonical(link(subject=subject, **facts))),
        **facts,
    )
