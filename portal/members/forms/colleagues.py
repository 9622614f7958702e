"""Inviting colleagues, giving them a role, accepting an invitation."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.front.fields import LineField, MailField
from portal.front.forms import Designed
from portal.members.enums import Role


def roles(*, may_appoint: bool) -> list[tuple[str, str]]:
    """The roles that somebody may give; that of coordinator only by whoever may appoint them."""
    return [(role.value, str(role.label)) for role in Role if may_appoint or role != Role.COORDINATOR]


class RoleForm(Designed, forms.Form):
    """The role of a colleague."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, may_appoint: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["role"]
        if isinstance(field, forms.ChoiceField):
            field.choices = roles(may_appoint=may_appoint)


class InviteForm(RoleForm):
    """Whom to invite; the letter is in the language chosen here."""

    email = MailField(
        label=_("E-mail address"),
        help_text=_("The colleague's own address: it is used to sign in."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),  # it is not that of whoever writes it
    )
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES)
    field_order = ("email", "role", "language")


class AcceptForm(Designed, forms.Form):
    """What a new account needs to know."""

    name = LineField(
        label=_("Your name"),
        max_length=150,
        help_text=_("Your colleagues see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
