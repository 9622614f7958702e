"""The words of a city's page, as plain text."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.cms.city_pages import CityText
from portal.members.forms.saving import SavingForm


class CityTextForm(SavingForm):
    """Its field names are those of CityText. Without ``body`` where that is more than plain text."""

    lead = forms.CharField(
        label=_("Lead"),
        max_length=400,
        help_text=_("One or two sentences under the title."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    body = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=20_000,
        help_text=_("What you do and have learned. A blank line begins a new paragraph."),
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def text(self) -> CityText:
        return CityText(self.cleaned_data["lead"], self.cleaned_data.get("body"))
