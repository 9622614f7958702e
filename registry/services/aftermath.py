"""What a confirmed step does to a published version: one event each, and edges. No text is ever touched.

Whoever calls these holds the locks of the criteria and has asked the rules: see ``proposing.py``.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from registry.enums import LineageKind, StatusKind, StepAfter
from registry.errors import NotInForce
from registry.models import Criterion, CriterionVersion, StatusEvent, StatusProposal
from registry.sealed.canonical import canonical
from registry.sealed.chain import append_event
from registry.services.sealing import add_edges, require_in_force
from registry.services.withdrawing import withdraw

ORIGIN = "coordinators"  # in events: two coordinators decided it


def carry_out(proposal: StatusProposal, *, effective_on: date) -> list[StatusEvent]:
    """Write what was proposed, as from a day; returns its events, one for each version that it is about.

    Raises NotInForce, TooEarly or LineageCycle.
    """
    return _STEPS[StepAfter(proposal.kind)](proposal, effective_on)


def _erratum(proposal: StatusProposal, day: date) -> list[StatusEvent]:
    mended = str(proposal.later) if proposal.later else ""
    return [_once(proposal.version, StatusKind.ERRATUM, day, {"note": proposal.words, "mended_in": mended})]


def _deprecation(proposal: StatusProposal, day: date) -> list[StatusEvent]:
    require_in_force(proposal.version, on=day)
    later = str(proposal.later) if proposal.later else ""
    details = {"reason": proposal.words, "instead": _codes(proposal.successors.all()), "later": later}
    return [_once(proposal.version, StatusKind.DEPRECATED, day, details)]


def _withdrawal(proposal: StatusProposal, day: date) -> list[StatusEvent]:
    facts = {"class": proposal.reason_class, "why_nothing": proposal.why_nothing}
    successor = proposal.successors.first()
    event = withdraw(
        proposal.version, reason=proposal.words, use_instead=successor, effective_on=day, origin=ORIGIN, facts=facts
    )
    return [event]


def _lineage(proposal: StatusProposal, day: date) -> list[StatusEvent]:
    """The edges come first: a superseded version needs a successor when its event is written."""
    sources, successors = [proposal.version, *proposal.also.all()], list(proposal.successors.order_by("code"))
    for source in sources:
        _require_open_end(source, on=day)
        for edge in edges_of(StepAfter(proposal.kind), source.criterion, successors):
            add_edges(edge[0], [edge[1:]])
    details = {"reason": proposal.words, "instead": _codes(successors), "step": proposal.kind}
    return [_once(source, StatusKind(proposal.ends_as), day, details) for source in sources]


def edges_of(
    step: StepAfter, source: Criterion, successors: Sequence[Criterion]
) -> list[tuple[Criterion, LineageKind, Criterion]]:
    """The edges that a replacement, split or merger adds, each from, kind, to."""
    if step is StepAfter.REPLACEMENT:
        return [(successor, LineageKind.REPLACES, source) for successor in successors]
    kind = LineageKind.SPLITS_INTO if step is StepAfter.SPLIT else LineageKind.MERGED_INTO
    return [(source, kind, successor) for successor in successors]


def _require_open_end(version: CriterionVersion, *, on: date) -> None:
    """In force, and nothing is going to supersede it: a version ends once."""
    require_in_force(version, on=on)
    if version.events.filter(kind=StatusKind.SUPERSEDED).exists():
        raise NotInForce(version, status=StatusKind.SUPERSEDED.label)


def _codes(criteria: Any) -> list[str]:
    return sorted(criterion.code for criterion in criteria)


def _once(version: CriterionVersion, kind: StatusKind, day: date, facts: dict[str, Any]) -> StatusEvent:
    """The event with these facts: a second one alike would say nothing new."""
    details = {**facts, "origin": ORIGIN}
    alike = version.events.filter(kind=kind, effective_on=day, details=canonical(details)).first()
    return alike or append_event(version, kind, effective_on=day, details=details)


_STEPS: dict[StepAfter, Callable[[StatusProposal, date], list[StatusEvent]]] = {
    StepAfter.ERRATUM: _erratum,
    StepAfter.DEPRECATION: _deprecation,
    StepAfter.WITHDRAWAL: _withdrawal,
    StepAfter.REPLACEMENT: _lineage,
    StepAfter.SPLIT: _lineage,
    StepAfter.MERGER: _lineage,
}
