"""What all pages of a request have in common: kept by no cache, found by no search engine, open to grants only."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from portal.core.access import can
from portal.core.private_pages import PrivatePage
from portal.joining.enums import Task
from portal.joining.forms.entering import ResumeForm
from portal.joining.forms.tasks import FORMS
from portal.joining.grants import Applicant
from portal.joining.models import JoinRequest
from portal.joining.sessions import actor_of
from portal.joining.tasks import TASKS
from portal.members.enums import OrganisationKind

Typed = list[tuple[str, str]]  # label, text


class RequestPage(PrivatePage):
    """A page of one request. Strangers are asked for reference and address, whether the reference exists or not."""

    needs = "joining.see"
    for_helpers = False  # a helping colleague is led to the one task
    actor: Applicant
    join_request: JoinRequest

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (request.method or "").lower() not in self.http_method_names or not hasattr(
            self, str(request.method).lower()
        ):
            return super().answer(request, *args, **kwargs)  # says which methods there are
        actor = actor_of(request, kwargs.pop("reference"), kwargs.get("task", ""))
        if actor is None:
            return ask_for_link(request, typed=typed_into(request, kwargs.get("task", "")))
        self.actor, self.join_request = actor, JoinRequest.objects.get(pk=actor.join_request_id)
        if actor.task and not self.for_helpers:
            return redirect("joining:task", self.join_request.reference, actor.task)
        if not can(actor, self.needs, self.join_request):
            return self.shut(request, kwargs.get("task", ""))
        return super().answer(request, *args, **kwargs)

    def shut(self, request: HttpRequest, task: str) -> HttpResponse:
        """The page for what is not possible in the present state, with what was typed."""
        context = {
            "join_request": self.join_request,
            "is_applicant": not self.actor.task,
            "typed": typed_into(request, task),
        }
        return render(request, "joining/shut.html", context)

    def task_of(self, name: str) -> Task:
        """The task of that name. Raises Http404 if this kind of request has none, or it is not this visitor's."""
        if name not in TASKS[self.join_request.kind] or not self.actor.may_answer(self.join_request.pk, name):
            raise Http404(name)
        return Task(name)


def ask_for_link(request: HttpRequest, *, typed: Typed, form: ResumeForm | None = None) -> HttpResponse:
    """The page that mails a new link, with what was typed on a page that was open for too long."""
    return render(request, "joining/resume.html", {"form": form or ResumeForm(request=request), "typed": typed})


def typed_into(request: HttpRequest, task: str) -> Typed:
    """What somebody has typed into the form of a task, by its labels, so that it can be copied."""
    if request.method != "POST" or task not in FORMS:
        return []
    form = FORMS[task](JoinRequest(pk=0, kind=OrganisationKind.PUBLIC_BUYER), request.POST)
    return [(str(form[name].label), form.in_words(name, text)) for name, text in form.entries if text]
