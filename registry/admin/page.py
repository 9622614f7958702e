"""What every page about one draft in the admin has: the rule in front of it, the draft, Wagtail's frame."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.members.moderation import ForCoordinators
from registry.models import Draft

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class DraftFrame(ForCoordinators, WagtailAdminTemplateMixin, TemplateView):
    """One page of a draft below its first one, which has no ``heading`` but the name of the draft."""

    above: "ClassVar[tuple[str, StrPromise]]"  # the list that leads to the draft: its address by name, its label
    first: ClassVar[str]  # the first of the draft's pages, by name
    heading: "str | StrPromise" = ""

    @cached_property
    def draft(self) -> Draft:
        """The draft of the address, with what the pages read of it. Raises Http404."""
        raise NotImplementedError

    @property
    def address(self) -> str:
        return reverse(self.first, args=[self.draft.pk])

    def get_page_title(self) -> str:
        return str(self.heading or self.draft)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        name, label = self.above
        trail = [*self.breadcrumbs_items, {"url": reverse(name), "label": str(label)}]
        if self.heading:
            trail.append({"url": self.address, "label": str(self.draft)})
        return [*trail, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(draft=self.draft, address=self.address, **kwargs)
