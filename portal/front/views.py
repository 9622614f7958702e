"""The living style guide: every component with its states, and three pages built from them."""

from typing import Any

from django.views.generic import TemplateView

from portal.front import samples


class SpecimenView(TemplateView):
    """The samples, under the names that the specimens use."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shared = {
            "levels": samples.LEVELS,
            "themes": samples.THEMES,
            "stages": samples.STAGES,
            "trail": samples.TRAIL,
            "criteria": samples.CRITERIA,
        }
        return super().get_context_data(**shared, **kwargs)


class StyleGuideView(SpecimenView):
    template_name = "styleguide/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        states = {
            "statuses": samples.STATUSES,
            "colors": ("neutral", "accent", "brand1", "info", "success", "warning", "danger"),
            "empty_form": samples.SampleForm(auto_id="empty_%s"),
            "wrong_form": samples.SampleForm({"email": "anna", "why": "Together we are a market."}, auto_id="wrong_%s"),
            "page_obj": samples.sample_page(5),
        }
        return super().get_context_data(**states, **kwargs)


class FrontSpecimenView(SpecimenView):
    template_name = "styleguide/front.html"


class SetSpecimenView(SpecimenView):
    template_name = "styleguide/set.html"


class CriterionSpecimenView(SpecimenView):
    template_name = "styleguide/criterion.html"
