"""What was saved before: who and when, what changed from one to the other, and the way back to it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from registry.admin.drafting.views.base import DraftPage
from registry.errors import RegistryError
from registry.services.drafting import save
from registry.writing.forms.deciding import SeenForm
from registry.writing.texts import EarlierTexts, words_of

PAGE_SIZE = 25


class RevisionsView(EarlierTexts, DraftPage):
    template_name = "registry/admin/revisions.html"
    heading = gettext_lazy("Earlier texts")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.revisions(), PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, **kwargs)


class CompareRevisionsView(EarlierTexts, DraftPage):
    """``?from=…&to=…``, two revisions of the draft; without ``to``, what is saved now."""

    template_name = "registry/admin/compare_revisions.html"
    heading = gettext_lazy("Compare")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.compared(self.request.GET), **kwargs)


class RestoreView(EarlierTexts, DraftPage):
    """Saves the words of an older revision once more; the later ones stay among the revisions."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, revision: int) -> HttpResponse:
        older, form = self.older(revision), SeenForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Nothing was changed. Open the list once more, then press the button there."))
            return redirect("drafts-admin:revisions", pk)
        try:
            save(pk, **words_of(older), seen=form.cleaned_data["seen"], actor=self.coordinator)
        except RegistryError as error:
            messages.error(request, str(error))
            return redirect("drafts-admin:revisions", pk)
        messages.success(request, _("The earlier text of %(draft)s is back.") % {"draft": self.draft})
        return redirect(self.address)
