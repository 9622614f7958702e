"""What was saved before: who and when, what changed from one to the other, and the way back to it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from registry.admin.drafting.views.base import DraftPage
from registry.diffs.drafted import beside_each_other
from registry.errors import RegistryError
from registry.models import Draft
from registry.services.drafting import save
from registry.writing.forms.deciding import SeenForm
from registry.writing.forms.fields import here
from registry.writing.texts import older_text, words_of

PAGE_SIZE = 25


class RevisionsView(DraftPage):
    template_name = "registry/admin/revisions.html"
    heading = gettext_lazy("Earlier texts")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.draft.revisions.select_related("user").order_by("-created_at", "-pk")
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, **kwargs)


class OneRevisionPage(DraftPage):
    def older(self, pk: object) -> Draft:
        """The draft with the words of one of its revisions. Raises Http404 for any other."""
        older = older_text(self.draft, pk)
        if older is None:
            raise Http404("No such revision of this draft.")
        return older


class CompareRevisionsView(OneRevisionPage):
    """``?from=…&to=…``, two revisions of the draft; without ``to``, what is saved now."""

    template_name = "registry/admin/compare_revisions.html"
    heading = gettext_lazy("Compare")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        old = self.older(self.request.GET.get("from"))
        new = self.older(self.request.GET["to"]) if self.request.GET.get("to") else self.draft
        compared = beside_each_other(self.draft, old.parsed, new.parsed, here())
        return super().get_context_data(compared=compared, compared_drafts=[old, new], **kwargs)


class RestoreView(OneRevisionPage):
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
