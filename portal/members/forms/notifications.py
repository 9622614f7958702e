"""What somebody wants mail about."""

from typing import Any

from django import forms

from portal.front.forms import Designed
from portal.members.enums import Frequency, Topic
from portal.members.services.notifications import FREQUENCIES


class ChoicesForm(Designed, forms.Form):
    """One field for each topic."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for topic, offered in FREQUENCIES.items():
            self.fields[topic.value] = forms.ChoiceField(
                label=topic.label,
                choices=[(frequency.value, frequency.label) for frequency in offered],
                widget=forms.RadioSelect(attrs={"class": "ds-input"}),
            )

    def chosen(self) -> dict[Topic, Frequency]:
        return {topic: Frequency(self.cleaned_data[topic.value]) for topic in FREQUENCIES}
