"""All criteria, each by its newest version, and all steps after publication, newest first."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn

from portal.members.moderation import ExportedList, ForCoordinators
from registry.admin.reports import title_of
from registry.enums import IN_FORCE, CriterionKind, ProposalState, StatusKind, StepAfter
from registry.models import CriteriaSet, CriterionVersion, StatusProposal

STATUSES = (StatusKind.PUBLISHED, StatusKind.DEPRECATED, StatusKind.SUPERSEDED, StatusKind.WITHDRAWN)


class CriteriaFilters(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=[(each.value, each.label) for each in STATUSES]
    )
    kind = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Kind"), field_name="criterion__kind", choices=CriterionKind.choices
    )
    criteria_set = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Set"), method="in_set", queryset=CriteriaSet.objects.order_by("slug")
    )

    class Meta:
        model = CriterionVersion
        fields: list[str] = []

    def in_set(self, rows: "QuerySet[Any]", name: str, value: CriteriaSet) -> "QuerySet[Any]":
        members = CriteriaSet.objects.filter(pk=value.pk).values("releases__members__criterion")
        return rows.filter(criterion__in=members)


def status_label(version: CriterionVersion) -> str:
    """In words; a version that has not begun has no status yet."""
    return str(StatusKind(version.status).label) if version.status else "–"


def _code_link(version: CriterionVersion) -> SafeString:
    address = reverse("criteria-admin:criterion", args=[version.criterion_id])
    return format_html('<a href="{}">{}</a>', address, version.criterion)


def _title(version: CriterionVersion) -> SafeString:
    title = title_of(version)
    return format_html('<span lang="{}">{}</span>', title.lang, title)


class CriteriaListView(ForCoordinators, ExportedList):
    permission = "registry.read_steps"
    model = CriterionVersion
    page_title = gettext_lazy("All criteria")
    header_icon = "list-ul"
    verbose_name_plural = gettext_lazy("criteria")
    index_url_name = "criteria-admin:list"
    index_results_url_name = "criteria-admin:list-results"
    is_searchable = True
    search_fields = ["criterion__code", "content"]
    filterset_class = CriteriaFilters
    paginate_by = 50
    export_filename = "criteria"
    list_export = ["criterion", "number", "status", "status_since"]
    export_headings = {
        "number": gettext_lazy("Version"),
        "status": gettext_lazy("State"),
        "status_since": gettext_lazy("Since"),
    }
    columns = [
        Column("criterion", label=gettext_lazy("Criterion"), accessor=_code_link),
        Column("title", label=gettext_lazy("Title"), accessor=_title),
        Column("kind", label=gettext_lazy("Kind"), accessor="criterion.get_kind_display"),
        Column("number", label=gettext_lazy("Version"), accessor="number"),
        StatusTagColumn(
            "status",
            label=gettext_lazy("State"),
            accessor=status_label,
            primary=lambda version: version.status in IN_FORCE,
        ),
        DateColumn("status_since", label=gettext_lazy("Since")),
    ]

    def get_base_queryset(self) -> QuerySet[CriterionVersion]:
        """The newest version of each: the one that no other final follows."""
        finals = CriterionVersion.objects.finals()
        heads = finals.exclude(pk__in=finals.exclude(base_version=None).values("base_version"))
        return heads.with_status(on=localdate()).for_cards().order_by("criterion__code")


class ProposalFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=gettext_lazy("State"), choices=ProposalState.choices)
    kind = django_filters.MultipleChoiceFilter(label=gettext_lazy("Step"), choices=StepAfter.choices)

    class Meta:
        model = StatusProposal
        fields: list[str] = []


def _step_link(proposal: StatusProposal) -> SafeString:
    address = reverse("criteria-admin:proposal", args=[proposal.pk])
    return format_html('<a href="{}">{}</a>', address, proposal)


class ProposalListView(ForCoordinators, ExportedList):
    """Every step that was proposed, whoever confirmed it or took it back: nothing in it is ever removed."""

    permission = "registry.read_steps"
    model = StatusProposal
    page_title = gettext_lazy("After publication")
    header_icon = "history"
    verbose_name_plural = gettext_lazy("steps")
    index_url_name = "criteria-admin:proposals"
    index_results_url_name = "criteria-admin:proposals-results"
    is_searchable = True
    search_fields = ["version__criterion__code"]
    filterset_class = ProposalFilters
    paginate_by = 50
    export_filename = "after-publication"
    list_export = ["version", "kind", "effective_on", "state", "proposed_by", "proposed_at", "decided_by", "decided_at"]
    columns = [
        Column("step", label=gettext_lazy("Step"), accessor=_step_link),
        DateColumn("effective_on", label=gettext_lazy("From")),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor="get_state_display",
            primary=lambda proposal: proposal.is_waiting,
        ),
        Column("proposed_by", label=gettext_lazy("Proposed by")),
        Column("decided_by", label=gettext_lazy("Decided by")),
        DateColumn("proposed_at", label=gettext_lazy("Time")),
    ]

    def get_base_queryset(self) -> QuerySet[StatusProposal]:
        rows = StatusProposal.objects.select_related("version__criterion", "proposed_by", "decided_by")
        return rows.order_by("-pk")
