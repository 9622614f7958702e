"""What every page of the coordinators has: the rule in front of it, the record it is about, Wagtail's frame."""

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.experiences.models import Edition, TenderExperience
from portal.members.moderation import ForCoordinators

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class ForModerators(ForCoordinators):
    permission = "experiences.read_inbox"


class RecordPage(ForModerators, WagtailAdminTemplateMixin, TemplateView):
    """A page about one record that was sent or published; what its authors write before that is theirs."""

    header_icon = "doc-full"
    heading: "str | StrPromise" = ""

    @cached_property
    def experience(self) -> TenderExperience:
        return get_object_or_404(TenderExperience.objects.for_inbox(), pk=self.kwargs["pk"])

    @cached_property
    def waiting(self) -> Edition | None:
        """The edition that waits for a coordinator."""
        return self.experience.editions.waiting().with_rows().first()

    @cached_property
    def published(self) -> Edition | None:
        """The edition that was published last, retracted or not."""
        editions = Edition.objects.with_rows()
        return editions.filter(pk=self.experience.current_id).first() if self.experience.current_id else None

    @property
    def address(self) -> str:
        return reverse("experiences-admin:record", args=[self.experience.pk])

    @property
    def name(self) -> str:
        return f"{self.experience} {getattr(self.experience, 'title', '')}".strip()

    def get_page_title(self) -> str:
        return str(self.heading or self.name)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        inbox = {"url": reverse("experiences-admin:inbox"), "label": _("Tender experiences")}
        trail = [*self.breadcrumbs_items, inbox]
        if self.heading:
            trail.append({"url": self.address, "label": self.name})
        return [*trail, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            experience=self.experience, address=self.address, record_name=self.name, **kwargs
        )
