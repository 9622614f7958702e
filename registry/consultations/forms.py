"""What people say in a consultation: forms of members, of the public and of suppliers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.guarded import GuardedForm
from portal.core.sent_once import key_field
from portal.front.fields import LineField, MailField, ParagraphField
from portal.front.forms import Designed
from portal.members.models import Organisation
from registry.diffs.names import block_name
from registry.enums import Readiness

LONGEST = 5000  # characters of a comment


def _comment_field() -> ParagraphField:
    return ParagraphField(
        label=_("Your comment"),
        help_text=_("What should be different, and why? A wording that you propose helps most."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write your comment.")},
    )


class MemberCommentForm(Designed, forms.Form):
    """A comment for one of the organisations that somebody works for."""

    key = key_field()

    organisation = forms.ChoiceField(label=_("For which organisation?"))
    text = _comment_field()

    def __init__(self, organisations: Iterable[Organisation], data: Any = None) -> None:
        super().__init__(data)
        self.organisations = {each.slug: each for each in organisations}
        choices = [(slug, each.display_name) for slug, each in self.organisations.items()]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            del self.fields["organisation"]

    @property
    def chosen(self) -> Organisation:
        """The organisation for which a valid form speaks."""
        only = next(iter(self.organisations))
        return self.organisations[self.cleaned_data.get("organisation", only)]


class PublicCommentForm(Designed, GuardedForm):
    """A comment of anybody; it counts once the address is proved."""

    purpose = "registry.comment"

    key = key_field()
    text = _comment_field()
    name = LineField(
        label=_("Your name or organisation"),
        help_text=_("It is shown with your comment. You can leave it empty."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = MailField(
        label=_("E-mail address"),
        help_text=_("We mail you a link to confirm the comment. The address is never shown."),
        error_messages={"required": _("Write the address to which we may mail your link.")},
    )


class MarketForm(Designed, GuardedForm):
    """What a supplier can meet, level by level; it counts once the address is proved."""

    purpose = "registry.market"

    company = LineField(
        label=_("Company"),
        help_text=_("It is not shown: the page shows only how many suppliers gave which answer."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Write the name of the company.")},
    )
    email = MailField(
        label=_("E-mail address"),
        help_text=_("We mail you a link to confirm the answer. The address is never shown."),
        error_messages={"required": _("Write the address to which we may mail your link.")},
    )

    def __init__(self, levels: Iterable[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.levels = {level: f"level_{level}" for level in levels}
        for level, name in self.levels.items():
            self.fields[name] = forms.ChoiceField(
                label=str(block_name(f"requirement.{level}")),
                choices=Readiness.choices,
                widget=forms.RadioSelect(attrs={"class": "ds-input"}),
                required=False,
            )
        self.order_fields([*self.levels.values(), "company", "email"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.answers:
            raise forms.ValidationError(_("Answer for at least one level."))
        return cleaned

    @property
    def answers(self) -> dict[int, Readiness]:
        """What was said, of the levels that were answered."""
        given = {level: self.cleaned_data.get(name) for level, name in self.levels.items()}
        return {level: Readiness(answer) for level, answer in given.items() if answer}
