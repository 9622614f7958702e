"""Translations as a workbook: out by the filters of the list, and back: tried first, then imported whole."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from portal.core.rates import limited
from portal.files.forms import WorkbookForm, packed
from portal.files.packages import XLSX
from portal.files.tables import MOST_BYTES, NotReadable
from registry.admin.translating.base import language_page
from registry.admin.translating.overview import OfLanguage
from registry.errors import RegistryError
from registry.services.importing_texts import import_texts
from registry.sheets.planning import Plan, plan_of
from registry.sheets.reading import read_lines
from registry.sheets.texts import sheet_texts
from registry.sheets.writing import workbook

UPLOADS = {"per_address": "120/h", "per_key": "60/h"}


class ExportView(OfLanguage):
    """The versions that the filters leave, in one workbook."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        texts = sheet_texts([row.version for row in self.rows()], self.language)
        disposition = f'attachment; filename="translations-{self.language}.xlsx"'
        return HttpResponse(workbook(texts, self.language), XLSX, headers={"Content-Disposition": disposition})


class ImportView(OfLanguage):
    """A workbook is tried first; the page says what it would do. Sent once more, all of it is imported, or nothing."""

    template_name = "registry/admin/translating/import.html"
    heading = gettext_lazy("Send a workbook")

    def get_page_title(self) -> str:
        return str(self.heading)

    def above(self) -> list[tuple[str, str]]:
        return [*super().above(), language_page(self.language)]

    def post(self, request: HttpRequest, language: str) -> HttpResponse:
        form = WorkbookForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form)
        if wait := limited(request, "translations.import", str(self.coordinator.pk), **UPLOADS):
            form.add_error(None, wait.text)
            return self.show(form, status=429)
        content = form.content(MOST_BYTES)
        try:
            plan = plan_of(read_lines(content, self.language), self.language)
        except NotReadable as error:
            form.add_error("file", str(error))
            return self.show(form)
        given = form.cleaned_data["mark"]
        if not (given == plan.mark and plan.is_possible and plan.results):
            return self.tried(plan, content, has_changed=bool(given))
        try:
            drafts = import_texts(self.language, plan.results, actor=self.coordinator)
        except RegistryError as error:
            form.add_error(None, str(error))
            return self.show(form)
        text = ngettext(
            "%(count)s translation has new words. Hand it in when it is complete.",
            "%(count)s translations have new words. Hand them in when they are complete.",
            len(drafts),
        )
        messages.success(request, text % {"count": len(drafts)})
        return redirect(f"{language_page(self.language)[0]}?show=drafting")

    def tried(self, plan: Plan, content: bytes, *, has_changed: bool) -> HttpResponse:
        """What the workbook would do, and the button that does it."""
        again = packed(content) if plan.is_possible and plan.results else ""
        return self.show(WorkbookForm(), plan=plan, again=again, has_changed=has_changed)

    def show(self, form: WorkbookForm, *, status: int = 200, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, **context), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or WorkbookForm()
        return super().get_context_data(form=form, **kwargs)
