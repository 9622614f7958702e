"""Tender experiences in the Wagtail admin: addresses, a place in the menu, a panel on the first page."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from portal.experiences.admin import urls, urls_feedback, urls_reports
from portal.experiences.admin.views.inbox import age_of, named
from portal.experiences.enums import Standing
from portal.experiences.models import CriterionFeedback, Edition, TenderExperience
from portal.members.moderation import CountedMenuItem, shows
from registry.admin.menu import CoordinatorsMenuItem

SHOWN = 5


class InboxMenuItem(CountedMenuItem):
    permission = "experiences.read_inbox"

    def waiting(self) -> QuerySet[Edition]:
        return Edition.objects.waiting()


class FeedbackMenuItem(CountedMenuItem):
    permission = "experiences.answer_feedback"

    def waiting(self) -> QuerySet[CriterionFeedback]:
        return CriterionFeedback.objects.open()


class WaitingPanel(Component):
    """The records that wait and were sent by somebody else, the oldest first."""

    name = "experiences_waiting"
    template_name = "experiences/admin/waiting.html"
    order = 110

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        editions = Edition.objects.waiting().exclude(submitted_by=parent_context["request"].user)
        waiting = TenderExperience.objects.for_inbox().filter(pk__in=editions.values("experience"))
        rows = [(row, named(row), age_of(row)) for row in waiting[:SHOWN]]
        inbox = reverse("experiences-admin:inbox") + f"?standing={Standing.WAITING}"
        return {"rows": rows, "count": waiting.count() if rows else 0, "inbox": inbox}


def experiences_urls() -> list[URLPattern | URLResolver]:
    return [
        path("experiences/", include(urls)),
        path("feedback/", include(urls_feedback)),
        path("reports/criteria/", include(urls_reports)),
    ]


def inbox_menu_item() -> MenuItem:
    label = gettext_lazy("Tender experiences")
    address = reverse("experiences-admin:inbox")
    return InboxMenuItem(label, address, name="tender-experiences", icon_name="doc-full", order=260)


def feedback_menu_item() -> MenuItem:
    label = gettext_lazy("Feedback on criteria")
    address = reverse("feedback-admin:list")
    return FeedbackMenuItem(label, address, name="criterion-feedback", icon_name="comment", order=270)


def unused_menu_item() -> MenuItem:
    label, address = gettext_lazy("Never used in a tender"), reverse("experiences-reports:unused")
    return CoordinatorsMenuItem(label, address, name="never-used", icon_name="doc-empty", order=940)


def waiting_panel(request: HttpRequest, panels: list[Component]) -> None:
    if shows(request, "experiences.read_inbox"):
        panels.append(WaitingPanel())


hooks.register("register_admin_urls", experiences_urls)
hooks.register("register_admin_menu_item", inbox_menu_item)
hooks.register("register_admin_menu_item", feedback_menu_item)
hooks.register("register_reports_menu_item", unused_menu_item)
hooks.register("construct_homepage_panels", waiting_panel)
