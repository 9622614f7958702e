"""Where the steps of drafts hang in the Wagtail admin."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.core.access import can
from registry.admin import urls_steps


class CoordinatorsMenuItem(MenuItem):
    """A place in a menu for whoever reads the steps of drafts."""

    permission = "registry.read_steps"

    def is_shown(self, request: HttpRequest) -> bool:
        return can(request.user, self.permission)


def steps_urls() -> list[URLPattern | URLResolver]:
    return [path("drafts/", include(urls_steps))]


def log_menu_item() -> MenuItem:
    address = reverse("draft-steps:log")
    return CoordinatorsMenuItem(gettext_lazy("Publishing"), address, name="publishing", icon_name="history", order=245)


hooks.register("register_admin_urls", steps_urls)
hooks.register("register_admin_menu_item", log_menu_item)
