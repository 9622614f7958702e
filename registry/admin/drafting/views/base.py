"""What every page about one draft has: the rule in front of it, the draft, Wagtail's frame."""

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.members.moderation import ForCoordinators
from registry.enums import DraftState
from registry.models import CriterionVersion, Draft

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class ForDrafters(ForCoordinators):
    """Drafts in the admin are for coordinators: asked without a draft, the rule lets nobody else through."""

    permission = "registry.edit_draft"


class DraftPage(ForDrafters, WagtailAdminTemplateMixin, TemplateView):
    header_icon = "edit"
    heading: "str | StrPromise" = ""

    @cached_property
    def draft(self) -> Draft:
        rows = Draft.objects.select_related("register", "criterion", "proposed_by", "locked_by")
        draft = get_object_or_404(rows.select_related("declared_by", "confirmed_by"), pk=self.kwargs["pk"])
        if draft.base_version_id:
            versions = CriterionVersion.objects.select_related("criterion").with_translations()
            draft.base_version = versions.get(pk=draft.base_version_id)
        return draft

    @property
    def address(self) -> str:
        return reverse("drafts-admin:edit", args=[self.draft.pk])

    @property
    def is_open_to_me(self) -> bool:
        """Whether words can be saved by whoever looks at the page."""
        is_free = not self.draft.locked or self.draft.locked_by_id == self.coordinator.pk
        return self.draft.state == DraftState.DRAFTING and is_free

    def get_page_title(self) -> str:
        return str(self.heading or self.draft)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        trail = [*self.breadcrumbs_items, {"url": reverse("drafts-admin:list"), "label": _("Drafts")}]
        if self.heading:
            trail.append({"url": self.address, "label": str(self.draft)})
        return [*trail, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            draft=self.draft, address=self.address, is_open_to_me=self.is_open_to_me, **kwargs
        )
