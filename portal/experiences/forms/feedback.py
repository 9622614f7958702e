"""What a member says about a criterion, and what a coordinator answers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.experiences.enums import FeedbackKind
from portal.experiences.services.feedback import Answer, Point
from portal.front.fields import ParagraphField
from portal.members.forms.saving import SavingForm
from portal.members.models import Organisation


class FeedbackForm(SavingForm):
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

    def __init__(self, organisations: Sequence[Organisation], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.organisations = {organisation.slug: organisation for organisation in organisations}
        if len(organisations) == 1:
            del self.fields["organisation"]
        else:
            choices = [(slug, each.display_name) for slug, each in self.organisations.items()]
            field = self.fields["organisation"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  (declared above)
            field.choices = choices

    @property
    def buyer(self) -> Organisation:
        """The one that was chosen, or the only one."""
        return self.organisations[self.cleaned_data.get("organisation", next(iter(self.organisations)))]

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
