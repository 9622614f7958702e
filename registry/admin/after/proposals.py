"""One proposed step: what it will do and who is told; another coordinator confirms it, or anyone takes it back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from portal.core.access import can
from registry.admin.after.page import CriteriaFrame, Crumb
from registry.admin.after.words import decided, sentences_of, sources_of, written_in
from registry.errors import RegistryError
from registry.models import StatusProposal
from registry.services.proposing import confirm, take_back


class ProposalPage(CriteriaFrame):
    @cached_property
    def proposal(self) -> StatusProposal:
        rows = StatusProposal.objects.select_related("version__criterion", "later__criterion")
        return get_object_or_404(rows.select_related("proposed_by", "decided_by"), pk=self.kwargs["pk"])


class ProposalView(ProposalPage):
    template_name = "registry/admin/after/proposal.html"

    def get_page_title(self) -> str:
        return str(self.proposal)

    def above(self) -> list[Crumb]:
        criterion = self.proposal.version.criterion
        return [(reverse("criteria-admin:criterion", args=[criterion.pk]), criterion.code)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal = self.proposal
        return super().get_context_data(
            proposal=proposal,
            sentences=sentences_of(proposal),
            sources=sources_of(proposal),
            words=written_in(proposal.words),
            why_nothing=written_in(proposal.why_nothing),
            decided=decided(proposal),
            can_confirm=can(self.coordinator, "registry.confirm_status", proposal),
            **kwargs,
        )


class DecideView(ProposalPage):
    """POST decides, once; then back to the step."""

    http_method_names = ["post"]
    permission = "registry.propose_status"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            messages.success(request, self.decide())
        except RegistryError as error:
            messages.error(request, str(error))
        except PermissionDenied:
            messages.error(request, _("You proposed this step yourself: another coordinator has to confirm it."))
        return redirect("criteria-admin:proposal", pk)

    def decide(self) -> str:
        """Call the service; returns what is said afterwards."""
        raise NotImplementedError


class ConfirmView(DecideView):
    def decide(self) -> str:
        confirm(self.proposal.pk, on=localdate(), actor=self.coordinator)
        return _("The step is confirmed and sealed.")


class TakeBackView(DecideView):
    def decide(self) -> str:
        take_back(self.proposal.pk, actor=self.coordinator)
        return _("The step is taken back. Nothing has changed.")
