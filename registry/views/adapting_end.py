"""An adaptation is withdrawn in the members' area: one person asks with a reason, a second one confirms."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from portal.core.access import can, require
from registry.errors import RegistryError
from registry.forms_adapting import ReasonForm
from registry.models import Adaptation, AdaptationWithdrawal
from registry.services.ending import (
    ask_withdrawal,
    confirm_withdrawal,
    require_in_force,
    take_back_withdrawal,
    waiting_withdrawal,
)
from registry.views.adapting import UnderAdaptations, language, own_adaptation


class WithdrawAdaptationView(UnderAdaptations):
    """Asks for the reason that everybody will read; once it waits, shows it to the second person."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        adaptation = own_adaptation(request, pk)
        if asked := waiting_withdrawal(adaptation):
            return self.decide(asked)
        try:
            require_in_force(adaptation, on=localdate())
        except RegistryError as error:
            messages.error(request, str(error))
            return redirect("registry:adaptations")
        return self.ask(adaptation, ReasonForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        adaptation, wanted = own_adaptation(request, pk), request.POST.get("do", "ask")
        asked = waiting_withdrawal(adaptation) or adaptation.withdrawals.first()  # closed meanwhile: it is said how
        if asked and wanted in ("confirm", "keep"):
            return self.decided(asked, wanted)
        form = ReasonForm(request.POST)
        if form.is_valid():
            reason = {language(): form.cleaned_data["reason"]}
            try:
                ask_withdrawal(pk, reason=reason, on=localdate(), actor=self.request.user)
            except RegistryError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The withdrawal waits for a second person."))
                return redirect(request.path)
        return self.ask(adaptation, form)

    def decided(self, asked: AdaptationWithdrawal, wanted: str) -> HttpResponse:
        try:
            if wanted == "confirm":
                confirm_withdrawal(asked.pk, on=localdate(), actor=self.request.user)
                messages.success(self.request, _("The adaptation is withdrawn. Its text and its address stay."))
            else:
                take_back_withdrawal(asked.pk, actor=self.request.user)
                messages.success(self.request, _("The withdrawal is taken back. The adaptation stays in force."))
        except RegistryError as error:
            messages.error(self.request, str(error))
        return redirect("registry:adaptations")

    def ask(self, adaptation: Adaptation, form: ReasonForm) -> HttpResponse:
        require(self.request.user, "registry.withdraw_adaptation", adaptation)
        lead = _("Nobody should use it in a new tender once a second person has confirmed. It stays readable.")
        self.template = "registry/adapting/reason.html"
        return self.page(adaptation, form=form, lead=lead, button=_("Ask for the withdrawal"))

    def decide(self, asked: AdaptationWithdrawal) -> HttpResponse:
        user, adaptation = self.request.user, asked.adaptation
        may_confirm = can(user, "registry.confirm_withdrawal", asked)
        if not may_confirm:
            require(user, "registry.withdraw_adaptation", adaptation)
        self.template = "registry/adapting/withdrawal.html"
        may_keep = can(user, "registry.withdraw_adaptation", adaptation)
        others = adaptation.organisation.memberships.editors().filter(user__is_active=True)
        return self.page(
            adaptation,
            asked=asked,
            may_confirm=may_confirm,
            may_keep=may_keep,
            has_others=others.exclude(user=asked.asked_by_id).exists(),
        )

    def page(self, adaptation: Adaptation, **context: Any) -> HttpResponse:
        self.title = _("Withdraw %(thing)s") % {"thing": adaptation}
        return self.show(back=reverse("registry:adaptations"), **context)
