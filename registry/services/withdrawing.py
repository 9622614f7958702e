"""Withdrawing a criterion: its text and address stay for ever."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from registry.enums import LineageKind, StatusKind
from registry.models import Criterion, CriterionVersion, StatusEvent
from registry.sealed.chain import append_event
from registry.services.sealing import add_edges, announce, lock, require_in_force


@transaction.atomic
def withdraw(
    version: CriterionVersion,
    *,
    reason: Mapping[str, str],
    use_instead: Criterion | None,
    effective_on: date,
    origin: str,
    facts: Mapping[str, Any] | None = None,
) -> StatusEvent:
    """Withdraw the version in force; ``reason`` by language says why, and what instead or why nothing.

    ``facts`` are sealed beside it: the class of the reason, why there is nothing to use instead.
    Raises ReasonMissing without a reason, NotInForce or TooEarly as ``require_in_force`` does.
    """
    lock(version.criterion_id)
    require_in_force(version, on=effective_on)
    details = {
        "reason": dict(reason),
        "origin": origin,
        "use_instead": use_instead.code if use_instead else "",
        **(facts or {}),
    }
    event = append_event(version, StatusKind.WITHDRAWN, effective_on=effective_on, details=details)
    if use_instead:
        add_edges(version.criterion, [(LineageKind.MOVED_TO, use_instead)])
    announce("registry.withdrawn", version)
    return event
