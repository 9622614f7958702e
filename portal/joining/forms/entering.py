"""The short forms around a request: what kind of organisation, which address, which request, which colleague."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.guarded import GuardedForm
from portal.front.fields import LineField, MailField, ParagraphField
from portal.front.forms import Designed
from portal.members.enums import LegalType

SUPPLIER, RESEARCH, OTHER = "supplier", "research", "other"
SIGNING = {
    LegalType.LOCAL: _("Local authority: a municipality or a city"),
    LegalType.REGIONAL: _("Regional authority"),
    LegalType.CENTRAL: _("Central government authority"),
    LegalType.PUBLIC_LAW: _("Body governed by public law, such as a university or a hospital"),
    LegalType.PUBLIC_UNDERTAKING: _("Public undertaking: a company that a public authority controls"),
}
SUPPORTING = {
    SUPPLIER: _("Supplier: a manufacturer, a reseller or a service provider"),
    RESEARCH: _("Non-governmental organisation, research or network"),
    OTHER: _("Something else"),
}


class SuitabilityForm(Designed, forms.Form):
    """Which kind of organisation asks. No answer is wrong: those who cannot sign are shown what they can do."""

    organisation = forms.ChoiceField(
        label=_("What kind of organisation are you?"),
        widget=forms.RadioSelect,
        choices=[*SIGNING.items(), *SUPPORTING.items()],
        error_messages={"required": _("Choose the kind that comes closest.")},
    )


class EmailForm(Designed, GuardedForm):
    """The address to which the link to go on is mailed."""

    purpose = "joining.begin"

    email = MailField(
        label=_("Where shall we mail your link?"),
        help_text=_("An e-mail address. That of a department is best: it stays when somebody leaves."),
        error_messages={"required": _("Write the address to which we may mail your link.")},
    )


class ResumeForm(Designed, GuardedForm):
    """Which request, and whose: where both belong together, a new link is mailed."""

    purpose = "joining.resume"

    reference = LineField(
        label=_("Reference of the request"),
        help_text=_("It begins with JD- and stands in every mail about the request."),
        max_length=40,
        widget=forms.TextInput(attrs={"size": 14, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Write the reference of the request.")},
    )
    email = MailField(
        label=_("E-mail address"),
        help_text=_("The address that was given when the request was begun."),
        error_messages={"required": _("Write the address with which the request was begun.")},
    )

    def clean_reference(self) -> str:
        """As we write it: “jd 7q4km2xp” is JD-7Q4KM2XP."""
        typed = "".join(char for char in self.cleaned_data["reference"].upper() if char.isalnum())
        return f"JD-{typed.removeprefix('JD')}"


class ColleagueForm(Designed, forms.Form):
    """Who is to fill in one part."""

    email = MailField(
        label=_("E-mail address of your colleague"),
        help_text=_("Your colleague gets a link to this part and sees nothing else of the request."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),  # it is not that of whoever writes it
        error_messages={"required": _("Write the address of your colleague.")},
    )


class WithdrawForm(Designed, forms.Form):
    """Why a request is withdrawn, if the applicant wants to say so."""

    reason = ParagraphField(
        label=_("Why do you withdraw it?"),
        help_text=_("The network reads it; it helps us to make joining easier."),
        max_length=1000,
        required=False,
    )
