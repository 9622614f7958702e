"""What every form of the area does when saving is refused: nothing typed is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils.formats import date_format

from portal.front.forms import Designed
from portal.members.errors import MembersError


@dataclass(frozen=True)
class Difference:
    """One field of which two people have two opinions."""

    label: str
    typed: str
    stored: str


class SavingForm(Designed, forms.Form):
    """A form whose service may refuse by field, or because the stored values changed meanwhile."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    differences: tuple[Difference, ...] = ()

    def refuse(self, error: ValidationError) -> None:
        """Show what a model said of the values: at its field, or above the form."""
        by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, texts in by_field.items():
            self.add_error(name if name in self.fields else None, [ValidationError(text) for text in texts])

    def meet(self, error: MembersError, *, stored: Mapping[str, Any], seen: str) -> None:
        """Show both texts where they differ; saving once more replaces what is stored now."""
        self.differences = tuple(
            Difference(str(self.fields[name].label), self._shown(name, typed), self._shown(name, stored.get(name)))
            for name, typed in self.cleaned_data.items()
            if name != "seen" and (typed or "") != (stored.get(name) or "")
        )
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["seen"] = seen
        self.data = data
        self.add_error(None, str(error))

    def _shown(self, name: str, value: Any) -> str:
        if isinstance(value, date):
            return date_format(value)
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            labels = {str(code): str(label) for code, label in field.widget.choices}
            chosen = value if isinstance(value, list) else [value or ""]
            return ", ".join(labels.get(str(code), str(code)) for code in chosen)
        return "" if value is None else str(value)


class WebField(forms.URLField):
    """An address of a web page; somebody who writes example.org means https://example.org."""

    default_validators = [URLValidator(schemes=["https", "http"])]

    def __init__(self, **options: Any) -> None:
        super().__init__(assume_scheme="https", max_length=200, **options)


class DayField(forms.DateField):
    """A day, picked or typed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)
