"""What is asked before something is done with a draft as a whole."""

from django import forms
from django.utils.translation import gettext_lazy


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


class AbandonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Write a reason: those who wrote the draft have to understand it.")},
    )
