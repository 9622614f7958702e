"""What was saved before: who and when, what changed from one to the other, and the way back to it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.diffs.drafted import beside_each_other
from registry.errors import RegistryError
from registry.models import Draft
from registry.services.drafting import save
from registry.views.drafting.base import DraftView
from registry.writing.forms.deciding import SeenForm
from registry.writing.forms.fields import here
from registry.writing.texts import older_text, words_of

PAGE_SIZE = 20


class EarlierTextsView(DraftView):
    template = "registry/drafting/earlier.html"
    title = gettext_lazy("Earlier texts")
    page_name = "earlier"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = self.draft.revisions.select_related("user").order_by("-created_at", "-pk")
        return self.show(page=Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")))


class OneTextView(DraftView):
    page_name = "earlier"

    def older(self, pk: object) -> Draft:
        """The draft with the words of one of its revisions. Raises Http404 for any other."""
        older = older_text(self.draft, pk)
        if older is None:
            raise Http404("No such revision of this draft.")
        return older


class CompareTextsView(OneTextView):
    """``?from=…&to=…``, two revisions of the draft; without ``to``, what is saved now."""

    template = "registry/drafting/compare.html"
    title = gettext_lazy("Compare")

    def get(self, request: HttpRequest) -> HttpResponse:
        old = self.older(request.GET.get("from"))
        new = self.older(request.GET["to"]) if request.GET.get("to") else self.draft
        compared = beside_each_other(self.draft, old.parsed, new.parsed, here())
        return self.show(compared=compared, compared_drafts=[old, new])


class RestoreView(OneTextView):
    """Saves the words of an older revision once more; the later ones stay among the revisions."""

    def post(self, request: HttpRequest, revision: int) -> HttpResponse:
        older, form = self.older(revision), SeenForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Nothing was changed. Open the list once more, then press the button there."))
            return self.back("draft-earlier")
        try:
            save(self.draft.pk, **words_of(older), seen=form.cleaned_data["seen"], actor=self.request.user)
        except RegistryError as error:
            messages.error(request, str(error))
            return self.back("draft-earlier")
        messages.success(request, _("The earlier text of %(draft)s is back.") % {"draft": self.draft})
        return self.back()
