"""The end of an adaptation: one person of its city asks for the withdrawal, another one confirms it."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.core.access import require
from registry.enums import ProposalState, StatusKind
from registry.errors import NotInForce, ProposalClosed, ReasonMissing, TooEarly, WithdrawalWaits
from registry.models import Adaptation, AdaptationWithdrawal
from registry.sealed.chain import append_event, lock_register
from registry.services.adaptations import ORIGIN, WITHDRAWN
from registry.services.adapting import log_adaptation
from registry.services.sealing import announce


def waiting_withdrawal(adaptation: Adaptation) -> AdaptationWithdrawal | None:
    """What waits for a second person; there is one at most."""
    rows = adaptation.withdrawals.filter(state=ProposalState.WAITING)
    found: AdaptationWithdrawal | None = rows.select_related("asked_by", "adaptation__organisation").first()
    return found


@transaction.atomic
def ask_withdrawal(pk: int, *, reason: Mapping[str, str], on: date, actor: User) -> AdaptationWithdrawal:
    """Ask a second person to withdraw the adaptation in force; ``reason`` by language says why.

    Raises PermissionDenied, ReasonMissing without a reason, TooEarly before its first day, NotInForce once something
    has ended it, or WithdrawalWaits.
    """
    adaptation = _locked(pk)
    require(actor, "registry.withdraw_adaptation", adaptation)
    words = {language: text.strip() for language, text in reason.items() if text.strip()}
    if not words:
        raise ReasonMissing(adaptation)
    require_in_force(adaptation, on=on)
    if waiting_withdrawal(adaptation):
        raise WithdrawalWaits(adaptation)
    asked = AdaptationWithdrawal.objects.create(adaptation=adaptation, reason=words, asked_by=actor)
    log_adaptation(adaptation.draft, "ask_withdraw", actor=actor)
    return asked


@transaction.atomic
def confirm_withdrawal(pk: int, *, on: date, actor: User) -> Adaptation:
    """Withdraw an adaptation as the second person, from that day on; a repeat is harmless. The one before it does not
    come back.

    Raises PermissionDenied, TooEarly, NotInForce if another one has followed it meanwhile, or ProposalClosed.
    """
    asked = _locked_withdrawal(pk)
    adaptation = asked.adaptation
    require(actor, "registry.confirm_withdrawal", asked)
    if asked.state == ProposalState.CONFIRMED:
        return adaptation
    require_in_force(adaptation, on=on)
    _require_waiting(asked)
    details = {"reason": asked.reason, "origin": ORIGIN}
    append_event(adaptation, StatusKind.WITHDRAWN, effective_on=on, details=details)
    _decide(asked, ProposalState.CONFIRMED, actor)
    log_adaptation(adaptation.draft, "withdraw", actor=actor)
    announce(WITHDRAWN, adaptation)
    return adaptation


@transaction.atomic
def take_back_withdrawal(pk: int, *, actor: User) -> AdaptationWithdrawal:
    """Keep the adaptation after all, as anybody of its city; a repeat is harmless.

    Raises PermissionDenied, ProposalClosed, or NotInForce if another one has followed it meanwhile.
    """
    asked = _locked_withdrawal(pk)
    require(actor, "registry.withdraw_adaptation", asked.adaptation)
    if asked.state == ProposalState.TAKEN_BACK:
        _require_no_end(asked.adaptation)
        return asked
    _require_waiting(asked)
    _decide(asked, ProposalState.TAKEN_BACK, actor)
    log_adaptation(asked.adaptation.draft, "keep", actor=actor)
    return asked


def require_in_force(adaptation: Adaptation, *, on: date) -> None:
    """Raises TooEarly before its first day, NotInForce if something ends it, even on a later day."""
    published = adaptation.events.get(kind=StatusKind.PUBLISHED).effective_on
    if published > on:
        raise TooEarly(adaptation, since=published, day=on)
    _require_no_end(adaptation)


def _locked(pk: int) -> Adaptation:
    """Raises Adaptation.DoesNotExist."""
    lock_register()
    return Adaptation.objects.select_related("organisation", "criteria_set").get(pk=pk)


def _locked_withdrawal(pk: int) -> AdaptationWithdrawal:
    """The row, with the register locked before it. Raises AdaptationWithdrawal.DoesNotExist."""
    lock_register()
    rows = AdaptationWithdrawal.objects.select_related("adaptation__organisation", "adaptation__criteria_set")
    return rows.select_for_update(of=("self",)).get(pk=pk)


def _require_waiting(asked: AdaptationWithdrawal) -> None:
    if not asked.is_waiting:
        raise ProposalClosed(asked.adaptation, state=asked.get_state_display())


def _decide(asked: AdaptationWithdrawal, state: ProposalState, actor: User) -> None:
    asked.state, asked.decided_by, asked.decided_at = state, actor, timezone.now()
    asked.save()


def _require_no_end(adaptation: Adaptation) -> None:
    ends = adaptation.events.filter(kind__in=(StatusKind.WITHDRAWN, StatusKind.SUPERSEDED))
    if end := ends.values_list("kind", flat=True).first():
        raise NotInForce(adaptation, status=StatusKind(end).label)
