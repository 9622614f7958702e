"""One criterion: its versions, the steps that two coordinators can take, what waits and what has happened."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.admin.after.forms import StepForm
from registry.admin.after.page import CriteriaFrame, Crumb
from registry.admin.reports import title_of
from registry.enums import ProposalState, StepAfter
from registry.errors import RegistryError
from registry.models import Criterion, StatusEvent, StatusProposal
from registry.services.proposing import propose
from registry.takeaway.standing import history_of

SHOWN = 20


class CriterionPage(CriteriaFrame):
    """A page about one criterion."""

    @cached_property
    def criterion(self) -> Criterion:
        return get_object_or_404(Criterion.objects.select_related("register"), pk=self.kwargs["pk"])

    @property
    def address(self) -> str:
        return reverse("criteria-admin:criterion", args=[self.criterion.pk])


class CriterionView(CriterionPage):
    template_name = "registry/admin/after/criterion.html"

    def get_page_title(self) -> str:
        return self.criterion.code

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        history = history_of(self.criterion, on=localdate(), language=get_language() or "en")
        head = self.criterion.versions.finals().with_translations().newest_first().first()
        proposals = StatusProposal.objects.filter(version__criterion=self.criterion)
        proposals = proposals.select_related("version__criterion", "proposed_by", "decided_by")
        events = StatusEvent.objects.filter(version__criterion=self.criterion).select_related("version__criterion")
        return super().get_context_data(
            criterion=self.criterion,
            title=title_of(head) if head else None,
            history=history,
            steps=[
                (step.label, reverse("criteria-admin:propose", args=[self.criterion.pk, step.value]))
                for step in StepAfter
            ]
            if history
            else [],
            waiting=proposals.filter(state=ProposalState.WAITING),
            events=events.order_by("-sequence")[:SHOWN],
            **kwargs,
        )


class ProposeView(CriterionPage):
    """GET asks for what a step needs; POST proposes it, which changes nothing until another coordinator confirms."""

    permission = "registry.propose_status"
    template_name = "registry/admin/after/propose.html"

    @cached_property
    def step(self) -> StepAfter:
        return StepAfter(self.kwargs["step"])

    def get_page_title(self) -> str:
        return str(self.step.label)

    def above(self) -> list[Crumb]:
        return [(self.address, self.criterion.code)]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = StepForm(self.criterion, self.step, request.POST)
        if form.is_valid():
            try:
                proposal = propose(form.chosen(), form.step(), on=localdate(), actor=self.coordinator)
            except RegistryError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The step is proposed. It waits for a second coordinator."))
                return redirect("criteria-admin:proposal", proposal.pk)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or StepForm(self.criterion, self.step)
        return super().get_context_data(form=form, criterion=self.criterion, address=self.address, **kwargs)
