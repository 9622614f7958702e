"""The registry in the Wagtail admin: addresses, and one place in the menu for all that is about criteria."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from portal.members.moderation import shows
from registry.admin import after_hooks, steps_hooks, translating_hooks
from registry.admin.drafting import urls
from registry.admin.menu import CRITERIA_MENU
from registry.admin.releases import hooks as releases_hooks

__all__ = ["after_hooks", "releases_hooks", "steps_hooks", "translating_hooks"]

criteria_menu = Menu(register_hook_name=CRITERIA_MENU)


class CriteriaMenuItem(SubmenuMenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return shows(request, "registry.read_steps")


def drafts_urls() -> list[URLPattern | URLResolver]:
    return [path("drafts/", include(urls))]


def criteria_menu_item() -> MenuItem:
    return CriteriaMenuItem(gettext_lazy("Criteria"), criteria_menu, name="criteria", icon_name="list-ul", order=240)


def drafts_menu_item() -> MenuItem:
    label = gettext_lazy("Drafts")
    return MenuItem(label, reverse("drafts-admin:list"), name="drafts", icon_name="edit", order=10)


hooks.register("register_admin_urls", drafts_urls)
hooks.register("register_admin_menu_item", criteria_menu_item)
hooks.register(CRITERIA_MENU, drafts_menu_item)
