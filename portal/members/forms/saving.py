"""What every form of the area does when saving is refused: nothing typed is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format, number_format

from portal.core.errors import Refusal
from portal.front.fields import QuantityField
from portal.front.forms import Designed, Refusable


@dataclass(frozen=True)
class Difference:
    """One field of which two people have two opinions."""

    label: str
    typed: str
    stored: str


class SavingForm(Refusable, Designed, forms.Form):
    """A form whose service may refuse by field, or because the stored values changed meanwhile."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    differences: tuple[Difference, ...] = ()

    def meet(self, error: Refusal, *, stored: Mapping[str, Any], seen: str) -> None:
        """Show both texts where they differ; saving once more replaces what is stored now."""
        self.differences = tuple(
            Difference(str(self.fields[name].label), self._shown(name, typed), self._shown(name, stored.get(name)))
            for name, typed in self.cleaned_data.items()
            if name != "seen" and (typed or "") != (stored.get(name) or "")
        )
        self.see(seen)
        self.add_error(None, str(error))

    def _shown(self, name: str, value: Any) -> str:
        if isinstance(value, date):
            return date_format(value)
        field = self.fields[name]
        if isinstance(field, QuantityField) and value is not None:
            return number_format(value, use_l10n=True, force_grouping=True)
        if isinstance(field, forms.ChoiceField):
            labels = {str(code): str(label) for code, label in field.widget.choices}
            chosen = value if isinstance(value, list) else [value or ""]
            return ", ".join(labels.get(str(code), str(code)) for code in chosen)
        return "" if value is None else str(value)
