"""What is asked before something is done with a draft as a whole."""

from django import forms
from django.utils.translation import gettext_lazy

from portal.front.forms import Designed


class SeenForm(forms.Form):
    """Knows the text that its page has shown, so that nobody decides on what came after it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class SameBidsForm(SeenForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Write why every bid that complied still does.")},
        help_text=gettext_lazy("It is sealed with the version, and everybody reads it. Name no person."),
    )


class OwnSameBidsForm(Designed, SameBidsForm):
    """The same in the members' area."""


class AskForm(Designed, SeenForm):
    note = forms.CharField(
        label=gettext_lazy("Words to the coordinators"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=2000,
    )


class AbandonForm(Designed, forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Write why the draft is given up.")},
    )
