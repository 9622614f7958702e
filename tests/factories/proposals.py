"""Steps on published versions, as coordinators propose them."""

from datetime import date
from typing import Any

from portal.accounts.models import User
from registry.enums import StatusKind, StepAfter, WithdrawalClass
from registry.models import CriterionVersion, StatusProposal
from registry.services.proposing import Step, confirm, propose
from tests.factories.drafts import secretary
from tests.factories.registry import VersionFactory

DAY = date(2026, 6, 1)
NOTE = {"en": "Read 80 % for 8 %.", "sv": "Läs 80 % i stället för 8 %."}


def erratum(**changes: Any) -> Step:
    return Step(**{"kind": StepAfter.ERRATUM, "words": NOTE, "effective_on": DAY, **changes})


def deprecation(**changes: Any) -> Step:
    return erratum(kind=StepAfter.DEPRECATION, words={"en": "A better test is coming."}, **changes)


def withdrawal(**changes: Any) -> Step:
    nothing = {} if changes.get("successors") else {"en": "The law demands it of every phone now."}
    facts = {"reason_class": WithdrawalClass.LEGAL_ERROR, "why_nothing": nothing, **changes}
    return erratum(**{"kind": StepAfter.WITHDRAWAL, "words": {"en": "It shut out equal bids."}, **facts})


def replacement(*heirs: CriterionVersion, kind: StepAfter = StepAfter.REPLACEMENT, **changes: Any) -> Step:
    """By the criteria of these versions; also a split, or a merger."""
    successors = [heir.criterion for heir in heirs]
    facts = {"words": {"en": "They say it better."}, "ends_as": StatusKind.SUPERSEDED, **changes}
    return erratum(kind=kind, successors=successors, **facts)


def proposed(version: CriterionVersion, step: Step, *, on: date = DAY, actor: User | None = None) -> StatusProposal:
    return propose(version, step, on=on, actor=actor or secretary())


def taken(version: CriterionVersion | None = None, step: Step | None = None, *, on: date = DAY) -> StatusProposal:
    """A step that two coordinators have taken: an erratum if nothing else is said."""
    proposal = proposed(version or VersionFactory.create(), step or erratum(), on=on)
    return confirm(proposal.pk, on=on, actor=secretary())
