"""What every page about the steps of a draft has, and how a step is taken."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from registry.admin.page import DraftFrame
from registry.drafts.transitions import TRANSITIONS
from registry.errors import RegistryError, StepNotPossible
from registry.models import Candidate, Draft


class DraftPage(DraftFrame):
    """A page about the steps of one draft."""

    permission = "registry.read_steps"
    header_icon = "tasks"
    above = "draft-steps:log", gettext_lazy("Publishing")
    first = "draft-steps:steps"

    @cached_property
    def draft(self) -> Draft:
        drafts = Draft.objects.select_related("register", "criterion", "base_version__criterion", "proposed_by")
        return get_object_or_404(drafts.select_related("final__criterion"), pk=self.kwargs["pk"])

    @cached_property
    def candidate(self) -> Candidate | None:
        """The newest candidate, before the members or not any more."""
        return self.draft.newest_candidate

    @property
    def name(self) -> str:
        return str(self.draft)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(candidate=self.candidate, draft_name=self.name, **kwargs)


class StepPage(DraftPage):
    """GET says what a step does and asks once; POST takes it. What keeps it from happening is said above the form."""

    step: ClassVar[str]  # in TRANSITIONS
    form_class: ClassVar[type[forms.Form]] = forms.Form

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.draft.state not in TRANSITIONS[self.step].sources:
            messages.error(request, str(StepNotPossible(self.draft, state=self.draft.get_state_display())))
            return redirect(self.address)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                done = self.take(form.cleaned_data)
            except (RegistryError, ValidationError) as error:
                form.add_error(None, error if isinstance(error, ValidationError) else str(error))
            else:
                messages.success(request, done)
                return redirect(self.done_address)
        return self.render_to_response(self.get_context_data(form=form))

    @property
    def done_address(self) -> str:
        return self.address

    def form(self, sent: Any = None) -> forms.Form:
        return self.form_class(sent)

    def take(self, given: dict[str, Any]) -> str:
        """Call the service; returns what is said afterwards."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=kwargs.pop("form", None) or self.form(), **kwargs)
