"""What coordinators fill in for a release."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.admin.releases.offer import Offer, Offered, others
from registry.diffs.meaning import EffectKind
from registry.sealed.notes import LEAD
from registry.services.assembling import Choice
from registry.writing.forms.fields import TextField


@dataclass(frozen=True)
class MemberFields:
    """The fields of one member."""

    offered: Offered
    taken: BoundField
    version: BoundField
    mandatory: BoundField
    place: BoundField


class MembersForm(forms.Form):
    """The members of a release with version, duty and place, and what can be added to them.

    Built from the members that the page has shown, so that nothing of what was typed is lost if they change meanwhile.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput)
    effective_on = forms.DateField(
        label=gettext_lazy("In force from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Left empty: from the day on which it is published."),
    )
    added = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Other criteria in force"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, offer: Offer, members: Mapping[int, Choice], sent: QueryDict | None = None, **options: Any
    ) -> None:
        super().__init__(sent, **options)
        self.offer = offer
        self.members = {pk: choice for pk, choice in members.items() if pk in offer}
        for place, (pk, choice) in enumerate(self.members.items(), start=1):
            self._add(pk, choice, place)
        labels = [(each.criterion.pk, _label(each)) for each in others(offer, self.members)]
        self.fields["added"].choices = labels  # type: ignore[attr-defined]

    def _add(self, pk: int, choice: Choice, place: int) -> None:
        offered = self.offer[pk]
        self.fields[f"taken_{pk}"] = forms.BooleanField(label=_label(offered), required=False, initial=True)
        self.fields[f"version_{pk}"] = forms.TypedChoiceField(
            label=_("Version"), coerce=int, choices=offered.choices, initial=choice.version_id
        )
        self.fields[f"mandatory_{pk}"] = forms.BooleanField(
            label=_("Mandatory"), required=False, initial=choice.mandatory
        )
        self.fields[f"place_{pk}"] = forms.IntegerField(
            label=_("Place"), required=False, min_value=1, max_value=9999, initial=place
        )

    @property
    def rows(self) -> list[MemberFields]:
        names = ("taken", "version", "mandatory", "place")
        return [MemberFields(self.offer[pk], *(self[f"{name}_{pk}"] for name in names)) for pk in self.members]

    def choices(self) -> list[Choice]:
        """The members in the order of their places, what was added at the end; valid forms only."""
        data = self.cleaned_data
        kept = [pk for pk in self.members if data[f"taken_{pk}"]]
        kept.sort(key=lambda pk: data[f"place_{pk}"] or 9999)  # stable: of two in one place, who was first stays first
        added = [self.offer[pk].in_force for pk in data["added"]]
        return [
            *(Choice(data[f"version_{pk}"], data[f"mandatory_{pk}"]) for pk in kept),
            *(Choice(version.pk, False) for version in added if version),
        ]


def _label(offered: Offered) -> str:
    return format_html('{} <span lang="{}">{}</span>', offered.criterion.code, offered.title.lang, offered.title)


def members_of(offer: Offer, choices: Sequence[Choice]) -> dict[int, Choice]:
    """The members of a draft by criterion, in their order."""
    criteria = {version.pk: pk for pk, offered in offer.items() for version in offered.finals}
    return {criteria[choice.version_id]: choice for choice in choices if choice.version_id in criteria}


def members_sent(offer: Offer, sent: QueryDict) -> dict[int, Choice]:
    """The members that the page had shown when it was sent, in their order."""
    shown = (int(pk) for pk in sent.getlist("member") if pk.isascii() and pk.isdigit() and len(pk) < 19)
    return {pk: Choice(offer[pk].finals[0].pk, False) for pk in shown if pk in offer}


class NoteForm(forms.Form):
    """The release notes in one language: a lead, and a list for each group of changes."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, language: str, sent: QueryDict | None = None, **options: Any) -> None:
        super().__init__(sent, **options)
        self.fields[LEAD] = TextField(
            language, _("What matters most"), max_length=2000, help_text=_("In a few sentences.")
        )
        for kind in EffectKind:
            self.fields[kind.value] = TextField(language, str(kind.label), rows=6, max_length=20000)

    def blocks(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in (LEAD, *EffectKind.values)}


class SeenForm(forms.Form):
    """The lock version that the page has shown."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class IssueForm(forms.Form):
    """``seen`` is the digest of what was read: with the draft it is the key under which publishing happens once."""

    seen = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
