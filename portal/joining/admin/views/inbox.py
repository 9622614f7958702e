"""The inbox: every request that has been sent, the open ones first, the oldest of them on top."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from portal.joining.admin.views.base import ForReviewers
from portal.joining.enums import ENDED_STATES, State
from portal.joining.models import JoinRequest
from portal.joining.services.reviewing import APPROVALS_NEEDED
from portal.members.countries import country_choices
from portal.members.enums import OrganisationKind
from portal.members.moderation import Listing, in_days

WAITS = (5, 10, 20)  # days


class InboxFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=[choice for choice in State.choices if choice[0] != State.DRAFT]
    )
    kind = django_filters.MultipleChoiceFilter(label=gettext_lazy("Kind"), choices=OrganisationKind.choices)
    country = django_filters.MultipleChoiceFilter(label=gettext_lazy("Country"), choices=country_choices)
    waiting = django_filters.ChoiceFilter(
        label=gettext_lazy("Waiting longer than"),
        method="waits",
        choices=lambda: [(days, in_days(days)) for days in WAITS],
    )

    class Meta:
        model = JoinRequest
        fields: list[str] = []

    def waits(self, rows: QuerySet[JoinRequest], name: str, days: str) -> QuerySet[JoinRequest]:
        sent_before = timezone.now() - timedelta(days=int(days))
        return rows.exclude(state__in=ENDED_STATES).filter(submitted_at__lt=sent_before)


def days_since_sent(join_request: JoinRequest) -> int | None:
    """Whole days from its last sending to now, or to its end; None for one that nobody has sent."""
    if join_request.submitted_at is None:
        return None
    return ((join_request.decided_at or timezone.now()) - join_request.submitted_at).days


def age_of(join_request: JoinRequest) -> str:
    """The same in words; nothing for one that nobody has sent."""
    days = days_since_sent(join_request)
    return "" if days is None else in_days(days)


def _yes(join_request: Any) -> str:
    return _("%(by)s of %(needed)s") % {"by": join_request.recommended, "needed": APPROVALS_NEEDED}


class InboxView(ForReviewers, Listing):
    model = JoinRequest
    page_title = gettext_lazy("Requests to join")
    header_icon = "mail"
    verbose_name_plural = gettext_lazy("requests to join")
    index_url_name = "joining_admin:inbox"
    index_results_url_name = "joining_admin:inbox_results"
    is_searchable = True
    search_fields = ["reference", "name", "own_name"]
    filterset_class = InboxFilters
    paginate_by = 25
    columns = [
        TitleColumn("name", label=gettext_lazy("Request"), accessor=str, url_name="joining_admin:request"),
        Column("country_name", label=gettext_lazy("Country")),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor="get_state_display",
            primary=lambda row: row.state in (State.SUBMITTED, State.IN_REVIEW),
        ),
        Column("recommended", label=gettext_lazy("Approvals"), accessor=_yes),
        Column("submitted_at", label=gettext_lazy("Waiting time"), accessor=age_of, sort_key="submitted_at"),
    ]

    def get_base_queryset(self) -> QuerySet[JoinRequest]:
        return JoinRequest.objects.for_inbox()
