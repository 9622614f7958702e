"""The tables of what can happen to a draft, and to a translation: buttons, tests and manual read them."""

from typing import Generic, NamedTuple, TypeVar

from registry.enums import OPEN_STATES, OPEN_TRANSLATIONS, PUT_STATES, DraftState, TranslationState

State = TypeVar("State", DraftState, TranslationState)


class Transition(NamedTuple, Generic[State]):
    sources: tuple[State, ...]
    target: State
    permission: str
    needs_reason: bool = False


TRANSITIONS = {
    "consult": Transition((DraftState.DRAFTING,), DraftState.CONSULTATION, "registry.consult"),
    "open_vote": Transition((DraftState.CONSULTATION,), DraftState.VOTING, "registry.open_vote"),
    "rework": Transition(PUT_STATES, DraftState.DRAFTING, "registry.rework", needs_reason=True),
    "publish": Transition((DraftState.VOTING,), DraftState.PUBLISHED, "registry.publish"),
    "abandon": Transition(OPEN_STATES, DraftState.ABANDONED, "registry.abandon", needs_reason=True),
}

_DRAFTING, _WAITING = OPEN_TRANSLATIONS
TRANSLATING = {
    "hand_in": Transition((_DRAFTING,), _WAITING, "registry.translate"),
    "confirm": Transition((_WAITING,), TranslationState.SEALED, "registry.confirm_translation"),
    "send_back": Transition((_WAITING,), _DRAFTING, "registry.translate", needs_reason=True),
    "abandon": Transition(OPEN_TRANSLATIONS, TranslationState.ABANDONED, "registry.translate", needs_reason=True),
}
RELEASE_TRANSITIONS = {  # of the draft of a release
    "publish": Transition((DraftState.DRAFTING,), DraftState.PUBLISHED, "registry.publish_release"),
    "abandon": Transition((DraftState.DRAFTING,), DraftState.ABANDONED, "registry.edit_release", needs_reason=True),
}
