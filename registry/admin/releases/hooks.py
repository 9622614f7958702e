"""Where the releases of sets hang in the Wagtail admin."""

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from registry.admin.menu import CRITERIA_MENU, CoordinatorsMenuItem
from registry.admin.releases import urls
from registry.admin.releases.panel import panels


def releases_urls() -> list[URLPattern | URLResolver]:
    return [path("releases/", include(urls))]


def releases_menu_item() -> MenuItem:
    label, address = gettext_lazy("Releases"), reverse("release-drafts:sets")
    return CoordinatorsMenuItem(label, address, name="releases", icon_name="clipboard-list", order=30)


hooks.register("register_admin_urls", releases_urls)
hooks.register("construct_homepage_panels", panels)
hooks.register(CRITERIA_MENU, releases_menu_item)
