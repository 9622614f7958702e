"""Tender experiences as a workbook: the empty one, that of one's own records, and what comes back from it."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.core.rates import limited
from portal.experiences.forms.sheets import ImportForm
from portal.experiences.services.importing import import_rows
from portal.experiences.sheets.planning import Outcome, Plan, plan_of
from portal.experiences.sheets.reading import read_book
from portal.experiences.sheets.records import records_of
from portal.experiences.sheets.writing import workbook
from portal.experiences.views.area import BuyersView
from portal.files.forms import packed
from portal.files.packages import XLSX
from portal.files.tables import MOST_BYTES, NotReadable

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

UPLOADS = {"per_address": "120/h", "per_key": "60/h"}  # a trial of 200 tenders takes some seconds


class TemplateView(BuyersView):
    """The empty workbook, in the language of the address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return _download(workbook(), "tender-experiences-template.xlsx")


class ExportView(BuyersView):
    """One's own records in the same workbook, to be changed and sent back."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return _download(workbook(records_of(self.request.user)), "tender-experiences.xlsx")


class ImportView(BuyersView):
    """A workbook is tried first; the page says what each row would do. Sent once more, all of it is imported."""

    template = "experiences/area/import.html"
    title: "StrOrPromise" = gettext_lazy("Import tenders from a workbook")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=ImportForm(self.organisations))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ImportForm(self.organisations, request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form=form)
        if wait := limited(request, "experiences.import", str(self.request.user.pk), **UPLOADS):
            form.add_error(None, wait.text)
            return self.show(form=form, status=429)
        try:
            content = form.content(MOST_BYTES)
            plan = plan_of(read_book(content), form.buyer, actor=self.request.user)
        except NotReadable as error:
            form.add_error("file", str(error))
            return self.show(form=form)
        is_meant = form.cleaned_data["mark"] == plan.mark and plan.is_possible and bool(plan.rows)
        refused = import_rows(plan.rows, form.buyer, is_trial=not is_meant, actor=self.request.user)
        if is_meant and not refused:
            return self.imported(plan)
        plan.refuse(refused)
        return self.results(form, plan, content)

    def results(self, form: ImportForm, plan: Plan, content: bytes) -> HttpResponse:
        """What each row would do, and the button that does it."""
        self.template, self.title = "experiences/area/import_results.html", _("What the workbook would do")
        counts = {outcome: sum(result.outcome == outcome for result in plan.results) for outcome in Outcome}
        return self.show(
            plan=plan,
            counts=[(outcome, outcome.label, count) for outcome, count in counts.items() if count],
            organisation=form.buyer,
            again=packed(content) if plan.is_possible and plan.rows else "",
            has_changed=bool(form.cleaned_data["mark"]),  # since it was shown: look once more
            form=ImportForm(self.organisations, initial={"organisation": form.buyer.slug}),
        )

    def imported(self, plan: Plan) -> HttpResponse:
        new = sum(row.is_new for row in plan.rows)
        changed = len(plan.rows) - new
        if new:
            text = ngettext("%(count)d record was begun.", "%(count)d records were begun.", new)
            messages.success(self.request, text % {"count": new})
        if changed:
            text = ngettext("%(count)d record was changed.", "%(count)d records were changed.", changed)
            messages.success(self.request, text % {"count": changed})
        return redirect("tenders:list")


def _download(content: bytes, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, XLSX, headers={"Content-Disposition": disposition})
