"""The short forms around a record: beginning one, and taking a published one back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.front.fields import LineField, ParagraphField
from portal.front.forms import Designed
from portal.members.models import Organisation


class StartForm(Designed, forms.Form):
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

    def __init__(self, organisations: Sequence[Organisation], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.organisations = {organisation.slug: organisation for organisation in organisations}
        if len(organisations) == 1:
            del self.fields["organisation"]
        else:
            choices = [(slug, each.display_name) for slug, each in self.organisations.items()]
            self.fields["organisation"] = _with_choices(self.fields["organisation"], choices)

    @property
    def buyer(self) -> Organisation:
        """The one that was chosen, or the only one."""
        only = next(iter(self.organisations))
        return self.organisations[self.cleaned_data.get("organisation", only)]


class RetractForm(Designed, forms.Form):
    """Why a published record is taken back, as everybody reads it."""

    reason = ParagraphField(
        label=_("Why do you take it back?"),
        help_text=_("Everybody who opens its address reads this. Name no person."),
        max_length=2000,
        error_messages={"required": _("Write why, in a sentence: links to the record lead to it.")},
    )


def _with_choices(field: forms.Field, choices: list[tuple[str, str]]) -> forms.Field:
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
    return field
