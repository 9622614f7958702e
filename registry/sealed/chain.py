"""The chain of events: each link holds the hash of the one before it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from registry.enums import SUCCESSION, LineageKind, StatusKind
from registry.errors import NoSuccessor, ReasonMissing
from registry.sealed.adaptation import Adaptation
from registry.sealed.canonical import canonical, sha256
from registry.sealed.lineage import LineageEdge
from registry.sealed.register import Register
from registry.sealed.release import Release
from registry.sealed.status import StatusEvent, link
from registry.sealed.version import CriterionVersion


def lock_register() -> None:
    """Let nobody else seal anything until this transaction ends. Whoever locks more rows takes this lock first, so that
    nobody waits for somebody who waits for them."""
    list(Register.objects.select_for_update().order_by("pk"))


def append_event(
    subject: CriterionVersion | Release | Adaptation,
    kind: StatusKind,
    *,
    effective_on: date,
    details: Mapping[str, Any] | None = None,
) -> StatusEvent:
    """Add one event to the chain. Call it inside a transaction: it locks the register until that ends.

    Raises NoSuccessor for a superseded version that no published one follows, be it of another criterion, and
    ReasonMissing for a withdrawal without a reason in any language (registry rule 2).
    """
    _refuse(subject, kind, details or {})
    lock_register()
    last = StatusEvent.objects.order_by("-sequence").first()
    facts: dict[str, Any] = {
        "sequence": last.sequence + 1 if last else 1,
        "kind": kind,
        "effective_on": effective_on,
        "details": canonical(details or {}),
        "previous_hash": last.event_hash if last else "",
    }
    return StatusEvent.objects.create(
        version=subject if isinstance(subject, CriterionVersion) else None,
        release=subject if isinstance(subject, Release) else None,
        adaptation=subject if isinstance(subject, Adaptation) else None,
        event_hash=sha256(canonical(link(subject=subject, **facts))),
        **facts,
    )


def _refuse(subject: CriterionVersion | Release | Adaptation, kind: StatusKind, details: Mapping[str, Any]) -> None:
    if kind is StatusKind.WITHDRAWN and not any(text.strip() for text in details.get("reason", {}).values()):
        raise ReasonMissing(subject)
    if kind is StatusKind.SUPERSEDED and isinstance(subject, CriterionVersion) and not _is_followed(subject):
        raise NoSuccessor(subject)


def _is_followed(version: CriterionVersion) -> bool:
    """By a published version of its own criterion, or of one that took its criterion's place."""
    finals = CriterionVersion.objects.finals().filter(events__kind=StatusKind.PUBLISHED)
    heirs = LineageEdge.objects.filter(kind__in=SUCCESSION, source=version.criterion_id).values("target")
    others = LineageEdge.objects.filter(kind=LineageKind.REPLACES, target=version.criterion_id).values("source")
    return finals.filter(Q(base_version=version) | Q(criterion__in=heirs) | Q(criterion__in=others)).exists()
