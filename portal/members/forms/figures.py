"""Volumes and commitments, as people type them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.core.ambitions import Ambition
from portal.front.fields import DayField, LineField, ParagraphField, QuantityField, WebField
from portal.members.enums import Category, CommitmentStatus
from portal.members.forms.saving import SavingForm
from portal.members.services.figures import Figures, Said


class VolumeForm(SavingForm):
    """One volume. Its field names are those of Figures."""

    category = forms.ChoiceField(label=_("What is bought"), choices=Category.choices)
    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=2000,
        max_value=2100,
        help_text=_("Leave it empty for a figure that holds in any year: that one counts in the total of all members."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "6"}),
    )
    low = QuantityField(label=_("From, pieces a year"))
    high = QuantityField(label=_("To, pieces a year"), help_text=_("The same as “from” if you know the exact number."))
    source = LineField(
        label=_("Source"), max_length=200, help_text=_("The document that says so, by its title in English.")
    )
    as_of = DayField(
        label=_("As of"),
        required=False,
        help_text=_("The day of the source, if it names one. For example 31.12.2026."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        low, high = cleaned.get("low"), cleaned.get("high")
        if low is not None and high is not None and low > high:
            self.add_error("high", _("“From” is more than “to”: exchange the two."))
        return cleaned

    def figures(self) -> Figures:
        return Figures(**{name: self.cleaned_data[name] for name in Figures._fields})


class CommitmentsForm(SavingForm):
    """What an organisation says of all nine ambitions, each of which may be left unsaid."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for ambition in Ambition:
            details = {"ambition": ambition.value}
            statuses = [("", _("Not said yet")), *CommitmentStatus.choices]
            fields = {
                "status": forms.ChoiceField(label=_("Status (%(ambition)s)") % details, choices=statuses),
                "target_date": DayField(
                    label=_("Target date (%(ambition)s)") % details,
                    help_text=_("For example 31.12.2027; a month or a year will do."),
                    open_ended=True,
                ),
                "evidence": WebField(label=_("Link to evidence (%(ambition)s)") % details),
                "note": ParagraphField(
                    label=_("Note (%(ambition)s)") % details,
                    max_length=1000,
                    widget=forms.Textarea(attrs={"rows": 2}),
                ),
            }
            for name, field in fields.items():
                field.required = False
                field.widget.attrs["class"] = "ds-input"
                self.fields[f"{ambition}-{name}"] = field

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for ambition in Ambition:
            unsaid = not cleaned.get(f"{ambition}-status")
            if unsaid and any(cleaned.get(f"{ambition}-{name}") for name in ("target_date", "evidence", "note")):
                error = _("Choose a status too, or empty the other fields of this ambition.")
                self.add_error(f"{ambition}-status", ValidationError(error))
        return cleaned

    def said(self) -> list[Said]:
        """Of the ambitions that have a status."""
        return [
            Said(ambition.value, **{name: self.cleaned_data[f"{ambition}-{name}"] for name in Said._fields[1:]})
            for ambition in Ambition
            if self.cleaned_data[f"{ambition}-status"]
        ]

    def rows(self) -> list[dict[str, Any]]:
        """An ambition and its four fields each, for the template."""
        return [
            {"ambition": ambition, "fields": [self[f"{ambition}-{name}"] for name in Said._fields[1:]]}
            for ambition in Ambition
        ]


def values_of(said: list[Said]) -> dict[str, Any]:
    """What was said, by the names of the form's fields."""
    return {f"{each.ambition}-{name}": getattr(each, name) for each in said for name in Said._fields[1:]}
