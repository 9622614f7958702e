"""What members and decision-makers send about a vote."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.front.forms import Designed
from registry.enums import VoteChoice

CHOICES = [
    (VoteChoice.APPROVE.value, _("We approve this text")),
    (VoteChoice.REJECT.value, _("We object, for the reason below")),
    (VoteChoice.ABSTAIN.value, _("We abstain")),
]


class VoteForm(Designed, forms.Form):
    """One vote; an objection needs its reason."""

    choice = forms.ChoiceField(label=_("Your vote"), choices=CHOICES, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Needed with an objection. Everybody can read it once the vote is closed, so name no person."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("choice") == VoteChoice.REJECT and not data.get("reason"):
            self.add_error("reason", _("Say why you object: the others need to know what to change."))
        return data


class BallotForm(Designed, forms.Form):
    """Whom a ballot goes to."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}), max_length=254
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
