"""Where the steps of drafts, the reports and the rules of registers hang in the Wagtail admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from portal.members.moderation import shows
from registry.admin import urls_reports, urls_rules, urls_steps
from registry.admin.menu import CRITERIA_MENU, CoordinatorsMenuItem
from registry.admin.panels import BehindPanel, EndingPanel, StatesPanel, WaitingPanel
from registry.services.governing import CHANGED


def steps_urls() -> list[URLPattern | URLResolver]:
    return [
        path("drafts/", include(urls_steps)),
        path("reports/criteria/", include(urls_reports)),
        path("registers/", include(urls_rules)),
    ]


def log_menu_item() -> MenuItem:
    address = reverse("draft-steps:log")
    return CoordinatorsMenuItem(gettext_lazy("Publishing"), address, name="publishing", icon_name="history", order=20)


def rules_menu_item() -> MenuItem:
    label, address = gettext_lazy("Rules of the register"), reverse("registry-rules:registers")
    return CoordinatorsMenuItem(label, address, name="register-rules", icon_name="cogs", order=900)


def unreviewed_menu_item() -> MenuItem:
    label, address = gettext_lazy("Without review for 18 months"), reverse("registry-reports:unreviewed")
    return CoordinatorsMenuItem(label, address, name="unreviewed", icon_name="history", order=910)


def below_floor_menu_item() -> MenuItem:
    label, address = gettext_lazy("Values below the law"), reverse("registry-reports:below-floor")
    return CoordinatorsMenuItem(label, address, name="below-floor", icon_name="warning", order=920)


def behind_menu_item() -> MenuItem:
    label, address = gettext_lazy("Translations behind"), reverse("registry-reports:behind")
    return CoordinatorsMenuItem(label, address, name="translations-behind", icon_name="globe", order=930)


def panels(request: HttpRequest, panels: list[Component]) -> None:
    if shows(request, "registry.read_steps"):
        panels += [WaitingPanel(), StatesPanel(), EndingPanel(), BehindPanel()]


def log_actions(actions: Any) -> None:
    label = gettext_lazy("Change the rules of the register")
    actions.register_action(CHANGED, label, gettext_lazy("Rules of the register changed"))


hooks.register("register_admin_urls", steps_urls)
hooks.register(CRITERIA_MENU, log_menu_item)
hooks.register(CRITERIA_MENU, rules_menu_item)
hooks.register("register_reports_menu_item", unreviewed_menu_item)
hooks.register("register_reports_menu_item", below_floor_menu_item)
hooks.register("register_reports_menu_item", behind_menu_item)
hooks.register("construct_homepage_panels", panels)
hooks.register("register_log_actions", log_actions)
