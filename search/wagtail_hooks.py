"""The search in the Wagtail admin, for coordinators: synonyms, and what was not found."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from portal.core.access import can
from portal.members.moderation import shows
from search.models import SynonymGroup
from search.models.asking import LONGEST_SYNONYM
from search.synonyms import MEMO
from search.views_admin import MissesView


class ByRule(ModelPermissionPolicy):
    """Asks the rule, also for a superuser: every action is the coordinators'."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return can(user, "search.edit_synonyms")

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return can(user, "search.edit_synonyms")


class CreateSynonyms(CreateView):
    """Begins with the words of its address, as the report of what was not found gives them."""

    def get_initial_form_instance(self) -> SynonymGroup:
        return SynonymGroup(words=self.request.GET.get("words", "")[:LONGEST_SYNONYM])


class SynonymsViewSet(SnippetViewSet):
    model = SynonymGroup
    icon = "tag"
    menu_label = _("Synonyms")
    menu_name = "synonyms"
    add_view_class = CreateSynonyms
    list_display = ["__str__"]
    search_fields = ["words"]
    panels: list[Panel] = [FieldPanel("words")]

    @property
    def permission_policy(self) -> ByRule:
        return ByRule(SynonymGroup)


class MissesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return shows(request, "search.see_misses")


class SearchGroup(SnippetViewSetGroup):
    menu_label = _("Search")
    menu_icon = "search"
    menu_name = "search"
    menu_order = 280
    items = (SynonymsViewSet,)

    def get_submenu_items(self) -> list[MenuItem]:
        address = reverse("search-admin:misses")
        misses = MissesMenuItem(_("Not found"), address, name="misses", icon_name="search", order=900)
        return [*super().get_submenu_items(), misses]


def search_urls() -> list[URLPattern | URLResolver]:
    listed = [
        path("", MissesView.as_view(), name="misses"),
        path("results/", MissesView.as_view(results_only=True), name="misses-results"),
    ]
    return [path("search-misses/", include((listed, "search-admin")))]


def forget(request: HttpRequest, *changed: Model | list[Model]) -> None:
    """A change counts at once in this process, in the others within a minute."""
    MEMO.forget()


register_snippet(SearchGroup)
hooks.register("register_admin_urls", search_urls)
for after in ("create", "edit", "delete"):
    hooks.register(f"after_{after}_snippet", forget)
