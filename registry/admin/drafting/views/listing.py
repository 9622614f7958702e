"""All drafts, those that were changed last on top."""

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from portal.members.moderation import Listing
from registry.admin.drafting.views.base import ForDrafters
from registry.enums import OPEN_STATES, DraftState, Theme
from registry.models import Draft


class DraftFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=gettext_lazy("State"), choices=DraftState.choices)
    theme = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Theme"), field_name="content__theme", choices=Theme.choices
    )
    written_by = django_filters.ChoiceFilter(
        label=gettext_lazy("Written by"), method="wrote", choices=[("me", gettext_lazy("Me"))]
    )

    class Meta:
        model = Draft
        fields: list[str] = []

    def wrote(self, rows: QuerySet[Draft], name: str, value: str) -> QuerySet[Draft]:
        return rows.filter(proposers=self.request.user)


def titled(draft: Draft) -> SafeString:
    """The code and the title, in its own language."""
    texts: dict[str, dict[str, str]] = draft.content["texts"]
    language, blocks = next(iter(texts.items()))
    return format_html('{} <span lang="{}">{}</span>', draft, language, blocks.get("title", ""))


def _theme(draft: Draft) -> str:
    return str(Theme(draft.content["theme"]).label)


class DraftListView(ForDrafters, Listing):
    model = Draft
    page_title = gettext_lazy("Drafts")
    header_icon = "edit"
    verbose_name_plural = gettext_lazy("drafts")
    index_url_name = "drafts-admin:list"
    index_results_url_name = "drafts-admin:list-results"
    default_ordering = None
    is_searchable = True
    search_fields = ["code", "proposed_by__name"]
    filterset_class = DraftFilters
    paginate_by = 25
    columns = [
        TitleColumn("title", label=gettext_lazy("Draft"), accessor=titled, url_name="drafts-admin:edit"),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
        Column("theme", label=gettext_lazy("Theme"), accessor=_theme),
        Column("organisation", label=gettext_lazy("Organisation"), accessor="proposed_by"),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor="get_state_display",
            primary=lambda draft: draft.state in OPEN_STATES,
        ),
        DateColumn("changed_at", label=gettext_lazy("Changed")),
    ]

    def get_base_queryset(self) -> QuerySet[Draft]:
        rows: QuerySet[Draft] = Draft.objects.select_related("proposed_by", "base_version__criterion")
        return rows.order_by("-changed_at", "-pk")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(_("Start a draft"), url=reverse("drafts-admin:start"), icon_name="plus"),
            HeaderButton(_("Abandon several"), url=reverse("drafts-admin:abandon-several"), icon_name="bin"),
        ]
