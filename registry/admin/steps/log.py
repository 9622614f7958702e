"""The log of publishing: every step of every draft, newest first. Nothing in it is ever changed."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from portal.accounts.models import User
from portal.members.models import Organisation
from portal.members.moderation import ExportedList, ForCoordinators
from registry.admin.steps.words import STEPS, moment_of, step_label
from registry.models import Draft, DraftStep


class LogFilters(WagtailFilterSet):
    draft = django_filters.ModelMultipleChoiceFilter(label=gettext_lazy("Draft"), queryset=Draft.objects.none())
    name = django_filters.MultipleChoiceFilter(label=gettext_lazy("Step"), choices=list(STEPS.items()))
    user = django_filters.ModelMultipleChoiceFilter(
        label=gettext_lazy("Person"),
        queryset=lambda request: User.objects.filter(pk__in=DraftStep.objects.values("user")).order_by("name"),
    )
    organisation = django_filters.ModelMultipleChoiceFilter(
        label=gettext_lazy("Organisation"),
        queryset=lambda request: Organisation.objects.filter(pk__in=DraftStep.objects.values("organisation")),
    )
    at = django_filters.DateFromToRangeFilter(label=gettext_lazy("Day"), widget=DateRangePickerWidget)

    class Meta:
        model = DraftStep
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["draft"].queryset = Draft.objects.select_related("base_version__criterion")


def _draft_link(step: DraftStep) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("draft-steps:steps", args=[step.draft_id]), step.draft)


class LogView(ForCoordinators, ExportedList):
    permission = "registry.read_steps"
    model = DraftStep
    page_title = gettext_lazy("Publishing")
    header_icon = "history"
    verbose_name_plural = gettext_lazy("steps")
    index_url_name = "draft-steps:log"
    index_results_url_name = "draft-steps:log-results"
    is_searchable = True
    search_fields = ["draft__code", "reason", "organisation__name"]
    filterset_class = LogFilters
    paginate_by = 50
    export_filename = "publishing-log"
    list_export = ["at", "draft", "name", "user", "organisation", "reason"]
    export_headings = {"name": gettext_lazy("Step"), "user": gettext_lazy("Person"), "at": gettext_lazy("Time")}
    custom_field_preprocess = {"name": dict.fromkeys(("csv", "xlsx"), lambda name: str(STEPS.get(name, name)))}
    columns = [
        Column("at", label=gettext_lazy("Time"), accessor=moment_of),
        Column("draft", label=gettext_lazy("Draft"), accessor=_draft_link),
        Column("name", label=gettext_lazy("Step"), accessor=step_label),
        Column("user", label=gettext_lazy("Person"), accessor="user"),
        Column("organisation", label=gettext_lazy("Organisation"), accessor="organisation"),
        Column("reason", label=gettext_lazy("Reason"), accessor="reason"),
    ]

    def get_base_queryset(self) -> QuerySet[DraftStep]:
        rows = DraftStep.objects.select_related("draft__base_version__criterion", "user", "organisation")
        return rows.order_by("-pk")
