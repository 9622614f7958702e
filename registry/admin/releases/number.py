"""The number of a release is raised, or the computed one is taken again."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from registry.admin.releases.base import ReleasePage
from registry.admin.releases.forms import SeenForm
from registry.enums import Bump
from registry.errors import RegistryError
from registry.services.raising import Numbers, numbers_of, raise_number, take_computed_number
from registry.writing.forms.fields import here

COMPUTED = "computed"


class NumberForm(SeenForm):
    """Which higher number a release gets, and why."""

    step = forms.TypedChoiceField(
        label=gettext_lazy("Number"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a number.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=gettext_lazy("It is sealed with the version, and everybody reads it. Name no person."),
        error_messages={"required": gettext_lazy("Write a reason: the others have to understand this step.")},
    )

    def offer(self, numbers: Numbers) -> "NumberForm":
        """Take what can be chosen now; whoever chooses less is told the least number."""
        chosen = [(int(step), f"{number} ({step.label})") for step, number in numbers.higher.items()]
        self.fields["step"].choices = chosen  # type: ignore[attr-defined]
        said = _("The changes need %(least)s at least. Choose a higher number.") % {"least": numbers.least}
        self.fields["step"].error_messages["invalid_choice"] = said
        return self


class NumberView(ReleasePage):
    """GET shows the least number and the higher ones; POST raises it, or takes the computed one again."""

    template_name = "registry/admin/releases/number.html"
    heading = gettext_lazy("Raise the number")
    here = "members"

    @property
    def numbers(self) -> Numbers:
        return numbers_of(self.draft)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, **kwargs) if self.draft.is_open else redirect(self.address)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        takes_back = request.POST.get("do") == COMPUTED
        form = SeenForm(request.POST) if takes_back else NumberForm(request.POST).offer(self.numbers)
        if form.is_valid():
            try:
                self.take_back(form) if takes_back else self.raise_it(form)
            except RegistryError as error:
                form.add_error(None, str(error))
                del self.draft  # somebody else may have changed it: show it as it is now
            else:
                messages.success(request, _("%(draft)s is saved.") % {"draft": self.name})
                return redirect(self.address)
        return self.render_to_response(self.get_context_data(form=self.form() if takes_back else form, failed=form))

    def take_back(self, form: forms.Form) -> None:
        take_computed_number(self.draft.pk, seen=form.cleaned_data["seen"], actor=self.coordinator)

    def raise_it(self, form: forms.Form) -> None:
        given = form.cleaned_data
        step, reason = Bump(given["step"]), {here(): given["reason"]}
        raise_number(self.draft.pk, step, reason=reason, seen=given["seen"], actor=self.coordinator)

    def form(self) -> NumberForm:
        draft = self.draft
        reason = next(iter(draft.raised_because.values()), "")
        return NumberForm(initial={"step": draft.raised_to, "reason": reason}).offer(self.numbers)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.form()
        return super().get_context_data(form=form, numbers=self.numbers, computed=COMPUTED, **kwargs)
