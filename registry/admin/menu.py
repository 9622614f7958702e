"""What the places of the registry in the Wagtail admin's menus have in common."""

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

from portal.core.access import can


class CoordinatorsMenuItem(MenuItem):
    """A place in a menu for whoever reads the steps of drafts; superusers are asked like everybody else."""

    permission = "registry.read_steps"

    def is_shown(self, request: HttpRequest) -> bool:
        return can(request.user, self.permission)
