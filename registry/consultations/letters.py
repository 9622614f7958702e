"""The letters that prove an address. The words are in ``templates/letters/registry/``.

They go to addresses that nobody has proved yet, so nothing that a stranger has typed is in them.
"""

from typing import Any

from portal.letters.kinds import address, register_letter
from portal.letters.models import Letter
from registry.enums import DraftState
from registry.grants import COMMENT, MARKET, PROOF_LIFETIME
from registry.models import Comment, MarketAnswer
from registry.services.consulting import link_to_confirm


def register() -> None:
    """Call it once the app is ready."""
    register_letter(COMMENT, _of_comment)
    register_letter(MARKET, _of_market_answer)


def _of_comment(letter: Letter) -> dict[str, Any] | None:
    return _to_confirm(Comment.objects.filter(pk=letter.object_id).select_related(*_RELATED).first(), letter)


def _of_market_answer(letter: Letter) -> dict[str, Any] | None:
    return _to_confirm(MarketAnswer.objects.filter(pk=letter.object_id).select_related(*_RELATED).first(), letter)


_RELATED = ("candidate__draft", "candidate__version__criterion")


def _to_confirm(said: Comment | MarketAnswer | None, letter: Letter) -> dict[str, Any] | None:
    """None once there is nothing to confirm: it counts already, is gone, or nothing more is taken."""
    if said is None or said.verified_at or said.email != letter.recipient:
        return None
    if said.candidate.draft.state != DraftState.CONSULTATION:
        return None
    return {
        "version": said.candidate.version,
        "days": PROOF_LIFETIME.days,
        "link": address("registry:confirm", link_to_confirm(said), language=letter.language),
    }
