"""What a member says about a criterion, and what a coordinator answers."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.experiences.enums import FeedbackKind
from portal.experiences.forms.buyers import BuyerForm
from portal.experiences.services.feedback import Answer, Point
from portal.front.fields import ParagraphField
from portal.members.forms.saving import SavingForm


class FeedbackForm(BuyerForm, SavingForm):
    """Its fields besides the organisation are those of Point."""

    organisation = forms.ChoiceField(label=_("For which organisation?"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=FeedbackKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )
    text = ParagraphField(
        label=_("What should the coordinators know?"),
        help_text=_("Members of the network and the coordinators read it, with the name of your organisation."),
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
