"""What the places of the registry in the Wagtail admin's menus have in common."""

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

from portal.members.moderation import shows

CRITERIA_MENU = "register_criteria_menu_item"  # the hook by which pages get into the menu of criteria


class CoordinatorsMenuItem(MenuItem):
    """A place in a menu for whoever reads the steps of drafts."""

    def is_shown(self, request: HttpRequest) -> bool:
        return shows(request, "registry.read_steps")
