"""What the pages add to the Wagtail admin: the report on links that fail."""

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.cms.links import urls
from registry.admin.menu import CoordinatorsMenuItem


def links_urls() -> list[URLPattern | URLResolver]:
    return [path("reports/links/", include(urls))]


def links_menu_item() -> MenuItem:
    label, address = gettext_lazy("Links that fail"), reverse("links-report:list")
    return CoordinatorsMenuItem(label, address, name="links-that-fail", icon_name="link", order=950)


hooks.register("register_admin_urls", links_urls)
hooks.register("register_reports_menu_item", links_menu_item)
