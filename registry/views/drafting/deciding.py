"""What is decided about a draft as a whole: the same bids comply, the coordinators are asked, it is given up."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.access import can, require
from registry.enums import DraftState
from registry.errors import RegistryError, StaleDraft, StepNotPossible
from registry.services.asking import ask_for_consultation, take_back_request
from registry.services.drafting import abandon, confirm_same_bids, declare_same_bids
from registry.views.drafting.base import DraftView
from registry.writing.beside import faults_of
from registry.writing.forms.deciding import AbandonForm, AskForm, OwnSameBidsForm, SeenForm


class SameBidsView(DraftView):
    """GET shows the declaration and what it would change; POST declares it, takes it back or confirms it."""

    template = "registry/drafting/same_bids.html"
    title = gettext_lazy("The same bids comply")
    page_name = "same-bids"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        wanted = request.POST.get("do", "")
        form = OwnSameBidsForm(request.POST) if wanted == "declare" else SeenForm(request.POST)
        if not form.is_valid():
            return self.page(form if wanted == "declare" else self.form())
        try:
            said = self.decide(wanted, **form.cleaned_data)
        except StaleDraft as error:
            self.read_again()
            return self.page(self.form(form.cleaned_data.get("reason")), status=409, error=error)
        except RegistryError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, said)
        return self.back("draft-same-bids")

    def decide(self, wanted: str, *, seen: int, reason: str = "") -> str:
        """Returns what was done, in words."""
        if wanted == "confirm":
            confirm_same_bids(self.draft.pk, seen=seen, actor=self.request.user)
            return _("The declaration is confirmed.")
        if wanted not in ("declare", "withdraw"):
            raise PermissionDenied("No such decision.")
        declare_same_bids(self.draft.pk, reason=reason, seen=seen, actor=self.request.user)
        return _("The declaration is saved. Somebody else has to confirm it.") if reason else _("It is taken back.")

    def form(self, reason: str | None = None) -> OwnSameBidsForm:
        kept = self.draft.same_bids_reason if reason is None else reason
        return OwnSameBidsForm(initial={"seen": self.draft.lock_version, "reason": kept})

    def page(self, form: forms.Form, *, status: int = 200, **context: Any) -> HttpResponse:
        may_confirm = can(self.request.user, "registry.confirm_same_bids", self.draft)
        return self.show(status, form=form, may_confirm=may_confirm, **context)


class OnceView(DraftView):
    """GET says what a step does and asks once; POST takes it, while the draft is being drafted."""

    permission: str
    form_class: type[forms.Form]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.too_late() or self.page(self.form_class(initial={"seen": self.draft.lock_version}))

    def too_late(self) -> HttpResponse | None:
        """Back to the draft, which says how far it is, once it is not being drafted. Raises PermissionDenied."""
        if self.draft.state == DraftState.DRAFTING:
            require(self.request.user, self.permission, self.draft)
            return None
        messages.error(self.request, str(StepNotPossible(self.draft, state=self.draft.get_state_display())))
        return redirect(self.address)

    def post(self, request: HttpRequest) -> HttpResponse:
        if answer := self.too_late():
            return answer
        form = self.form_class(request.POST)
        if form.is_valid():
            try:
                done = self.take(form.cleaned_data)
            except StaleDraft as error:
                self.read_again()
                return self.page(self.form_class(initial={**form.cleaned_data, "seen": self.draft.lock_version}), error)
            except RegistryError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, done)
                return redirect(self.address)
        return self.page(form)

    def take(self, given: dict[str, Any]) -> str:
        """Call the service; returns what is said afterwards."""
        raise NotImplementedError

    def page(self, form: forms.Form, error: StaleDraft | None = None) -> HttpResponse:
        return self.show(409 if error else 200, form=form, error=error)


class AskView(OnceView):
    """Asks the coordinators to open the consultation, or takes that back."""

    template = "registry/drafting/ask.html"
    title = gettext_lazy("Ask to open the consultation")
    page_name = "ask"
    permission = "registry.ask_consultation"
    form_class = AskForm

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("do") != "take-back":
            return super().post(request)
        try:
            take_back_request(self.draft.pk, actor=self.request.user)
        except RegistryError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("It is taken back."))
        return redirect(self.address)

    def take(self, given: dict[str, Any]) -> str:
        ask_for_consultation(self.draft.pk, note=given["note"], seen=given["seen"], actor=self.request.user)
        return _("The coordinators are asked.")

    def context(self) -> dict[str, Any]:
        return {**super().context(), **self.request_context(), "faults": faults_of(self.draft)}


class AbandonView(OnceView):
    """Gives the draft up."""

    template = "registry/drafting/abandon.html"
    title = gettext_lazy("Give the draft up")
    page_name = "abandon"
    permission = "registry.abandon"
    form_class = AbandonForm

    def take(self, given: dict[str, Any]) -> str:
        draft = abandon(self.draft.pk, reason=given["reason"], on=localdate(), actor=self.request.user)
        return _("%(draft)s is given up.") % {"draft": draft}
