"""One task of a request, and asking a colleague to fill it in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.core.errors import Refusal
from portal.core.rates import limited, too_often
from portal.joining.enums import EvidenceKind, Task
from portal.joining.errors import ChangedMeanwhile
from portal.joining.forms.answers import AnswerForm
from portal.joining.forms.entering import ColleagueForm
from portal.joining.forms.tasks import form_of
from portal.joining.models import JoinRequest
from portal.joining.services.applying import answer, invite_helper
from portal.joining.services.evidence import add_evidence
from portal.joining.views.base import RequestPage
from portal.joining.views.timeline import question_of

UPLOADS = {"per_address": "120/h", "per_key": "60/h"}  # looking a document through takes a second or two
CHECK = "check"  # ?from=check: whoever came from the answers goes back to them

REMOVE = "remove:"  # the button of a document, followed by its key


class TaskView(RequestPage):
    """Every button saves, complete or not; what it does afterwards is its value."""

    needs = "joining.answer"
    for_helpers = True

    def get(self, request: HttpRequest, task: str) -> HttpResponse:
        return self.page(request, form_of(self.task_of(task), self.join_request), task)

    def post(self, request: HttpRequest, task: str) -> HttpResponse:
        form = form_of(self.task_of(task), self.join_request, request)
        is_valid = form.is_valid()
        if not self.keep_document(form) or not is_valid:  # a document is kept whatever the other answers are
            return self.page(request, form, task)
        if not form.is_current():
            return self.compare(request, form, task)
        try:
            answer(self.join_request.pk, task, form.answers(), seen=self.join_request.lock_version, actor=self.actor)
        except ChangedMeanwhile:
            self.join_request.refresh_from_db()
            return self.compare(request, form, task)
        return self.go_on(request, task)

    def keep_document(self, form: AnswerForm) -> bool:
        """Add the document that was sent with the form, if any; a fault goes to its field."""
        upload = form.cleaned_data.get("document")
        if not upload:
            return True
        if wait := limited(self.request, "joining.upload", self.join_request.reference, **UPLOADS):
            form.add_error("document", too_often(wait))
            return False
        try:
            add_evidence(
                self.join_request.pk,
                upload=upload,
                kind=form.cleaned_data.get("document_kind") or EvidenceKind.STATEMENT,
                actor=self.actor,
            )
        except Refusal as error:
            form.add_error("document", str(error))
            return False
        self.join_request.refresh_from_db()
        return True

    def go_on(self, request: HttpRequest, task: str) -> HttpResponse:
        reference, step = self.join_request.reference, request.POST.get("do", "")
        if step.removeprefix(REMOVE).isdecimal():  # saved; the same form goes on to the view that removes
            return redirect("joining:evidence-remove", reference, int(step.removeprefix(REMOVE)), preserve_request=True)
        if step == "colleague" and not self.actor.task:
            return redirect("joining:colleague", reference, task)
        messages.success(request, _("Saved."))
        if step != "continue" or self.actor.task:
            return redirect(request.get_full_path())
        if request.GET.get("from") == CHECK:
            return redirect("joining:check", reference)
        return redirect("joining:status", reference)

    def page(self, request: HttpRequest, form: AnswerForm, task: str) -> HttpResponse:
        context = {
            "join_request": self.join_request,
            "form": form,
            "task": Task(task),
            "is_applicant": not self.actor.task,
            "from_check": request.GET.get("from") == CHECK,
            "question": question_of(self.join_request),
            "documents": self.join_request.evidence.all() if task == Task.EVIDENCE else [],
        }
        return render(request, [f"joining/task_{task}.html", "joining/task.html"], context)

    def compare(self, request: HttpRequest, form: AnswerForm, task: str) -> HttpResponse:
        """Both texts of what differs, and the way to save either."""
        stored = form_of(task, JoinRequest.objects.get(pk=self.join_request.pk))
        theirs, mine = stored.shown_as_stored(), form.shown(form.typed())
        context = {
            "join_request": self.join_request,
            "task": Task(task),
            "rows": [(old, new) for old, new in zip(theirs, mine, strict=True) if old.text != new.text],
            "entries": form.entries,
            "seen": stored.digest,
        }
        return render(request, "joining/changed.html", context, status=409)


class ColleagueView(RequestPage):
    """Mails a colleague a link to one task."""

    needs = "joining.invite_helper"

    def get(self, request: HttpRequest, task: str) -> HttpResponse:
        return self.page(request, ColleagueForm(), task)

    def post(self, request: HttpRequest, task: str) -> HttpResponse:
        form = ColleagueForm(request.POST)
        email = form.cleaned_data["email"] if form.is_valid() else ""
        if email and (wait := limited(request, "joining.colleague", email)):
            form.add_error(None, too_often(wait))
        if not form.is_valid():
            return self.page(request, form, task)
        invite_helper(self.join_request.pk, self.task_of(task), email=email, actor=self.actor)
        messages.success(request, _("A link was mailed to %(email)s.") % {"email": email})
        return redirect("joining:status", self.join_request.reference)

    def page(self, request: HttpRequest, form: ColleagueForm, task: str) -> HttpResponse:
        context = {"join_request": self.join_request, "form": form, "task": self.task_of(task)}
        return render(request, "joining/colleague.html", context)
