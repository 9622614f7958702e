"""The inbox: every record that was sent or published, those that wait first, the oldest of them on top."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from portal.core.languages import language_name
from portal.experiences.admin.views.base import ForModerators
from portal.experiences.enums import Standing
from portal.experiences.models import TenderExperience
from portal.members.models import Organisation
from portal.members.moderation import Listing, in_days


class InboxFilters(WagtailFilterSet):
    standing = django_filters.MultipleChoiceFilter(label=gettext_lazy("State"), choices=Standing.choices)
    organisation = django_filters.ModelMultipleChoiceFilter(
        label=gettext_lazy("Organisation"),
        queryset=lambda request: Organisation.objects.filter(experiences__isnull=False).distinct().order_by("name"),
    )

    class Meta:
        model = TenderExperience
        fields: list[str] = []


def days_waiting(row: Any) -> int | None:
    """Whole days since it was sent; None if it does not wait. ``row`` comes from ``for_inbox``."""
    return (timezone.now() - row.since).days if row.since else None


def age_of(row: Any) -> str:
    """The same in words."""
    days = days_waiting(row)
    return "" if days is None else in_days(days)


def named(row: Any) -> SafeString:
    """The reference and the title, in its own language."""
    return format_html('{} <span lang="{}">{}</span>', row.reference, row.language, row.title)


def standing_of(row: Any) -> str:
    return str(Standing(row.standing).label)


def _kind(row: Any) -> str:
    """Of what waits: the first edition, or another."""
    if row.since is None:
        return ""
    return _("Correction") if row.current_id else pgettext("tender experience", "New")


class InboxView(ForModerators, Listing):
    model = TenderExperience
    page_title = gettext_lazy("Tender experiences")
    header_icon = "doc-full"
    verbose_name_plural = gettext_lazy("tender experiences")
    index_url_name = "experiences-admin:inbox"
    index_results_url_name = "experiences-admin:inbox-results"
    default_ordering = None
    is_searchable = True
    search_fields = ["reference", "buyer", "organisation__name", "organisation__own_name", "current__title"]
    filterset_class = InboxFilters
    paginate_by = 25
    columns = [
        TitleColumn("title", label=gettext_lazy("Record"), accessor=named, url_name="experiences-admin:record"),
        Column("organisation", label=gettext_lazy("Organisation"), accessor="buyer_name"),
        Column("kind", label=gettext_lazy("Kind"), accessor=_kind),
        Column(
            "language",
            label=gettext_lazy("Language"),
            accessor=lambda row: language_name(row.language) if row.language else "",
        ),
        StatusTagColumn(
            "standing",
            label=gettext_lazy("State"),
            accessor=standing_of,
            primary=lambda row: row.standing == Standing.WAITING,
        ),
        Column("since", label=gettext_lazy("Waiting time"), accessor=age_of, sort_key="since"),
    ]

    def get_base_queryset(self) -> QuerySet[TenderExperience]:
        return TenderExperience.objects.for_inbox()
