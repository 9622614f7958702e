"""What every page about the text of a draft has."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from portal.members.moderation import ForCoordinators
from registry.admin.page import DraftFrame
from registry.enums import DraftState
from registry.models import CriterionVersion, Draft


class ForDrafters(ForCoordinators):
    """Drafts in the admin are for coordinators: asked without a draft, the rule lets nobody else through."""

    permission = "registry.edit_draft"


class DraftPage(ForDrafters, DraftFrame):
    header_icon = "edit"
    above = "drafts-admin:list", gettext_lazy("Drafts")
    first = "drafts-admin:edit"

    @cached_property
    def draft(self) -> Draft:
        rows = Draft.objects.select_related("register", "criterion", "proposed_by", "locked_by")
        draft = get_object_or_404(rows.select_related("declared_by", "confirmed_by"), pk=self.kwargs["pk"])
        if draft.base_version_id:
            versions = CriterionVersion.objects.select_related("criterion").with_translations()
            draft.base_version = versions.get(pk=draft.base_version_id)
        return draft

    @property
    def is_open_to_me(self) -> bool:
        """Whether words can be saved by whoever looks at the page."""
        is_free = not self.draft.locked or self.draft.locked_by_id == self.coordinator.pk
        return self.draft.state == DraftState.DRAFTING and is_free

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_open_to_me=self.is_open_to_me, **kwargs)
