"""The search in the Wagtail admin, for coordinators: synonyms, and what was not found."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from portal.core.access import can
from search.models import SynonymGroup
from search.synonyms import MEMO


class ByRule(ModelPermissionPolicy):
    """Asks the rule, also for a superuser: every action is the coordinators'."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return can(user, "search.edit_synonyms")

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return can(user, "search.edit_synonyms")


class SynonymsViewSet(SnippetViewSet):
    model = SynonymGroup
    icon = "tag"
    menu_label = _("Synonyms")
    menu_name = "synonyms"
    list_display = ["__str__"]
    search_fields = ["words"]
    panels: list[Panel] = [FieldPanel("words")]

    @property
    def permission_policy(self) -> ByRule:
        return ByRule(SynonymGroup)


class SearchGroup(SnippetViewSetGroup):
    menu_label = _("Search")
    menu_icon = "search"
    menu_name = "search"
    menu_order = 280
    items = (SynonymsViewSet,)


def forget(request: HttpRequest, *changed: Model | list[Model]) -> None:
    """A change counts at once in this process, in the others within a minute."""
    MEMO.forget()


register_snippet(SearchGroup)
for after in ("create", "edit", "delete"):
    hooks.register(f"after_{after}_snippet", forget)
