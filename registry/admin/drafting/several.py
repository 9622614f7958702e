"""Which drafts a step takes together, and why."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from registry.admin.steps.forms import ReasonForm

MARKED = re.compile(r"(\d{1,18}):(\d{1,9})")


class MarkedDrafts(forms.MultipleChoiceField):
    """Drafts, each with the lock version that the page has shown: "12:3"."""

    widget = forms.MultipleHiddenInput

    def valid_value(self, value: Any) -> bool:
        return bool(MARKED.fullmatch(str(value)))


class SeveralDraftsForm(ReasonForm):
    draft = MarkedDrafts(error_messages={"required": gettext_lazy("Tick at least one draft.")})

    def clean_draft(self) -> dict[int, int]:
        """By key, the lock version that was seen."""
        marks = (mark.split(":") for mark in self.cleaned_data["draft"])
        return {int(pk): int(seen) for pk, seen in marks}
