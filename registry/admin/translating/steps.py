"""The second person reads the whole text and seals it, or sends it back; giving up, going on from a newer revision."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from portal.core.access import can
from registry.admin.steps.forms import ReasonForm, SeenTextForm
from registry.admin.translating.base import TranslationPage
from registry.admin.translating.log import step_by, step_label
from registry.admin.translating.parts import compared
from registry.diffs.names import block_name, listed
from registry.drafts.transitions import TRANSLATING
from registry.enums import TranslationState
from registry.errors import RegistryError, StepNotPossible
from registry.services.translating import abandon, confirm, rebase, send_back


class ReadView(TranslationPage):
    """GET shows the whole text word by word against the newest revision, and the log; POST seals what was read."""

    template_name = "registry/admin/translating/read.html"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = SeenTextForm(request.POST)
        try:
            sealed = confirm(
                self.draft.pk, seen=form.cleaned_data["seen"] if form.is_valid() else 0, actor=self.coordinator
            )
        except RegistryError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("%(revision)s is sealed. Readers see it from now on.") % {"revision": sealed})
        return redirect(self.address)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self.draft
        steps = draft.steps.select_related("user").order_by("-pk")
        is_waiting = draft.state == TranslationState.WAITING
        return super().get_context_data(
            parts=compared(draft),
            source_language=next(iter(draft.version.parsed.texts)),
            landed=self.landed,
            may_confirm=is_waiting and can(self.coordinator, "registry.confirm_translation", draft),
            is_waiting=is_waiting,
            events=[{"label": step_label(step), "by": step_by(step), "step": step} for step in steps],
            form=SeenTextForm(initial={"seen": draft.lock_version}),
            **kwargs,
        )


class RebaseView(TranslationPage):
    """Takes over what was sealed meanwhile; the text can be written in again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = SeenTextForm(request.POST)
        try:
            both = rebase(
                self.draft.pk, seen=form.cleaned_data["seen"] if form.is_valid() else 0, actor=self.coordinator
            )
        except RegistryError as error:
            messages.error(request, str(error))
            return redirect(self.address)
        messages.success(request, _("What was sealed meanwhile is taken over."))
        if both:
            names = listed(block_name(block, self.draft.version.parsed) for block in both)
            messages.warning(
                request,
                ngettext(
                    "%(blocks)s was changed on both sides, and has your words: look at it.",
                    "%(blocks)s were changed on both sides, and have your words: look at them.",
                    len(both),
                )
                % {"blocks": names},
            )
        return redirect(self.draft)


class ReasonView(TranslationPage):
    """A step that asks for a reason once, on a page of its own."""

    step: ClassVar[str]
    template_name = "registry/admin/translating/reason.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.draft.state not in TRANSLATING[self.step].sources:
            messages.error(request, str(StepNotPossible(self.draft, state=self.draft.get_state_display())))
            return redirect(self.address)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = ReasonForm(request.POST)
        if form.is_valid():
            try:
                done = self.take(form.cleaned_data["reason"])
            except RegistryError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, done)
                return redirect(self.address)
        return self.render_to_response(self.get_context_data(form=form))

    def take(self, reason: str) -> str:
        """Call the service; returns what is said afterwards."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form: forms.Form = kwargs.pop("form", None) or ReasonForm()
        return super().get_context_data(form=form, **kwargs)


class SendBackView(ReasonView):
    step = "send_back"
    heading = gettext_lazy("Send back")

    def take(self, reason: str) -> str:
        send_back(self.draft.pk, reason=reason, actor=self.coordinator)
        return _("%(draft)s can be written in again.") % {"draft": self.draft}


class AbandonView(ReasonView):
    step = "abandon"
    heading = gettext_lazy("Abandon")

    def take(self, reason: str) -> str:
        abandon(self.draft.pk, reason=reason, actor=self.coordinator)
        return _("%(draft)s is abandoned.") % {"draft": self.draft}
