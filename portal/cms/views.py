"""City editors write their city's page: a draft, a look at it, published or not; one language each."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from portal.cms.city_pages import CityText, begin_pages, draft_of, publish_page, save_text, text_of, unpublish_page
from portal.cms.forms import CityTextForm
from portal.cms.models import CityPage
from portal.members.errors import PageLocked
from portal.members.views.area import OrganisationView, SavingView


class StartView(OrganisationView):
    """Leads to the page in the reader's language, or makes the pages if there are none."""

    permission = "members.change_page"
    template = "cms/area/start.html"
    title = gettext_lazy("The page that everybody reads")

    def get(self, request: HttpRequest) -> HttpResponse:
        pages = CityPage.objects.filter(organisation=self.organisation).select_related("locale")
        languages = [page.locale.language_code for page in pages.order_by("pk")]
        if not languages:
            return self.show()
        here = get_language()
        return redirect("city-page:edit", self.organisation.slug, here if here in languages else languages[0])

    def post(self, request: HttpRequest) -> HttpResponse:
        if not begin_pages(self.organisation.pk, actor=self.request.user):
            messages.error(
                request, _("No page could be made: there is no page of members yet. Write to a coordinator.")
            )
            return self.back("area:organisation")
        return self.back("city-page:start")


class LanguageView(OrganisationView):
    """The page of an organisation in the language that the address names."""

    permission = "members.change_page"

    @cached_property
    def page(self) -> CityPage:
        """Raises Http404 if there is none in that language."""
        pages = CityPage.objects.filter(organisation=self.organisation).select_related("locale")
        found: CityPage | None = pages.filter(locale__language_code=self.kwargs["language"]).first()
        if found is None:
            raise Http404(self.kwargs["language"])
        return found

    def to_edit(self) -> HttpResponse:
        return redirect("city-page:edit", self.organisation.slug, self.kwargs["language"])


class EditView(LanguageView, SavingView):
    template = "cms/area/edit.html"
    permission = "members.change_page"
    title = gettext_lazy("The page that everybody reads")
    message = gettext_lazy("The draft is saved. Readers see it when you publish it.")

    def form(self, data: Any) -> CityTextForm:
        text = self._text()
        form = CityTextForm(data, initial={"lead": text.lead, "body": text.body, "seen": text.seen})
        if text.body is None and not form["body"].value():
            del form.fields["body"]  # text that was typed before a coordinator arranged the page stays in sight
        return form

    def save(self, form: CityTextForm) -> None:
        save_text(self.page.pk, form.text(), seen=form.cleaned_data["seen"], actor=self.request.user)

    def saved(self) -> HttpResponse:
        if "preview" in self.request.POST:
            return redirect("city-page:preview", self.organisation.slug, self.kwargs["language"])
        return self.to_edit()

    def stored(self) -> Mapping[str, Any]:
        text = self._text()
        return {"lead": text.lead, "body": text.body}

    def seen(self) -> str:
        return self._text().seen

    def _text(self) -> CityText:
        """The words of the newest draft, read anew."""
        return text_of(draft_of(CityPage.objects.get(pk=self.page.pk)))

    def context(self) -> dict[str, Any]:
        pages = CityPage.objects.filter(organisation=self.organisation).select_related("locale").order_by("pk")
        return {**super().context(), "page": self.page, "pages": pages}


class PreviewView(LanguageView):
    """The newest draft as readers would see it."""

    def get(self, request: HttpRequest, language: str) -> HttpResponse:
        draft = draft_of(self.page)
        back = reverse("city-page:edit", args=[self.organisation.slug, language])
        with override(language):
            context = draft.get_context(request)
            context |= {"is_draft": True, "edit_url": back, "template": draft.get_template(request)}
            return render(request, "cms/area/preview.html", context)


class PublishView(LanguageView):
    def post(self, request: HttpRequest, language: str) -> HttpResponse:
        try:
            publish_page(self.page.pk, actor=self.request.user)
        except PageLocked as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The page is published: everybody can read it."))
        return self.to_edit()


class UnpublishView(LanguageView):
    def post(self, request: HttpRequest, language: str) -> HttpResponse:
        try:
            unpublish_page(self.page.pk, actor=self.request.user)
        except PageLocked as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The page is taken from the readers. Its draft stays."))
        return self.to_edit()
