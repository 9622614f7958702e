"""Which steps an edition can take, from which states, by whose right. The one table."""

from collections.abc import Mapping
from typing import NamedTuple

from portal.experiences.enums import State


class Transition(NamedTuple):
    sources: tuple[State, ...]
    target: State
    permission: str
    needs_reason: bool = False


TRANSITIONS: Mapping[str, Transition] = {
    "submit": Transition((State.DRAFT, State.RETURNED), State.SUBMITTED, "experiences.write"),
    "take_back": Transition((State.SUBMITTED,), State.DRAFT, "experiences.write"),
    "publish": Transition((State.SUBMITTED,), State.PUBLISHED, "experiences.moderate"),
    "send_back": Transition((State.SUBMITTED,), State.RETURNED, "experiences.moderate", needs_reason=True),
}
