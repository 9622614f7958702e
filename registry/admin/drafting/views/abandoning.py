"""Several drafts are given up together, for one reason: those that nobody has put to the members."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from registry.admin.drafting.several import SeveralDraftsForm
from registry.admin.drafting.views.base import ForDrafters
from registry.enums import DraftState
from registry.errors import RegistryError
from registry.models import Draft
from registry.services.drafting import abandon_several

PER_PAGE = 25


class AbandonSeveralView(ForDrafters, WagtailAdminTemplateMixin, TemplateView):
    """GET lists them, those that nobody has changed for longest first; POST asks once, and with ``sure`` does it."""

    template_name = "registry/admin/abandon_several.html"
    page_title = gettext_lazy("Abandon several drafts")
    header_icon = "bin"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        above = {"url": reverse("drafts-admin:list"), "label": _("Drafts")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": str(self.page_title)}]

    def drafts(self) -> QuerySet[Draft]:
        rows = Draft.objects.filter(state=DraftState.DRAFTING).select_related("proposed_by", "base_version__criterion")
        return rows.order_by("changed_at", "pk")

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SeveralDraftsForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        if "sure" not in request.POST:
            chosen = list(self.drafts().filter(pk__in=form.cleaned_data["draft"]))
            return self.show(form, chosen=chosen)
        try:
            self.abandon(form.cleaned_data["draft"], form.cleaned_data["reason"])
        except RegistryError as error:
            form.add_error(None, str(error))
        except Draft.DoesNotExist:
            form.add_error(None, _("One of the drafts is gone. Reload the page, then choose again."))
        else:
            return redirect("drafts-admin:list")
        return self.show(form)

    def abandon(self, seen: dict[int, int], reason: str) -> None:
        count = len(abandon_several(seen, reason=reason, on=localdate(), actor=self.coordinator))
        said = ngettext("%(count)s draft is abandoned.", "%(count)s drafts are abandoned.", count)
        messages.success(self.request, said % {"count": count})

    def show(self, form: SeveralDraftsForm, **more: Any) -> HttpResponse:
        ticked = self.request.POST.getlist("draft")
        return self.render_to_response(self.get_context_data(form=form, ticked=ticked, **more))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page: Page[Draft] = Paginator(self.drafts(), PER_PAGE).get_page(self.request.GET.get("p"))
        rows = [(draft, f"{draft.pk}:{draft.lock_version}") for draft in page]
        context = {"form": SeveralDraftsForm(), "ticked": [], "chosen": [], "page_obj": page, "rows": rows}
        return super().get_context_data(**{**context, **kwargs})
