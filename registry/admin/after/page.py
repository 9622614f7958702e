"""What every page about published criteria in the admin has: the rule in front of it and Wagtail's frame."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.members.moderation import ForCoordinators

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Crumb = tuple[str, str]  # address, label


class CriteriaFrame(ForCoordinators, WagtailAdminTemplateMixin, TemplateView):
    """One page below the list of criteria."""

    permission = "registry.read_steps"
    header_icon = "list-ul"
    heading: "str | StrPromise" = ""

    def above(self) -> list[Crumb]:
        """The pages between the list and this one."""
        return []

    def get_page_title(self) -> str:
        return str(self.heading)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        trail = [(reverse("criteria-admin:list"), _("All criteria")), *self.above(), ("", self.get_page_title())]
        return [*self.breadcrumbs_items, *({"url": url, "label": label} for url, label in trail)]
