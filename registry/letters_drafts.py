"""The letters about a city's own drafts: to the coordinators who are asked, and back to who has asked."""

from typing import Any

from portal.accounts.models import User
from portal.core.access import can
from portal.letters.kinds import address, register_letter
from portal.letters.models import Letter
from registry.drafts.asking import HAND_BACK, request_of, settling_step_of
from registry.enums import DraftState
from registry.models import Draft, DraftStep
from registry.services.asking import ASKED, HANDED_BACK


def register() -> None:
    """Call it once the app is ready."""
    register_letter(ASKED, _asked)
    register_letter(HANDED_BACK, _handed_back)


def _asked(letter: Letter) -> dict[str, Any] | None:
    """To somebody who may open the consultation still, while that request waits."""
    draft, reader = _draft_and_reader(letter)
    step = request_of(draft) if draft else None
    if draft is None or not _is_of(letter, step) or not can(reader, "registry.consult", draft):
        return None
    return _facts(draft, step, address("draft-steps:steps", draft.pk, language=letter.language))


def _handed_back(letter: Letter) -> dict[str, Any] | None:
    """To somebody who may write in the draft still, until something else happens to it."""
    draft, reader = _draft_and_reader(letter)
    step = settling_step_of(draft) if draft else None
    if draft is None or not _is_of(letter, step) or not can(reader, "registry.edit_draft", draft):
        return None
    if step is None or step.name != HAND_BACK or draft.state != DraftState.DRAFTING:
        return None
    return _facts(draft, step, address("registry:draft", draft.pk, language=letter.language))


def _draft_and_reader(letter: Letter) -> tuple[Draft | None, User | None]:
    drafts = Draft.objects.select_related("base_version__criterion", "proposed_by")
    reader = User.objects.filter(email=letter.recipient, is_active=True).first()
    return drafts.filter(pk=letter.object_id).first(), reader


def _is_of(letter: Letter, step: DraftStep | None) -> bool:
    return step is not None and str(step.pk) == letter.occasion


def _facts(draft: Draft, step: DraftStep | None, link: str) -> dict[str, Any]:
    return {
        "draft": str(draft),
        "organisation": draft.proposed_by.display_name,
        "note": step.reason if step else "",
        "link": link,
    }
