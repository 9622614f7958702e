"""The one short form behind "We used these"."""

import re
import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.experiences.enums import Stage
from portal.experiences.forms.starting import StartForm
from portal.front.fields import tidy
from portal.front.forms import Refusable
from portal.members.models import Organisation

EARLIEST, LATEST = 2000, 2100
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")


class YearField(forms.Field):
    """The year of a tender, or any day in it: "2026", "14.3.2026", "March 2026"."""

    widget = forms.TextInput(attrs={"size": 14, "autocomplete": "off"})
    default_error_messages = {
        "required": _("Write the year of the tender, or a day in it."),
        "invalid": _("No year is found in “%(value)s”. Write four digits, for example 2026."),
    }

    def to_python(self, value: Any) -> int | None:
        typed = tidy(str(value or ""))
        if not typed:
            return None
        years = {int(found) for found in _YEAR.findall(typed) if EARLIEST <= int(found) <= LATEST}
        if len(years) != 1:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid", params={"value": typed})
        return years.pop()


class UsedForm(Refusable, StartForm):
    """What has to be said of a tender, and nothing else."""

    field_order = ["organisation", "title", "year", "stage", "language"]

    year = YearField(
        label=_("Year of the tender"),
        help_text=_("When it was announced: 2026, or the day, for example 14.3.2026."),
    )
    stage = forms.ChoiceField(
        label=_("How far is the tender?"),
        choices=Stage,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how far the tender is.")},
    )
    token = forms.CharField(widget=forms.HiddenInput, max_length=64)  # makes two clicks one record
    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # the mark of the basket that was shown

    def __init__(self, organisations: Sequence[Organisation], *args: Any, **options: Any) -> None:
        super().__init__(organisations, *args, **options)
        self.initial.setdefault("token", secrets.token_urlsafe(18))
