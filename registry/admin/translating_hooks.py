"""Where the pages about translations hang in the Wagtail admin."""

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from registry.admin import urls_translating
from registry.admin.menu import CRITERIA_MENU, CoordinatorsMenuItem


def translations_urls() -> list[URLPattern | URLResolver]:
    return [path("translations/", include(urls_translating))]


def translations_menu_item() -> MenuItem:
    label, address = gettext_lazy("Translations"), reverse("translations-admin:overview")
    return CoordinatorsMenuItem(label, address, name="translations", icon_name="globe", order=30)


hooks.register("register_admin_urls", translations_urls)
hooks.register(CRITERIA_MENU, translations_menu_item)
