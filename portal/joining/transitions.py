"""The one table of what can happen to a request: buttons, tests and manual read it."""

from typing import NamedTuple

from portal.joining.enums import EDITABLE_STATES, OPEN_STATES, State


class Transition(NamedTuple):
    sources: tuple[State, ...]
    target: State | None  # None: where it was before the hold
    permission: str
    needs_reason: bool = False  # one that the other side reads


TRANSITIONS = {
    "submit": Transition(EDITABLE_STATES, State.SUBMITTED, "joining.apply"),
    "withdraw": Transition(OPEN_STATES, State.WITHDRAWN, "joining.apply"),
    "start_review": Transition((State.SUBMITTED,), State.IN_REVIEW, "joining.review"),
    "ask": Transition((State.IN_REVIEW,), State.MORE_INFORMATION_NEEDED, "joining.review", needs_reason=True),
    "hold": Transition(
        (State.SUBMITTED, State.IN_REVIEW, State.MORE_INFORMATION_NEEDED),
        State.ON_HOLD,
        "joining.review",
        needs_reason=True,
    ),
    "resume": Transition((State.ON_HOLD,), None, "joining.review"),
    "approve": Transition((State.IN_REVIEW,), State.APPROVED, "joining.review"),
    "decline": Transition((State.IN_REVIEW,), State.DECLINED, "joining.review", needs_reason=True),
}
