"""What was saved before: who and when, what changed from one to the other, and the way back to it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.errors import RegistryError
from registry.services.drafting import save
from registry.views.drafting.base import DraftView
from registry.writing.forms.deciding import SeenForm
from registry.writing.texts import EarlierTexts, words_of

PAGE_SIZE = 20


class EarlierTextsView(EarlierTexts, DraftView):
    template = "registry/drafting/earlier.html"
    title = gettext_lazy("Earlier texts")
    page_name = "earlier"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(page=Paginator(self.revisions(), PAGE_SIZE).get_page(request.GET.get("page")))


class CompareTextsView(EarlierTexts, DraftView):
    """``?from=…&to=…``, two revisions of the draft; without ``to``, what is saved now."""

    template = "registry/drafting/compare.html"
    title = gettext_lazy("Compare")
    page_name = "earlier"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(**self.compared(request.GET))


class RestoreView(EarlierTexts, DraftView):
    """Saves the words of an older revision once more; the later ones stay among the revisions."""

    page_name = "earlier"

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
