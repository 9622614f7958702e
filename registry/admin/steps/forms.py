"""What coordinators fill in on the way of a draft."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from registry.enums import Disposition

MARKED = re.compile(r"(\d{1,18}):([0-9a-f]{16})")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=gettext_lazy("It stays in the log, where the other coordinators read it. Name no person."),
        error_messages={"required": gettext_lazy("Write a reason: the others have to understand this step.")},
    )


class SeenTextForm(forms.Form):
    """Knows the lock version of the draft that its page has shown."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """What becomes of a comment, and why."""

    disposition = forms.ChoiceField(
        label=gettext_lazy("What becomes of it"),
        choices=Disposition.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what becomes of the comment.")},
    )
    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
        help_text=gettext_lazy("Everybody reads it below the comment."),
        error_messages={"required": gettext_lazy("Write an answer: everybody who reads the comment reads it too.")},
    )


class OneAnswerForm(AnswerForm):
    seen = forms.RegexField(r"^[0-9a-f]{16}$", widget=forms.HiddenInput)


class MarkedComments(forms.MultipleChoiceField):
    """Comments, each with the mark of the answer that the page has shown: "12:9f86d081884c7d65"."""

    widget = forms.MultipleHiddenInput

    def valid_value(self, value: Any) -> bool:
        return bool(MARKED.fullmatch(str(value)))


class SameAnswerForm(AnswerForm):
    """The same answer to all comments that are chosen in the list above it."""

    comment = MarkedComments(error_messages={"required": gettext_lazy("Choose at least one comment in the list.")})

    def clean_comment(self) -> dict[int, str]:
        found = (str(value).partition(":") for value in self.cleaned_data["comment"])
        return {int(pk): mark for pk, _colon, mark in found}


class BallotForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    language = forms.ChoiceField(label=gettext_lazy("Language of the letter"), choices=settings.LANGUAGES)


class DayForm(forms.Form):
    """From which day the new version would be in force."""

    effective_on = forms.DateField(
        label=gettext_lazy("In force from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class PublishForm(DayForm):
    """``seen`` is the content hash that was read: with the draft it is the key under which publishing happens once."""

    seen = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    effective_on = forms.DateField(widget=forms.HiddenInput)
