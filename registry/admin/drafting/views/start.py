"""Starting a draft: from a version in force, or for a new code."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from registry.admin.drafting.views.base import ForDrafters
from registry.enums import CriterionKind
from registry.errors import RegistryError
from registry.models import Draft
from registry.services.drafting import start_from, start_new
from registry.writing.forms.starting import StartForm, StartFromForm, StartNewForm


class StartView(ForDrafters, WagtailAdminTemplateMixin, TemplateView):
    template_name = "registry/admin/start.html"
    page_title = gettext_lazy("Start a draft")
    header_icon = "edit"

    def post(self, request: HttpRequest) -> HttpResponse:
        is_new = request.POST.get("do") == "new"
        form: StartForm = self.new_form(request.POST) if is_new else self.next_form(request.POST)
        if form.is_valid():
            try:
                draft = self.start(form)
            except (RegistryError, ValidationError) as error:
                form.add_error(None, error if isinstance(error, ValidationError) else str(error))
            else:
                messages.success(request, _("%(draft)s is started.") % {"draft": draft})
                return redirect("drafts-admin:edit", draft.pk)
        return self.render_to_response(self.get_context_data(**{"new" if is_new else "next": form}))

    def start(self, form: StartForm) -> Draft:
        data = form.cleaned_data
        if isinstance(form, StartNewForm):
            named = (data["register"], data["code"], CriterionKind(data["kind"]), form.content())
            return start_new(*named, proposed_by=data["proposed_by"], actor=self.coordinator)
        return start_from(data["base"], proposed_by=data["proposed_by"], actor=self.coordinator)

    def next_form(self, data: Any = None) -> StartFromForm:
        return StartFromForm(self.coordinator, data, prefix="next")

    def new_form(self, data: Any = None) -> StartNewForm:
        return StartNewForm(self.coordinator, data, prefix="new")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        above = {"url": reverse("drafts-admin:list"), "label": _("Drafts")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"next": self.next_form(), "new": self.new_form(), **kwargs})
