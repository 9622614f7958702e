"""What a member asks the others."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.core.sent_once import key_field
from portal.experiences.forms.buyers import BuyerForm
from portal.front.fields import LineField, ParagraphField
from portal.front.forms import Refusable
from search.models.network import LONGEST_QUESTION, SHORTEST_QUESTION
from search.network import Asked
from search.queries import LONGEST_TEXT


class AskForm(Refusable, BuyerForm):
    key = key_field()
    organisation = forms.ChoiceField(label=_("For which organisation?"), widget=forms.RadioSelect)
    text = ParagraphField(
        label=_("What do you want to know?"),
        help_text=_("Say what you are buying and what you have tried: others can then answer in one mail."),
        min_length=SHORTEST_QUESTION,
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": _("Write your question."),
            "min_length": _("Write a whole question: %(limit_value)d characters at least."),
        },
    )
    words = LineField(
        label=_("What you searched for"),
        help_text=_("It is told with your question, so that others can repeat the search."),
        required=False,
        max_length=LONGEST_TEXT,
    )
    language = forms.ChoiceField(
        label=_("Language of the question"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the language in which you have written.")},
    )

    def asked(self) -> Asked:
        """What a valid form asks."""
        return Asked(**{name: self.cleaned_data[name] for name in Asked._fields})
