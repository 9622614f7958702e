"""Where a request stands: its parts while it is being written, its way afterwards, and how to end it."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.joining.documents import answers_docx
from portal.joining.enums import EDITABLE_STATES, OPEN_STATES, State
from portal.joining.errors import Incomplete, JoiningError
from portal.joining.forms.entering import WithdrawForm
from portal.joining.forms.tasks import form_of
from portal.joining.services.applying import submit
from portal.joining.services.moving import move
from portal.joining.tasks import task_states
from portal.joining.views.base import RequestPage
from portal.joining.views.entering import word_file
from portal.joining.views.timeline import answer_by, next_step, passed_steps, question_of

WAITING = (State.SUBMITTED, State.IN_REVIEW)  # for the network, without a question


class StatusView(RequestPage):
    """The task list of a request that can be changed; the way it has come, of every other."""

    def get(self, request: HttpRequest) -> HttpResponse:
        is_editable = self.join_request.state in EDITABLE_STATES
        states = task_states(self.join_request) if is_editable else []
        context = {
            "join_request": self.join_request,
            "states": states,
            "complete": sum(state.is_complete for state in states),
            "question": question_of(self.join_request),
            "steps": passed_steps(self.join_request),
            "next_step": next_step(self.join_request),
            "answer_by": answer_by(self.join_request) if self.join_request.state in WAITING else None,
            "is_open": self.join_request.state in OPEN_STATES,
        }
        return render(request, "joining/tasks.html" if is_editable else "joining/status.html", context)


class CheckView(RequestPage):
    """All answers on one page, with the way to change each, and the button that sends them."""

    needs = "joining.invite_helper"  # the applicant, while answers can be changed

    def get(self, request: HttpRequest) -> HttpResponse:
        states = task_states(self.join_request)
        context = {
            "join_request": self.join_request,
            "parts": [(state, form_of(state.task, self.join_request).shown_as_stored()) for state in states],
            "lacking": [state for state in states if not state.is_complete],
            "question": question_of(self.join_request),
        }
        return render(request, "joining/check.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            submit(self.join_request.pk, actor=self.actor)
        except Incomplete as error:
            messages.error(request, str(error))
            return redirect("joining:check", self.join_request.reference)
        return redirect("joining:sent", self.join_request.reference)

    def shut(self, request: HttpRequest, task: str) -> HttpResponse:
        """Sent already: the button was pressed twice, or the page was kept."""
        return redirect("joining:sent", self.join_request.reference)


class SentView(RequestPage):
    """The confirmation; it can be kept as a bookmark."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.join_request.state not in WAITING:
            return redirect(self.join_request)
        context = {
            "join_request": self.join_request,
            "next_step": next_step(self.join_request),
            "answer_by": answer_by(self.join_request),
        }
        return render(request, "joining/sent.html", context)


class RecordView(RequestPage):
    """All answers as a Word file, to be kept."""

    def get(self, request: HttpRequest) -> HttpResponse:
        name = f"joint-demand-{self.join_request.reference.lower()}.docx"
        make = partial(answers_docx, self.join_request)
        return word_file(request, name, make, back=self.join_request.get_absolute_url())


class WithdrawView(RequestPage):
    """Asks once more, then ends the request."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.join_request.state not in OPEN_STATES:
            return redirect(self.join_request)
        return self.page(request, WithdrawForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            return self.page(request, form)
        try:
            move(self.join_request.pk, "withdraw", actor=self.actor, reason=form.cleaned_data["reason"])
        except JoiningError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The request was withdrawn. Nobody reads it any more."))
        return redirect(self.join_request)

    def page(self, request: HttpRequest, form: WithdrawForm) -> HttpResponse:
        return render(request, "joining/withdraw.html", {"join_request": self.join_request, "form": form})
