"""What was learned, topic by topic."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.experiences.enums import Topic
from portal.experiences.forms.answers import TaskForm
from portal.experiences.tasks import Learned, Task
from portal.front.fields import ParagraphField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _lesson(topic: Topic, asked: "StrOrPromise") -> ParagraphField:
    box = forms.Textarea(attrs={"rows": 4})
    return ParagraphField(label=topic.label, help_text=asked, max_length=6000, required=False, widget=box)


class LessonsForm(TaskForm):
    """One text for each topic, named after it; empty ones are no lessons."""

    task = Task.LESSONS
    written = tuple(Topic.values)

    market_dialogue = _lesson(Topic.MARKET_DIALOGUE, _("What did you ask suppliers beforehand, and what did they say?"))
    wording = _lesson(Topic.WORDING, _("Which wording worked, and which was read in another way than you meant?"))
    evaluation = _lesson(Topic.EVALUATION, _("How did you weigh the criteria, and did it make a difference?"))
    proof = _lesson(Topic.PROOF, _("Which proof was easy or hard to get and to check?"))
    price = _lesson(Topic.PRICE, _("What did the criteria do to prices and to the number of bids?"))
    contract = _lesson(Topic.CONTRACT, _("How do you check during the contract that promises are kept?"))
    users = _lesson(Topic.USERS, _("What did the people say who use the devices?"))
    other = _lesson(Topic.OTHER, _("What else should the next city know?"))

    def fields_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        learned = {row.topic: row.text for row in values["lessons"]}
        return {topic: learned.get(topic, "") for topic in Topic.values}

    def values(self) -> dict[str, Any]:
        """All lessons in the order in which ``said`` names them; one that cannot be stored stays as it is now."""
        kept = self.fields_of(self.stored)
        texts = {topic: self.cleaned_data.get(topic, kept[topic]) for topic in sorted(Topic.values)}
        return {"lessons": [Learned(topic, text) for topic, text in texts.items() if text]}
