"""What is done with a draft as a whole: locked, declared to shut no bid out."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from portal.core.access import can
from registry.admin.drafting.views.base import DraftPage
from registry.errors import RegistryError, StaleDraft
from registry.services.drafting import confirm_same_bids, declare_same_bids
from registry.services.locking import lock_draft, unlock_draft
from registry.writing.forms.deciding import SameBidsForm, SeenForm


class LockView(DraftPage):
    """Locks the draft, or unlocks it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        step = unlock_draft if request.POST.get("do") == "unlock" else lock_draft
        try:
            draft = step(pk, actor=self.coordinator)
        except RegistryError as error:
            messages.error(request, str(error))
        else:
            sentence = _("%(draft)s is locked: only you can save it.") if draft.locked else _("%(draft)s is unlocked.")
            messages.success(request, sentence % {"draft": draft})
        return redirect(self.address)


class SameBidsView(DraftPage):
    """GET shows the declaration and what it would change; POST declares it, takes it back or confirms it."""

    template_name = "registry/admin/same_bids.html"
    heading = gettext_lazy("The same bids comply")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        wanted = request.POST.get("do", "")
        form = SameBidsForm(request.POST) if wanted == "declare" else SeenForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            said = self.decide(wanted, **form.cleaned_data)
        except StaleDraft as error:
            del self.draft  # read it again
            context = self.get_context_data(form=self.form(form.cleaned_data.get("reason")), error=error)
            return self.render_to_response(context, status=409)
        except RegistryError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, said)
        return redirect("drafts-admin:same-bids", pk)

    def decide(self, wanted: str, *, seen: int, reason: str = "") -> str:
        """Returns what was done, in words."""
        if wanted == "confirm":
            confirm_same_bids(self.draft.pk, seen=seen, actor=self.coordinator)
            return _("The declaration is confirmed.")
        if wanted not in ("declare", "withdraw"):
            raise PermissionDenied("No such decision.")
        declare_same_bids(self.draft.pk, reason=reason, seen=seen, actor=self.coordinator)
        return _("The declaration is saved. Somebody else has to confirm it.") if reason else _("It is taken back.")

    def form(self, reason: str | None = None) -> SameBidsForm:
        kept = self.draft.same_bids_reason if reason is None else reason
        return SameBidsForm(initial={"seen": self.draft.lock_version, "reason": kept})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None)
        may_confirm = can(self.coordinator, "registry.confirm_same_bids", self.draft)
        form = form if isinstance(form, SameBidsForm) else self.form()
        return super().get_context_data(form=form, may_confirm=may_confirm, **kwargs)
