"""A release is published, or its draft given up: each asks once on a page of its own."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from portal.core.languages import language_name
from registry.admin.releases.base import ReleasePage
from registry.admin.releases.forms import IssueForm
from registry.admin.releases.notes import parts_of
from registry.admin.steps.forms import ReasonForm
from registry.enums import DraftState
from registry.errors import RegistryError, StepNotPossible
from registry.services.assembling import abandon_release, compared_with_newest
from registry.services.issuing import digest_of, issue, sealed_notes
from registry.services.raising import numbers_of
from registry.services.release_preflight import release_faults
from registry.writing.forms.fields import here


class Decision(ReleasePage):
    """POST takes the step; what keeps it from happening is said above the form."""

    form_class: ClassVar[type[forms.Form]]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.draft.is_open:
            if self.draft.state != DraftState.PUBLISHED:
                messages.error(request, str(StepNotPossible(self.draft, state=self.draft.get_state_display())))
            return redirect(self.address)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST)
        if form.is_valid():
            try:
                done = self.take(form.cleaned_data)
            except RegistryError as error:
                form.add_error(None, str(error))
                del self.draft  # somebody else may have changed it: show it as it is now
            else:
                messages.success(request, done)
                return redirect(self.address)
        return self.render_to_response(self.get_context_data(form=form))

    def form(self) -> forms.Form:
        return self.form_class()

    def take(self, given: dict[str, Any]) -> str:
        """Call the service; returns what is said afterwards."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": kwargs.pop("form", None) or self.form(), **kwargs})


class IssueView(Decision):
    """GET runs the preflight; POST publishes what was read, once."""

    template_name = "registry/admin/releases/publish.html"
    form_class = IssueForm
    heading = gettext_lazy("Publish")
    here = "publish"

    def take(self, given: dict[str, Any]) -> str:
        release = issue(self.draft.pk, seen=given["seen"], on=localdate(), actor=self.coordinator)
        return _("%(version)s is published.") % {"version": release}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self.draft
        numbers = numbers_of(draft)
        return super().get_context_data(
            seen=digest_of(draft),
            faults=release_faults(draft, actor=self.coordinator, on=localdate()) if draft.is_open else [],
            newest=numbers.newest,
            number=numbers.number,
            compared=compared_with_newest(draft, here()),
            notes=[(code, language_name(code), parts_of(text, code)) for code, text in sealed_notes(draft).items()],
            day=draft.effective_on or localdate(),
            **kwargs,
        )


class AbandonView(Decision):
    template_name = "registry/admin/releases/abandon.html"
    form_class = ReasonForm
    heading = gettext_lazy("Abandon")

    def take(self, given: dict[str, Any]) -> str:
        abandon_release(self.draft.pk, reason=given["reason"], actor=self.coordinator)
        return _("%(draft)s is abandoned.") % {"draft": self.name}
