"""What is asked before a draft can be written: from which text it starts, and for whom."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy

from portal.accounts.models import User
from portal.front.forms import Designed
from portal.members.models import Organisation
from registry.enums import OPEN_STATES, CriterionKind, Theme
from registry.models import CriterionVersion, Register
from registry.sealed.content import CriterionContent
from registry.sealed.criterion import CODE_PATTERN
from registry.sealed.texts import texts_in


class VersionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, version: CriterionVersion) -> str:
        return f"{version} {texts_in(version, get_language() or 'en').title}"


def versions_to_follow() -> "QuerySet[CriterionVersion]":
    """The versions in force that nobody is drafting a successor of."""
    free = CriterionVersion.objects.in_force(on=localdate()).for_cards().exclude(drafts__state__in=OPEN_STATES)
    return free.order_by("criterion__code", "-major", "-minor", "-patch")


def buyers_of(actor: User) -> "QuerySet[Organisation]":
    """The public buyers that somebody works for."""
    return Organisation.objects.with_member(actor).public_buyers().order_by("name")


class StartForm(forms.Form):
    """For whom something is proposed: a public buyer, or an organisation of one's own."""

    proposed_by = forms.ModelChoiceField(label=gettext_lazy("Proposed by"), queryset=Organisation.objects.none())

    def __init__(self, actor: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        organisations, own = self.organisations(actor), Organisation.objects.with_member(actor)
        self.fields["proposed_by"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["proposed_by"].initial = organisations.filter(pk__in=own).order_by("pk").first()

    def organisations(self, actor: User) -> "QuerySet[Organisation]":
        own, buyers = Organisation.objects.with_member(actor), Organisation.objects.public_buyers()
        return Organisation.objects.filter(Q(pk__in=own) | Q(pk__in=buyers)).order_by("name")


class StartFromForm(StartForm):
    base = VersionChoice(label=gettext_lazy("Version in force"), queryset=CriterionVersion.objects.none())
    field_order = ("base", "proposed_by")

    def __init__(self, actor: User, *args: Any, **options: Any) -> None:
        super().__init__(actor, *args, **options)
        self.fields["base"].queryset = versions_to_follow()  # type: ignore[attr-defined]


class StartNewForm(StartForm):
    register = forms.ModelChoiceField(
        label=gettext_lazy("Register"), queryset=Register.objects.order_by("code"), empty_label=None
    )
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=8,
        help_text=gettext_lazy("For instance BAT-03. A code never changes and is never used again."),
        validators=[
            RegexValidator(f"^{CODE_PATTERN}$", gettext_lazy("Write two to five capitals, a hyphen and two digits."))
        ],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=CriterionKind.choices,
        help_text=gettext_lazy("It never changes. A criterion of another kind is a new one."),
    )
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), choices=Theme.choices)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    field_order = ("register", "code", "kind", "theme", "title", "proposed_by")

    def content(self) -> CriterionContent:
        """A text that is still to be written."""
        data = self.cleaned_data
        languages = data["register"].authoritative_languages
        texts: dict[str, dict[str, str]] = {language: {} for language in languages}
        texts[languages[0]] = {"title": data["title"]}
        return CriterionContent(
            theme=data["theme"], stages=(), applies_to=(), ambitions=(), levels={1: {}}, proof=(), texts=texts
        )


class ForOwnCity(Designed, StartForm):
    """The same in the members' area: one proposes for a public buyer that one works for."""

    def organisations(self, actor: User) -> "QuerySet[Organisation]":
        return buyers_of(actor)


class OwnStartFromForm(ForOwnCity, StartFromForm):
    """The version is chosen before."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["base"].widget = forms.HiddenInput()


class OwnStartNewForm(ForOwnCity, StartNewForm):
    """Where there is one register, nobody is asked which."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        registers = list(Register.objects.order_by("code")[:2])
        if len(registers) == 1:
            self.fields["register"].initial = registers[0]
            self.fields["register"].widget = forms.HiddenInput()
