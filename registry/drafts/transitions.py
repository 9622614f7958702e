"""The one table of what can happen to a draft: buttons, tests and manual read it."""

from typing import NamedTuple

from registry.enums import OPEN_STATES, PUT_STATES, DraftState


class Transition(NamedTuple):
    sources: tuple[DraftState, ...]
    target: DraftState
    permission: str
    needs_reason: bool = False


TRANSITIONS = {
    "consult": Transition((DraftState.DRAFTING,), DraftState.CONSULTATION, "registry.consult"),
    "open_vote": Transition((DraftState.CONSULTATION,), DraftState.VOTING, "registry.open_vote"),
    "rework": Transition(PUT_STATES, DraftState.DRAFTING, "registry.rework", needs_reason=True),
    "publish": Transition((DraftState.VOTING,), DraftState.PUBLISHED, "registry.publish"),
    "abandon": Transition(OPEN_STATES, DraftState.ABANDONED, "registry.abandon", needs_reason=True),
}

RELEASE_TRANSITIONS = {  # of the draft of a release
    "publish": Transition((DraftState.DRAFTING,), DraftState.PUBLISHED, "registry.publish_release"),
    "abandon": Transition((DraftState.DRAFTING,), DraftState.ABANDONED, "registry.edit_release", needs_reason=True),
}
