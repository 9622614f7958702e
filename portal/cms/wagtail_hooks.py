"""What the pages add to the Wagtail admin: the report on links that fail, and the way to the handbook."""

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.cms.links import urls
from portal.cms.views_handbook import HandbookView
from registry.admin.menu import CoordinatorsMenuItem


def cms_urls() -> list[URLPattern | URLResolver]:
    return [
        path("reports/links/", include(urls)),
        path("handbook/", HandbookView.as_view(), name="handbook"),
    ]


def links_menu_item() -> MenuItem:
    label, address = gettext_lazy("Links that fail"), reverse("links-report:list")
    return CoordinatorsMenuItem(label, address, name="links-that-fail", icon_name="link", order=950)


def handbook_menu_item() -> MenuItem:
    label = gettext_lazy("Handbook for coordinators")
    return CoordinatorsMenuItem(label, reverse("handbook"), name="handbook", icon_name="help", order=10)


hooks.register("register_admin_urls", cms_urls)
hooks.register("register_reports_menu_item", links_menu_item)
hooks.register("register_help_menu_item", handbook_menu_item)
