"""What every page of the reviewers has: the rule in front of it, the request it is about, Wagtail's frame."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.joining.models import JoinRequest
from portal.members.moderation import ForCoordinators

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

    from portal.accounts.models import User


class ForReviewers(ForCoordinators):
    permission = "joining.read_inbox"

    @property
    def reviewer(self) -> "User":
        return self.coordinator


class RequestPage(ForReviewers, WagtailAdminTemplateMixin, TemplateView):
    """A page about one request that has been sent; a draft is nobody's but the applicant's."""

    header_icon = "mail"
    heading: "str | StrPromise" = ""

    @cached_property
    def join_request(self) -> JoinRequest:
        return get_object_or_404(self.rows(), pk=self.kwargs["pk"])

    def rows(self) -> QuerySet[JoinRequest]:
        return JoinRequest.objects.sent()

    @property
    def address(self) -> str:
        return reverse("joining_admin:request", args=[self.join_request.pk])

    def get_page_title(self) -> str:
        return str(self.heading or self.join_request)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        trail = [*self.breadcrumbs_items, {"url": reverse("joining_admin:inbox"), "label": _("Requests to join")}]
        if self.heading:
            trail.append({"url": self.address, "label": str(self.join_request)})
        return [*trail, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(join_request=self.join_request, address=self.address, **kwargs)
