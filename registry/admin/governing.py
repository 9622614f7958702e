"""The rules of a register: how long to consult, how many votes a text needs; who changed them when."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import ModelLogEntry

from portal.members.moderation import ForCoordinators
from registry.errors import SettingsChanged
from registry.models import Register
from registry.services.governing import CHANGED, FIELDS, change_rules, rules_of, rules_seen

SHOWN = 20
LABELS = {
    "consultation_min_days": gettext_lazy("Days of consultation"),
    "voting_min_days": gettext_lazy("Days of voting"),
    "quorum_numerator": gettext_lazy("Quorum, as a share of the members: numerator"),
    "quorum_denominator": gettext_lazy("Quorum, as a share of the members: denominator"),
    "majority_numerator": gettext_lazy("Majority, as a share of the votes: numerator"),
    "majority_denominator": gettext_lazy("Majority, as a share of the votes: denominator"),
    "translations_percent": gettext_lazy("Complete translations, in percent"),
}
HELP = {
    "consultation_min_days": gettext_lazy("Before the vote on a candidate may open. It counts for open ones at once."),
    "voting_min_days": gettext_lazy("Before a text that is voted on may be published; 0 asks for none."),
    "quorum_numerator": gettext_lazy("1 of 2 parts: at least half of the members. An abstention counts as a vote."),
    "majority_numerator": gettext_lazy("2 of 3 parts of the votes that approve or reject. It has to be over half."),
    "translations_percent": gettext_lazy(
        "Of the languages of this site in which the register does not write itself; 0 asks for none."
    ),
}
BOUNDS = {"translations_percent": (0, 100), "voting_min_days": (0, 365)}


class RulesForm(forms.Form):
    """One whole number a rule; ``seen`` marks the rules that the page has shown."""

    seen = forms.RegexField(r"^[0-9a-f]{16}$", widget=forms.HiddenInput)

    def __init__(self, register: Register, sent: Any = None) -> None:
        super().__init__(sent, initial={**rules_of(register), "seen": rules_seen(register)})
        for name in FIELDS:
            least, most = BOUNDS.get(name, (1, 365))
            self.fields[name] = forms.IntegerField(
                label=LABELS[name], help_text=HELP.get(name, ""), min_value=least, max_value=most
            )

    def rules(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in FIELDS}


@dataclass(frozen=True)
class Change:
    """One line of the log: who changed what, and how."""

    entry: ModelLogEntry

    @property
    def by(self) -> str:
        return str(self.entry.user) if self.entry.user else _("Somebody who has left")

    @property
    def lines(self) -> list[str]:
        before, after = self.entry.data["before"], self.entry.data["after"]
        return [
            f"{LABELS[name]}: {before[name]} → {after[name]}" for name in FIELDS if before.get(name) != after.get(name)
        ]


class AboutRules(ForCoordinators, WagtailAdminTemplateMixin, TemplateView):
    permission = "registry.change_rules"
    page_title = gettext_lazy("Rules of the register")
    header_icon = "cogs"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]


class RegistersView(AboutRules):
    """The registers; with one alone, its rules at once."""

    template_name = "registry/admin/registers.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        registers = list(Register.objects.order_by("code"))
        if len(registers) == 1:
            return redirect("registry-rules:rules", registers[0].pk)
        return self.render_to_response(self.get_context_data(registers=registers))


class RulesView(AboutRules):
    template_name = "registry/admin/rules.html"

    @cached_property
    def register(self) -> Register:
        return get_object_or_404(Register, pk=self.kwargs["pk"])

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = RulesForm(self.register, request.POST)
        if form.is_valid():
            try:
                change_rules(pk, form.rules(), seen=form.cleaned_data["seen"], actor=self.coordinator)
            except SettingsChanged as error:
                form.add_error(None, str(error))
            except ValidationError:
                form.add_error(None, _("A quorum is at most the whole, a majority more than half. Correct the parts."))
            else:
                messages.success(request, _("The rules are saved."))
                return redirect("registry-rules:rules", pk)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = ModelLogEntry.objects.for_instance(self.register).filter(action=CHANGED).select_related("user")
        context = {
            "register": self.register,
            "changes": [Change(entry) for entry in entries.order_by("-timestamp")[:SHOWN]],
            **kwargs,
        }
        return super().get_context_data(**{"form": context.pop("form", None) or RulesForm(self.register), **context})
