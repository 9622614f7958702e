"""Where the pages about translations hang in the Wagtail admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from portal.core.languages import language_name
from portal.members.moderation import shows
from registry.admin import urls_translating
from registry.admin.menu import CRITERIA_MENU, CoordinatorsMenuItem
from registry.admin.panels import ListPanel
from registry.enums import TranslationState
from registry.models import TranslationDraft

SHOWN = 5


class TranslationsPanel(ListPanel):
    """Translations that wait for a second person, the longest wait first; nothing where there are none."""

    name = "registry_translations"
    template_name = "registry/admin/panels/translations.html"
    order = 126

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        waiting = TranslationDraft.objects.filter(state=TranslationState.WAITING)
        drafts = waiting.select_related("version__criterion").defer("version__content", "version__change")
        rows = [(draft, language_name(draft.language)) for draft in drafts.order_by("changed_at", "pk")[:SHOWN]]
        return {"heading": _("Translations that wait for confirmation"), "rows": rows, "id": self.name}


def translations_urls() -> list[URLPattern | URLResolver]:
    return [path("translations/", include(urls_translating))]


def translations_menu_item() -> MenuItem:
    label, address = gettext_lazy("Translations"), reverse("translations-admin:overview")
    return CoordinatorsMenuItem(label, address, name="translations", icon_name="globe", order=30)


def panels(request: HttpRequest, panels: list[Component]) -> None:
    if shows(request, "registry.read_steps"):
        panels.append(TranslationsPanel())


hooks.register("register_admin_urls", translations_urls)
hooks.register("construct_homepage_panels", panels)
hooks.register(CRITERIA_MENU, translations_menu_item)
