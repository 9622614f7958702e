"""The profile of an organisation."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.front.fields import LineField, MailField, WebField
from portal.members.forms.saving import SavingForm
from portal.members.models import is_nuts
from portal.members.services.figures import Profile


class ProfileForm(SavingForm):
    """Its field names are those of Profile."""

    own_name = LineField(
        label=_("Name in your own language"),
        max_length=200,
        required=False,
        help_text=_("As you write it; shown on pages that are not in English."),
    )
    website = WebField(label=_("Website"), required=False)
    contact_email = MailField(
        label=_("Contact address"),
        required=False,
        help_text=_("Of a department, not of a person: everybody can read it."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you work in"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    nuts = LineField(
        label=_("NUTS code"),
        required=False,
        help_text=_("The region in the EU's nomenclature, as in notices: SE224."),
        widget=forms.TextInput(attrs={"size": "8"}),
    )

    def clean_nuts(self) -> str:
        code = "".join(str(self.cleaned_data["nuts"]).upper().split())
        if code:
            is_nuts(code)
        return code

    def profile(self) -> Profile:
        return Profile(**{name: self.cleaned_data[name] for name in Profile._fields})
