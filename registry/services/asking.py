"""A city asks the coordinators to open the consultation on its draft, takes that back, or gets it handed back."""

from django.db import transaction

from portal.accounts.models import User
from portal.core.access import require
from portal.letters.services import write_letter
from portal.members.coordinators import admin_language, coordinators
from portal.members.services.reminders import languages_of
from registry.drafts.asking import ASK, HAND_BACK, TAKE_BACK, request_of
from registry.enums import DraftState
from registry.errors import BaseMoved, NothingAsked, ReasonNeeded, StaleDraft
from registry.models import Criterion, Draft, DraftStep
from registry.services.candidates import require_sound
from registry.services.moving import locked, log, require_state
from registry.services.sealing import head_of

ASKED, HANDED_BACK = "registry.consultation_asked", "registry.draft_handed_back"  # kinds of letters


@transaction.atomic
def ask_for_consultation(pk: int, *, note: str, seen: int, actor: User) -> DraftStep:
    """Ask for a text that could be sealed as it stands; a repeat is harmless. The coordinators get a letter each.

    ``seen`` is the lock version that the actor has read. Raises PermissionDenied, StepNotPossible, StaleDraft,
    NotReady with what is wrong in the text, or BaseMoved.
    """
    draft = _asked_about(pk, actor, "registry.ask_consultation")
    if draft.lock_version != seen:
        raise StaleDraft(draft)
    if waiting := request_of(draft):
        return waiting
    require_sound(draft)
    criterion = Criterion.objects.filter(code=draft.code).first()
    if criterion and (head := head_of(criterion)) != draft.base_version:
        raise BaseMoved(draft, head=head)
    step = log(draft, ASK, actor=actor, reason=note, organisation=draft.proposed_by)
    for user in coordinators().exclude(pk=actor.pk).order_by("pk"):
        write_letter(ASKED, draft.pk, recipient=user.email, language=admin_language(user), occasion=str(step.pk))
    return step


@transaction.atomic
def take_back_request(pk: int, *, actor: User) -> None:
    """Ask no more. Raises PermissionDenied, StepNotPossible or NothingAsked."""
    draft = _asked_about(pk, actor, "registry.ask_consultation")
    _require_request(draft)
    log(draft, TAKE_BACK, actor=actor, organisation=draft.proposed_by)


@transaction.atomic
def hand_back(pk: int, *, reason: str, actor: User) -> None:
    """Let the city go on writing, and say what is to be done; whoever has asked gets a letter.

    Raises PermissionDenied, StepNotPossible, NothingAsked or ReasonNeeded.
    """
    draft = _asked_about(pk, actor, "registry.consult")
    asked = _require_request(draft)
    if not reason.strip():
        raise ReasonNeeded(draft)
    step = log(draft, HAND_BACK, actor=actor, reason=reason)
    if (reader := asked.user) and reader.is_active:
        language = languages_of([reader.pk])[reader.pk]
        write_letter(HANDED_BACK, draft.pk, recipient=reader.email, language=language, occasion=str(step.pk))


def _asked_about(pk: int, actor: User, permission: str) -> Draft:
    """A draft that is being drafted, locked."""
    draft = locked(pk)
    require(actor, permission, draft)
    require_state(draft, DraftState.DRAFTING)
    return draft


def _require_request(draft: Draft) -> DraftStep:
    waiting = request_of(draft)
    if waiting is None:
        raise NothingAsked(draft)
    return waiting
