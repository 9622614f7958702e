"""The registry in the Wagtail admin: addresses, and one place in the menu for all that is about criteria."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from portal.core.access import can
from registry.admin import steps_hooks
from registry.admin.drafting import urls

__all__ = ["steps_hooks"]

CRITERIA_MENU = "register_criteria_menu_item"  # the hook by which further pages get into the menu
criteria_menu = Menu(register_hook_name=CRITERIA_MENU)


class CriteriaMenuItem(SubmenuMenuItem):
    """Asks the rule once for all that is below it; each page asks again."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can(request.user, "registry.edit_draft")


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
