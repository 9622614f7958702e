"""Answering a city that asks for the consultation on its draft with work that is still to be done."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.admin.steps.base import StepPage
from registry.admin.steps.forms import ReasonForm
from registry.drafts.asking import request_of
from registry.services.asking import hand_back


class HandBackView(StepPage):
    step = "consult"  # which is what it stands in place of
    form_class = ReasonForm
    template_name = "registry/admin/steps/hand_back.html"
    heading = gettext_lazy("Hand back to the city")

    def take(self, given: dict[str, Any]) -> str:
        hand_back(self.draft.pk, reason=given["reason"], actor=self.coordinator)
        return _("%(draft)s is handed back.") % {"draft": self.name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(asked=request_of(self.draft), **kwargs)
