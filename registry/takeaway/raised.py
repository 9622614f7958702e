"""That the coordinators raised the number of a release above the computed one, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from registry.enums import StatusKind
from registry.models import StatusEvent
from registry.sealed.texts import Text
from registry.takeaway.standing import in_language


@dataclass(frozen=True)
class RaisedShown:
    least: str  # the number that the changes needed
    reason: Text | None


def raised_facts(events: Iterable[StatusEvent]) -> dict[str, Any]:
    """What is sealed of it: ``least`` and ``reason`` by language; empty where the number is the computed one."""
    for event in events:
        if event.kind == StatusKind.PUBLISHED:
            facts: dict[str, Any] = event.parsed_details.get("raised", {})
            return facts
    return {}


def raised_in(events: Iterable[StatusEvent], language: str) -> RaisedShown | None:
    """For a reader; None where the number is the computed one."""
    facts = raised_facts(events)
    return RaisedShown(facts["least"], in_language(facts["reason"], language)) if facts else None
