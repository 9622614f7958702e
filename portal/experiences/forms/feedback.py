"""What a member or a guest says about a criterion, and what a coordinator answers."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.core.guarded import GuardedForm
from portal.core.sent_once import key_field
from portal.experiences.enums import FeedbackKind
from portal.experiences.forms.buyers import BuyerForm
from portal.experiences.services.feedback import Answer, Point
from portal.front.fields import LineField, MailField, ParagraphField
from portal.front.forms import Designed, Refusable
from portal.members.forms.saving import SavingForm


class PointForm(forms.Form):
    """The fields of Point, whoever says it."""

    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=FeedbackKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )
    text = ParagraphField(
        label=_("What should the coordinators know?"),
        max_length=2000,
        error_messages={"required": _("Write what the coordinators should know.")},
    )
    language = forms.ChoiceField(
        label=_("In which language have you written it?"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the language in which you have written.")},
    )

    def point(self) -> Point:
        return Point(**{name: self.cleaned_data[name] for name in Point._fields})


class FeedbackForm(BuyerForm, SavingForm, PointForm):
    """Of a member, for an organisation."""

    organisation = forms.ChoiceField(label=_("For which organisation?"), widget=forms.RadioSelect)
    field_order = ["organisation", *Point._fields]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].help_text = _(
            "Members of the network and the coordinators read it, with the name of your organisation."
        )


class SuggestionForm(Refusable, Designed, GuardedForm, PointForm):
    """Of anybody; it counts once the address is proved."""

    purpose = "experiences.suggestion"

    key = key_field()
    name = LineField(
        label=_("Your name or organisation"),
        help_text=_("Members of the network and the coordinators read it. You can leave it empty."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = MailField(
        label=_("E-mail address"),
        help_text=_("We mail you a link to confirm the suggestion, and later the answer. The address is never shown."),
        error_messages={"required": _("Write the address to which we may mail your link.")},
    )
    field_order = [*Point._fields, "name", "email"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        text = self.fields["text"]
        text.help_text = _("What should be different, and why? A wording that you propose helps most.")
        text.widget.attrs["rows"] = 8


class AnswerForm(SavingForm):
    answer = ParagraphField(
        label=_("Answer"),
        help_text=_("Members of the network read it beside the feedback."),
        max_length=2000,
        error_messages={"required": _("Write an answer.")},
    )
    answer_language = forms.ChoiceField(
        label=_("Language of the answer"),
        choices=[("", "–"), *settings.LANGUAGES],
        error_messages={"required": _("Choose the language of the answer.")},
    )

    def words(self) -> Answer:
        return Answer(**{name: self.cleaned_data[name] for name in Answer._fields})
