"""What has happened to a request, and what happens next, as its applicant reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.joining.enums import State
from portal.joining.models import JoinRequest

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

ANSWER_WITHIN = timedelta(weeks=4)  # of the day a request was sent; the letters say so too

STEPS: Mapping[str, "StrPromise"] = {
    "start": gettext_lazy("The request was begun"),
    "invite_helper": gettext_lazy("A colleague was asked to fill in a part"),
    "answer": gettext_lazy("A colleague filled in a part"),
    "submit": gettext_lazy("The request was sent"),
    "withdraw": gettext_lazy("The request was withdrawn"),
    "start_review": gettext_lazy("The network began to read it"),
    "ask": gettext_lazy("The network asked a question"),
    "hold": gettext_lazy("The network put the request on hold"),
    "resume": gettext_lazy("The network went on with the request"),
    "approve": gettext_lazy("The network approved the request"),
    "decline": gettext_lazy("The network declined the request"),
}


@dataclass(frozen=True)
class Passed:
    """One step that the applicant may read. No name of a reviewer is in it."""

    label: str
    at: datetime
    reason: str
    is_newest: bool


def passed_steps(join_request: JoinRequest) -> list[Passed]:
    """The steps of a request, newest first."""
    steps = [step for step in join_request.steps.filter(is_internal=False) if step.name in STEPS]
    newest = steps[-1] if steps else None
    return [Passed(str(STEPS[step.name]), step.at, step.reason, step is newest) for step in reversed(steps)]


def question_of(join_request: JoinRequest) -> str:
    """What the network wants to know, while it waits for the answer."""
    if join_request.state != State.MORE_INFORMATION_NEEDED:
        return ""
    asked = join_request.steps.filter(name="ask", is_internal=False).last()
    return asked.reason if asked else ""


def answer_by(join_request: JoinRequest) -> date | None:
    """The day by which the network means to have answered."""
    return localdate(join_request.submitted_at) + ANSWER_WITHIN if join_request.submitted_at else None


def next_step(join_request: JoinRequest) -> str:
    """What happens next, as a sentence."""
    return {
        State.DRAFT: _("Complete the parts of the request and send it."),
        State.SUBMITTED: _("Somebody of the network begins to read your request. You get a mail when that happens."),
        State.IN_REVIEW: _("Two people of the network read your request and decide. You get a mail with the decision."),
        State.MORE_INFORMATION_NEEDED: _("Answer the question in the parts of the request, then send it again."),
        State.ON_HOLD: _("The network has put the request on hold. You get a mail when it goes on."),
        State.APPROVED: _("Your organisation has joined."),
        State.DECLINED: _("This request is closed. You can begin a new one when the reason no longer holds."),
        State.WITHDRAWN: _("This request is closed. You can begin a new one at any time."),
    }[State(join_request.state)]
