"""Steps on published versions, by four eyes: one coordinator proposes, another confirms, nobody does both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.access import require
from portal.core.languages import language_name
from registry.enums import Announcement, ProposalState, StatusKind, StepAfter
from registry.errors import (
    DayPassed,
    NotInForce,
    OtherVersionWrong,
    ProposalClosed,
    ProposalWaits,
    ReasonMissing,
    SuccessorsWrong,
    WordsMissing,
)
from registry.models import Criterion, CriterionVersion, StatusProposal
from registry.services.aftermath import carry_out
from registry.services.sealing import announce, lock

LINEAGE = (StepAfter.REPLACEMENT, StepAfter.SPLIT, StepAfter.MERGER)
# How many criteria take a version's place: at least, at most (None: no limit).
_SUCCESSORS: Mapping[StepAfter, tuple[int, int | None]] = {
    StepAfter.ERRATUM: (0, 0),
    StepAfter.DEPRECATION: (0, 1),
    StepAfter.WITHDRAWAL: (0, 1),
    StepAfter.REPLACEMENT: (1, 1),
    StepAfter.SPLIT: (2, None),
    StepAfter.MERGER: (1, 1),
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """What is proposed for a version. ``words`` by language: the note of an erratum, else the reason."""

    kind: StepAfter
    words: Mapping[str, str]
    effective_on: date
    also: Sequence[CriterionVersion] = ()  # merged with it
    successors: Sequence[Criterion] = ()
    later: CriterionVersion | None = None  # of the same criterion
    ends_as: str = ""  # lineage: StatusKind.SUPERSEDED or DEPRECATED
    reason_class: str = ""  # of a withdrawal
    why_nothing: Mapping[str, str] = field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        """The fields of the row that it becomes."""
        return {
            "later": self.later,
            "ends_as": self.ends_as,
            "reason_class": self.reason_class,
            "words": written(self.words),
            "why_nothing": written(self.why_nothing),
            "effective_on": self.effective_on,
        }

    def facts(self) -> dict[str, Any]:
        """As ``StatusProposal.facts`` gives them."""
        related = {
            "also": sorted(version.pk for version in self.also),
            "successors": sorted(criterion.pk for criterion in self.successors),
            "later": self.later.pk if self.later else None,
        }
        return {**self.columns(), **related}


def written(texts: Mapping[str, str]) -> dict[str, str]:
    """Without what is empty, and without blanks around the rest."""
    return {language: text.strip() for language, text in sorted(texts.items()) if text.strip()}


@transaction.atomic
def propose(version: CriterionVersion, step: Step, *, on: date, actor: User) -> StatusProposal:
    """Ask a second coordinator to take a step; proposing the same again returns the same row.

    Everything is tried already, and taken back. Raises PermissionDenied, ProposalWaits, and what ``check`` and
    ``carry_out`` raise.
    """
    require(actor, "registry.propose_status")
    lock(*_criteria(version, step))
    waiting = version.proposals.filter(kind=step.kind, state=ProposalState.WAITING).first()
    if waiting:
        if waiting.facts() == step.facts():
            return waiting
        raise ProposalWaits(version)
    check(version, step, on=on)
    proposal = StatusProposal.objects.create(
        version=version, kind=step.kind, proposed_by=actor, proposed_at=timezone.now(), **step.columns()
    )
    proposal.also.set(step.also)
    proposal.successors.set(step.successors)
    _try_out(proposal)
    return proposal


def check(version: CriterionVersion, step: Step, *, on: date) -> None:
    """Whether a step is well formed.

    Raises NotInForce for a candidate, DayPassed, WordsMissing, ReasonMissing, OtherVersionWrong or SuccessorsWrong.
    """
    if version.prerelease or not version.events.filter(kind=StatusKind.PUBLISHED).exists():
        raise NotInForce(version, status="–")
    if step.effective_on < on:
        raise DayPassed(version, day=step.effective_on)
    _check_words(version, step)
    if step.later and not _follows(step.later, version):
        raise OtherVersionWrong(version, other=step.later)
    _check_successors(version, step)


def _check_words(version: CriterionVersion, step: Step) -> None:
    languages = version.criterion.register.authoritative_languages
    needed = [step.words]
    if step.kind is StepAfter.WITHDRAWAL:
        if not step.reason_class:
            raise ReasonMissing(version)
        if not step.successors:
            needed.append(step.why_nothing)
    missing = [code for code in languages if any(code not in written(texts) for texts in needed)]
    if missing:
        raise WordsMissing(version, languages=", ".join(str(language_name(code)) for code in missing))


def _follows(later: CriterionVersion, version: CriterionVersion) -> bool:
    return later.criterion_id == version.criterion_id and not later.prerelease and later.number > version.number


def _check_successors(version: CriterionVersion, step: Step) -> None:
    """As many as the kind needs, none of them a source, all of them in force where the source ends."""
    least, most = _SUCCESSORS[step.kind]
    wanted = {(0, 0): _("no criteria"), (2, None): _("at least two criteria")}.get((least, most), _("one criterion"))
    sources = _sources(version, step)
    own = {successor.pk for successor in step.successors} & sources
    has_right_count = least <= len(step.successors) <= (most if most is not None else len(step.successors))
    has_right_sources = len(sources) == len(step.also) + 1 and bool(step.also) == (step.kind is StepAfter.MERGER)
    if own or not has_right_count or not has_right_sources:
        raise SuccessorsWrong(version, wanted=wanted)
    if step.kind in LINEAGE and step.ends_as not in (StatusKind.SUPERSEDED, StatusKind.DEPRECATED):
        raise SuccessorsWrong(version, wanted=wanted)
    if step.kind is StepAfter.DEPRECATION or step.ends_as == StatusKind.DEPRECATED:
        return
    in_force = CriterionVersion.objects.in_force(on=step.effective_on).filter(criterion__in=step.successors)
    if in_force.values("criterion").distinct().count() < len(step.successors):
        raise SuccessorsWrong(version, wanted=_("criteria that are in force on that day"))


def _sources(version: CriterionVersion, step: Step) -> set[int]:
    return {version.criterion_id, *(each.criterion_id for each in step.also)}


def _criteria(version: CriterionVersion, step: Step) -> set[int]:
    return _sources(version, step) | {successor.pk for successor in step.successors}


def _try_out(proposal: StatusProposal) -> None:
    """Take the step and take it back: what the second coordinator could not confirm is not proposed."""
    with transaction.atomic():
        carry_out(proposal, effective_on=proposal.effective_on)
        transaction.set_rollback(True)


def confirm(pk: int, *, on: date, actor: User) -> StatusProposal:
    """Take a proposed step as the second coordinator; a repeat is harmless. A day that has passed becomes today.

    Raises PermissionDenied, also of superusers, ProposalClosed, and what ``carry_out`` raises.
    """
    with transaction.atomic():
        proposal = _locked(pk)
        require(actor, "registry.confirm_status", proposal)
        if proposal.state == ProposalState.CONFIRMED:
            return proposal
        _require_waiting(proposal)
        step = step_of(proposal, effective_on=max(proposal.effective_on, on))
        check(proposal.version, step, on=on)
        for event in carry_out(proposal, effective_on=step.effective_on):
            announce(Announcement.STATUS_CHANGED, event)
        proposal.effective_on = step.effective_on
        _decide(proposal, ProposalState.CONFIRMED, actor)
        return proposal


@transaction.atomic
def take_back(pk: int, *, actor: User) -> StatusProposal:
    """Give up a step that nobody has confirmed; a repeat is harmless. Raises PermissionDenied or ProposalClosed."""
    proposal = _locked(pk)
    require(actor, "registry.propose_status", proposal)
    if proposal.state == ProposalState.TAKEN_BACK:
        return proposal
    _require_waiting(proposal)
    _decide(proposal, ProposalState.TAKEN_BACK, actor)
    return proposal


def step_of(proposal: StatusProposal, *, effective_on: date) -> Step:
    """What a row proposes, for another day."""
    return Step(
        kind=StepAfter(proposal.kind),
        words=proposal.words,
        effective_on=effective_on,
        also=list(proposal.also.select_related("criterion")),
        successors=list(proposal.successors.order_by("code")),
        later=proposal.later,
        ends_as=proposal.ends_as,
        reason_class=proposal.reason_class,
        why_nothing=proposal.why_nothing,
    )


def _locked(pk: int) -> StatusProposal:
    """The row, with the register and all its criteria locked before it. Raises StatusProposal.DoesNotExist."""
    proposal = StatusProposal.objects.select_related("version").get(pk=pk)
    also = proposal.also.values_list("criterion", flat=True)
    lock(proposal.version.criterion_id, *also, *proposal.successors.values_list("pk", flat=True))
    rows = StatusProposal.objects.select_related("version__criterion__register", "later__criterion")
    return rows.select_for_update(of=("self",)).get(pk=pk)


def _require_waiting(proposal: StatusProposal) -> None:
    if not proposal.is_waiting:
        raise ProposalClosed(proposal.version, state=proposal.get_state_display())


def _decide(proposal: StatusProposal, state: ProposalState, actor: User) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, actor, timezone.now()
    proposal.save(update_fields=["state", "decided_by", "decided_at", "effective_on"])
