"""What has happened to a record, and what happens next, as its authors read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.experiences.enums import State
from portal.experiences.models import Edition, TenderExperience

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

STEPS: Mapping[str, "StrPromise"] = {
    "start": gettext_lazy("The record was begun"),
    "submit": gettext_lazy("The record was sent to the coordinators"),
    "take_back": gettext_lazy("The record was taken back, to go on writing"),
    "send_back": gettext_lazy("The coordinators sent the record back"),
    "publish": gettext_lazy("The record was published"),
    "correct": gettext_lazy("A correction was begun"),
    "discard": gettext_lazy("The correction was thrown away"),
    "retract": gettext_lazy("The published record was taken back"),
}


@dataclass(frozen=True)
class Passed:
    """One step, without the names of those who took it."""

    label: str
    at: datetime
    reason: str
    is_newest: bool


def passed_steps(experience: TenderExperience) -> list[Passed]:
    """The steps of a record, newest first."""
    steps = list(experience.steps.all())
    return [
        Passed(str(STEPS.get(step.name, step.name)), step.at, step.reason, place == len(steps) - 1)
        for place, step in reversed(list(enumerate(steps)))
    ]


def asked_of(experience: TenderExperience, working: Edition | None) -> str:
    """What the coordinators ask for, while the record waits for its authors; else nothing."""
    if working is None or working.state != State.RETURNED:
        return ""
    asked = experience.steps.filter(name="send_back").last()
    return asked.reason if asked else ""


def next_step(experience: TenderExperience, working: Edition | None) -> str:
    """What happens next, as a sentence."""
    if working is not None:
        return {
            State.DRAFT: _("Fill in the parts in any order, then send the record to the coordinators."),
            State.RETURNED: _("Answer what the coordinators ask for, then send the record again."),
            State.SUBMITTED: _("A coordinator reads the record, and publishes it or sends it back with a reason."),
        }[State(working.state)]
    if experience.retracted_at is not None:
        return _("Readers see that it was taken back, and why. You can correct it and send it again.")
    return _("Nothing is waiting. You can correct the record at any time; readers see it as it is until then.")
