"""What is to be translated: all languages with their counts, and every version of one language."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.timezone import localdate
from wagtail.admin import messages

from portal.core.languages import language_name
from registry.admin.reports import title_of
from registry.admin.translating.base import TranslationsPage, language_page
from registry.admin.translating.forms import LACKING, FilterForm
from registry.admin.translating.standing import Row, Standing, languages_to_translate, overview, rows_in
from registry.enums import OPEN_TRANSLATIONS
from registry.errors import NotTranslatable
from registry.models import CriterionVersion
from registry.services.translating import begin

PER_PAGE = 25


class OverviewView(TranslationsPage):
    template_name = "registry/admin/translating/overview.html"

    def above(self) -> list[tuple[str, str]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        labels = [*Standing.labels, *(state.label for state in OPEN_TRANSLATIONS)]
        return super().get_context_data(languages=overview(on=localdate()), labels=labels, **kwargs)


class OfLanguage(TranslationsPage):
    """A page about one language, with the rows that its filters leave. Raises Http404 for any other language."""

    @cached_property
    def language(self) -> str:
        code: str = self.kwargs["language"]
        if code not in languages_to_translate():
            raise Http404("Nothing is translated into this language.")
        return code

    @cached_property
    def filters(self) -> FilterForm:
        return FilterForm(self.request.GET)

    def rows(self) -> list[Row]:
        wanted = self.filters.cleaned_data if self.filters.is_valid() else {}
        rows, show = rows_in(self.language, on=localdate(), criteria_set=wanted.get("criteria_set")), wanted.get("show")
        if show == LACKING:
            return [row for row in rows if row.is_lacking]
        return [row for row in rows if row.draft and row.draft.state == show] if show else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{**kwargs, "language": self.language})

    def get_page_title(self) -> str:
        return capfirst(language_name(self.language))


class LanguageView(OfLanguage):
    template_name = "registry/admin/translating/language.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.rows(), PER_PAGE).get_page(self.request.GET.get("p"))
        asked = {name: value for name, value in self.request.GET.items() if name in self.filters.fields and value}
        rows = [(row, title_of(row.version)) for row in page]
        return super().get_context_data(
            page_obj=page, rows=rows, filters=self.filters, query=urlencode(asked), **kwargs
        )


class BeginView(OfLanguage):
    """Begins a translation, or goes on with the one that is open."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, language: str, pk: int) -> HttpResponse:
        version = get_object_or_404(CriterionVersion.objects.select_related("criterion"), pk=pk)
        try:
            draft = begin(version, self.language, actor=self.coordinator)
        except NotTranslatable as error:
            messages.error(request, str(error))
            return redirect(language_page(self.language)[0])
        return redirect(draft)
