"""Publishing: what is in the way from which day, then one question, then the version."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.admin.steps.base import StepPage
from registry.admin.steps.forms import DayForm, PublishForm
from registry.enums import DraftState
from registry.services.preflight import PublishFault, preflight
from registry.services.publishing import publish


class PublishView(StepPage):
    """GET runs the preflight for a day, today if none is given; POST publishes what was read, once."""

    step = "publish"
    form_class = PublishForm
    template_name = "registry/admin/steps/publish.html"
    heading = gettext_lazy("Publish")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.draft.state == DraftState.PUBLISHED:
            return redirect(self.address)
        return super().get(request, *args, **kwargs)

    def day_form(self) -> DayForm:
        given = self.request.GET if "effective_on" in self.request.GET else None
        return DayForm(given, initial={"effective_on": localdate()})

    def form(self, sent: Any = None) -> PublishForm:
        seen = self.candidate.version.content_hash if self.candidate else ""
        return PublishForm(sent, initial={"seen": seen})

    def take(self, given: dict[str, Any]) -> str:
        final = publish(self.draft.pk, **given, on=localdate(), actor=self.coordinator)
        return _("%(version)s is published.") % {"version": final}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days, form = self.day_form(), kwargs.pop("form", None)
        day = _chosen(form) or _chosen(days)
        form = form or self.form()
        form.initial["effective_on"] = day
        return super().get_context_data(form=form, days=days, day=day, faults=self.faults(day), **kwargs)

    def faults(self, day: date | None) -> list[PublishFault]:
        """All that is in the way on that day; without a day nothing is asked."""
        if day is None:
            return []
        return preflight(self.draft, actor=self.coordinator, effective_on=day, on=localdate())


def _chosen(form: DayForm | None) -> date | None:
    """The day in a form: what was sent, if it is one, else what stands there."""
    if form is None:
        return None
    if form.is_bound:
        return form.cleaned_data.get("effective_on") if form.is_valid() else None
    day: date = form.initial["effective_on"]
    return day
