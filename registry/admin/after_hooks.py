"""Where criteria, and the steps on them after publication, hang in the Wagtail admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from portal.members.moderation import shows
from registry.admin import urls_after
from registry.admin.menu import CRITERIA_MENU, CoordinatorsMenuItem
from registry.admin.panels import ListPanel
from registry.enums import ProposalState
from registry.models import StatusProposal

SHOWN = 5


class ProposalsPanel(ListPanel):
    """Steps that wait for a second coordinator, oldest first; nothing where there are none."""

    name = "registry_proposals"
    template_name = "registry/admin/panels/proposals.html"
    order = 125

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        waiting = StatusProposal.objects.filter(state=ProposalState.WAITING).select_related("version__criterion")
        rows = list(waiting.select_related("proposed_by").order_by("pk")[:SHOWN])
        return {"heading": _("Steps that wait for a second coordinator"), "rows": rows, "id": self.name}


def after_urls() -> list[URLPattern | URLResolver]:
    return [path("criteria/", include(urls_after))]


def criteria_item() -> MenuItem:
    address = reverse("criteria-admin:list")
    return CoordinatorsMenuItem(
        gettext_lazy("All criteria"), address, name="criteria-list", icon_name="list-ul", order=5
    )


def proposals_item() -> MenuItem:
    label, address = gettext_lazy("After publication"), reverse("criteria-admin:proposals")
    return CoordinatorsMenuItem(label, address, name="after-publication", icon_name="history", order=30)


def panels(request: HttpRequest, panels: list[Component]) -> None:
    if shows(request, "registry.read_steps"):
        panels.append(ProposalsPanel())


hooks.register("register_admin_urls", after_urls)
hooks.register(CRITERIA_MENU, criteria_item)
hooks.register(CRITERIA_MENU, proposals_item)
hooks.register("construct_homepage_panels", panels)
