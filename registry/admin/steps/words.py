"""What the steps of a draft are called, for the pages and the log of publishing."""

from dataclasses import dataclass

from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.drafts.asking import ASK, HAND_BACK, TAKE_BACK
from registry.drafts.step import Step
from registry.enums import DraftState
from registry.models import Comment, Draft, DraftStep

STEPS = {
    "start": gettext_lazy("Draft started"),
    "confirm": gettext_lazy("Declaration confirmed that the same bids comply"),
    ASK: gettext_lazy("Consultation asked for"),
    TAKE_BACK: gettext_lazy("Request taken back"),
    HAND_BACK: gettext_lazy("Handed back to the city"),
    "consult": gettext_lazy("Consultation opened"),
    "answer": gettext_lazy("Comment answered"),
    "open_vote": gettext_lazy("Vote opened"),
    "vote": gettext_lazy("Vote cast"),
    "withdraw_vote": gettext_lazy("Vote withdrawn"),
    "send_ballot": gettext_lazy("Ballot sent"),
    "revoke_ballot": gettext_lazy("Ballot taken back"),
    "rework": gettext_lazy("Candidate taken back"),
    "publish": gettext_lazy("Published"),
    "abandon": gettext_lazy("Abandoned"),
}
BUTTONS = {  # by the name of the transition
    "consult": gettext_lazy("Open the consultation"),
    "open_vote": gettext_lazy("Open the vote"),
    "publish": gettext_lazy("Publish"),
    "rework": gettext_lazy("Take back for reworking"),
    "abandon": gettext_lazy("Abandon"),
}
WAY = (DraftState.DRAFTING, DraftState.CONSULTATION, DraftState.VOTING, DraftState.PUBLISHED)


@dataclass(frozen=True)
class Event:
    """A line of what has happened to a draft."""

    step: DraftStep

    @property
    def label(self) -> str:
        return step_label(self.step)

    @property
    def by(self) -> str:
        return step_by(self.step)


@dataclass(frozen=True)
class Stage:
    """One state on the way of a draft."""

    label: str
    is_done: bool
    is_current: bool


def step_label(step: DraftStep) -> str:
    return str(STEPS.get(step.name, step.name))


def step_by(step: DraftStep) -> str:
    """Who it was; of a vote also for which member. Whoever voted by a mailed link has no name here."""
    names = [str(each) for each in (step.user, step.organisation) if each]
    return ", ".join(names) or _("Somebody who has left")


def moment_of(step: Step) -> str:
    """The day and the time of a line of a log, for whoever reads it."""
    moment = localtime(step.at)
    return f"{date_format(moment)} {time_format(moment, 'H:i')}"


def stages_of(draft: Draft) -> list[Stage]:
    """The states in their order, up to the one that a draft is in; an abandoned one stands alone."""
    if draft.state == DraftState.ABANDONED:
        return [Stage(draft.get_state_display(), False, True)]
    now = WAY.index(DraftState(draft.state))
    return [Stage(str(state.label), place < now, place == now) for place, state in enumerate(WAY)]


def comment_by(comment: Comment) -> str:
    """Whom a comment is from, without any address."""
    if comment.organisation:
        return str(comment.organisation)
    return comment.name or _("The public")
