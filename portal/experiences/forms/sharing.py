"""Who may see the record and its parts, and whom to ask about it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.experiences.enums import Audience
from portal.experiences.forms.answers import TaskForm
from portal.experiences.tasks import Task
from portal.front.fields import LineField

PARTS = {
    "values_visibility": _("Values"),
    "criteria_visibility": _("Criteria that were used"),
    "outcome_visibility": _("What happened"),
    "lessons_visibility": _("Lessons"),
    "contact_visibility": _("Contact"),
}


def _part(name: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=PARTS[name], choices=Audience.choices)


class SharingForm(TaskForm):
    """Every choice has a value from the start: the record is for members until its authors say otherwise."""

    task = Task.SHARING
    written = ("contact_role",)

    visibility = forms.ChoiceField(
        label=_("Who may see the record once it is published?"),
        choices=[
            (Audience.MEMBERS, _("Members of the network: the people of its public buyers, and the coordinators")),
            (Audience.EVERYONE, _("Everyone, without signing in")),
        ],
        widget=forms.RadioSelect,
    )
    values_visibility = _part("values_visibility")
    criteria_visibility = _part("criteria_visibility")
    outcome_visibility = _part("outcome_visibility")
    lessons_visibility = _part("lessons_visibility")
    contact_visibility = _part("contact_visibility")
    suppliers_anonymous = forms.BooleanField(
        label=_("Do not name suppliers"),
        help_text=_("Others read “Supplier A” in the list of suppliers, and wherever your texts name one of them."),
        required=False,
    )
    contact_role = LineField(
        label=_("Whom may others ask?"),
        help_text=_(
            "A role, not a person: for example the buyer of ICT. Questions go to your organisation's contact address."
        ),
        max_length=150,
        required=False,
    )

    def values(self) -> dict[str, Any]:
        """A choice that was not sent is none: the stored one stays."""
        return {name: value for name, value in super().values().items() if value != "" or name in self.written}

    @property
    def parts(self) -> list[forms.BoundField]:
        """The fields of the parts with an audience of their own."""
        return [self[name] for name in PARTS]
