"""The letter that says when an unfinished request will be deleted."""

from typing import Any

from django.utils.timezone import localdate

from portal.joining.enums import State
from portal.joining.grants import APPLY
from portal.joining.models import JoinRequest
from portal.letters.kinds import address, register_letter
from portal.letters.models import Letter
from portal.letters.services import issue_link
from portal.privacy.periods import NOTICE, UNFINISHED

EXPIRING = "joining.expiring"


def register() -> None:
    register_letter(EXPIRING, _expiring)


def _expiring(letter: Letter) -> dict[str, Any] | None:
    """Nothing to say of a request that was sent or withdrawn meanwhile, or went on: it gets another letter later."""
    draft = JoinRequest.objects.filter(pk=letter.object_id, state=State.DRAFT).first()
    if draft is None or occasion_of(draft) != letter.occasion:
        return None
    token = issue_link(APPLY, draft.pk, email=letter.recipient, lifetime=NOTICE)
    return {
        "reference": draft.reference,
        "deleted_on": localdate(max(draft.changed_at + UNFINISHED, letter.recorded_at + NOTICE)),
        "days": NOTICE.days,
        "link": address("joining:link", token, language=letter.language),
    }


def occasion_of(draft: JoinRequest) -> str:
    """Tells the reminders of a draft apart: one for each time that it was left alone."""
    return draft.changed_at.isoformat(timespec="seconds")
