"""What every page about the text of a draft has."""

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from portal.members.moderation import ForCoordinators
from registry.admin.page import DraftFrame
from registry.models import Draft
from registry.writing.texts import draft_to_write, is_open_to


class ForDrafters(ForCoordinators):
    """Drafts in the admin are for coordinators: asked without a draft, the rule lets nobody else through."""

    permission = "registry.edit_draft"


class DraftPage(ForDrafters, DraftFrame):
    header_icon = "edit"
    above = "drafts-admin:list", gettext_lazy("Drafts")
    first = "drafts-admin:edit"

    @cached_property
    def draft(self) -> Draft:
        draft = draft_to_write(self.kwargs["pk"])
        if draft is None:
            raise Http404("No such draft.")
        return draft

    @property
    def is_open_to_me(self) -> bool:
        """Whether words can be saved by whoever looks at the page."""
        return is_open_to(self.draft, self.coordinator)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_open_to_me=self.is_open_to_me, **kwargs)
