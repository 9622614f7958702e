"""What every page about the draft of a release has."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.members.moderation import ForCoordinators
from registry.models import ReleaseDraft, ReleaseStep

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

STEPS = {
    "start": gettext_lazy("Draft started"),
    "members": gettext_lazy("Members saved"),
    "notes": gettext_lazy("Release notes saved"),
    "raise": gettext_lazy("Number raised"),
    "unraise": gettext_lazy("Computed number taken"),
    "publish": gettext_lazy("Published"),
    "abandon": gettext_lazy("Abandoned"),
}
SHOWN = 20


@dataclass(frozen=True)
class Event:
    """A line of what has happened to a draft."""

    step: ReleaseStep

    @property
    def label(self) -> str:
        return str(STEPS.get(self.step.name, self.step.name))

    @property
    def by(self) -> str:
        return str(self.step.user) if self.step.user else _("Somebody who has left")


def name_of(draft: ReleaseDraft) -> str:
    return _("Release of %(set)s") % {"set": draft.criteria_set.title}


class ForReleases(ForCoordinators, WagtailAdminTemplateMixin, TemplateView):
    """Releases are for coordinators: asked without a draft, the rule lets nobody else through."""

    permission = "registry.edit_release"
    page_title = gettext_lazy("Releases")
    header_icon = "clipboard-list"


class ReleasePage(ForReleases):
    """One page of a draft; its first one, with the members, has no ``heading``."""

    heading: "str | StrPromise" = ""
    here = ""  # which of the pages this is

    @cached_property
    def draft(self) -> ReleaseDraft:
        rows = ReleaseDraft.objects.select_related("criteria_set__register", "release__criteria_set")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def address(self) -> str:
        return reverse("release-drafts:members", args=[self.draft.pk])

    @property
    def name(self) -> str:
        return name_of(self.draft)

    def get_page_title(self) -> str:
        return str(self.heading or self.name)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        trail = [*self.breadcrumbs_items, {"url": reverse("release-drafts:sets"), "label": _("Releases")}]
        if self.heading:
            trail.append({"url": self.address, "label": self.name})
        return [*trail, {"url": "", "label": self.get_page_title()}]

    def events(self) -> list[Event]:
        steps = ReleaseStep.objects.filter(draft=self.draft).select_related("user")
        return [Event(step) for step in steps.order_by("-pk")[:SHOWN]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        frame = {"draft": self.draft, "address": self.address, "draft_name": self.name, "here": self.here}
        return super().get_context_data(**{**frame, **kwargs})
