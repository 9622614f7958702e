"""What the places of the registry in the Wagtail admin's menus have in common."""

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

from portal.core.access import can

CRITERIA_MENU = "register_criteria_menu_item"  # the hook by which pages get into the menu of criteria


class CoordinatorsMenuItem(MenuItem):
    """A place in a menu for whoever reads the steps of drafts; superusers are asked like everybody else."""

    permission = "registry.read_steps"

    def is_shown(self, request: HttpRequest) -> bool:
        """The rule is asked once a page, however many places there are."""
        answers: dict[str, bool] = vars(request).setdefault("_registry_places", {})
        if self.permission not in answers:
            answers[self.permission] = can(request.user, self.permission)
        return answers[self.permission]
