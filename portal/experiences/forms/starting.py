"""The short forms around a record: beginning one, and taking a published one back."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.experiences.forms.buyers import BuyerForm
from portal.front.fields import LineField, ParagraphField
from portal.front.forms import Designed


class StartForm(BuyerForm):
    """Whose tender it is, what it is called, and in which language people write about it."""

    organisation = forms.ChoiceField(
        label=_("Whose tender is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the organisation whose tender it is.")},
    )
    title = LineField(
        label=_("Title of the tender"),
        help_text=_("As your colleagues in other cities should find it. For example: Smartphones with repair service."),
        max_length=200,
        error_messages={"required": _("Write what the tender is called. You can change it later.")},
    )
    language = forms.ChoiceField(
        label=_("In which language do you write about it?"),
        help_text=_("The language of your own texts. Everything else is shown in the reader's language."),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the language in which you write.")},
    )


class RetractForm(Designed, forms.Form):
    """Why a published record is taken back, as everybody reads it."""

    reason = ParagraphField(
        label=_("Why do you take it back?"),
        help_text=_("Everybody who opens its address reads this. Name no person."),
        max_length=2000,
        error_messages={"required": _("Write why, in a sentence: links to the record lead to it.")},
    )
