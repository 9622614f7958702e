"""Joining in the Wagtail admin: addresses, a place in the menu, a panel on the first page."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from portal.joining.admin import urls
from portal.joining.admin.views.inbox import age_of
from portal.joining.models import JoinRequest
from portal.members.moderation import CountedMenuItem, shows

SHOWN = 5


class InboxMenuItem(CountedMenuItem):
    permission = "joining.read_inbox"

    def waiting(self) -> QuerySet[JoinRequest]:
        return JoinRequest.objects.sent().open()


class WaitingPanel(Component):
    """The requests that the visitor could take a step on, the oldest first."""

    name = "joining_waiting"
    template_name = "joining/admin/waiting.html"
    order = 100

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        waiting = JoinRequest.objects.waiting_for(parent_context["request"].user)
        rows = [(row, age_of(row)) for row in waiting[:SHOWN]]
        return {"rows": rows, "count": waiting.count() if rows else 0, "inbox": reverse("joining_admin:inbox")}


def joining_urls() -> list[URLPattern | URLResolver]:
    return [path("join/", include(urls))]


def inbox_menu_item() -> MenuItem:
    label = gettext_lazy("Requests to join")
    return InboxMenuItem(label, reverse("joining_admin:inbox"), name="join-requests", icon_name="mail", order=250)


def waiting_panel(request: HttpRequest, panels: list[Component]) -> None:
    if shows(request, "joining.read_inbox"):
        panels.append(WaitingPanel())


hooks.register("register_admin_urls", joining_urls)
hooks.register("register_admin_menu_item", inbox_menu_item)
hooks.register("construct_homepage_panels", waiting_panel)
