"""Which changes of wording the editors declared to let the same bids comply: registry rule 5."""

from collections.abc import Iterable

from registry.enums import Bump
from registry.models import CriterionVersion


def steps_between(line: Iterable[CriterionVersion], a: CriterionVersion, b: CriterionVersion) -> list[CriterionVersion]:
    """The versions that lead from the older of two to the newer one, which is the first; empty if no line joins them.

    ``line`` holds the versions of the criterion; only their numbers, bases and changes are read.
    """
    known = {version.pk: version for version in line}
    older, newer = sorted((a, b), key=lambda version: version.number.precedence)
    steps: list[CriterionVersion] = []
    current: CriterionVersion | None = known.get(newer.pk)
    while current is not None and current.pk != older.pk:
        steps.append(current)
        current = known.get(current.base_version_id or 0)
    return steps if current is not None else []


def same_bids_comply(line: Iterable[CriterionVersion], a: CriterionVersion, b: CriterionVersion) -> bool:
    """Whether every change of wording between two versions, in either direction, was declared so.

    A step that was not declared and yet is not major changed no normative wording: its number was computed.
    """
    steps = steps_between(line, a, b)
    known = {version.pk: version for version in line}
    return bool(steps) and all(_is_declared(step, known[step.base_version_id or 0]) for step in steps)


def _is_declared(step: CriterionVersion, base: CriterionVersion) -> bool:
    return bool(step.parsed_change.get("same_bids_comply")) or base.number.step_to(step.number) < Bump.MAJOR
