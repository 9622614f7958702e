"""What the places of the registry in the Wagtail admin's menus have in common."""

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

from portal.core.access import can

CRITERIA_MENU = "register_criteria_menu_item"  # the hook by which pages get into the menu of criteria
_ANSWER = "_reads_steps_of_drafts"


class CoordinatorsMenuItem(MenuItem):
    """A place in a menu for whoever reads the steps of drafts."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_for_coordinator(request)


def is_for_coordinator(request: HttpRequest) -> bool:
    """Whether to show the places; the rule is asked once a page, however many there are, and by each page again."""
    known = vars(request)
    if _ANSWER not in known:
        known[_ANSWER] = can(request.user, "registry.read_steps")
    return bool(known[_ANSWER])
