"""One part of a record: written, saved on the way, and held against what somebody else has saved meanwhile."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portal.experiences.enums import EDITABLE_STATES
from portal.experiences.errors import ChangedMeanwhile, ExperienceError
from portal.experiences.forms.answers import TaskForm
from portal.experiences.forms.outcome import REMOVE, SUPPLIERS
from portal.experiences.forms.tasks import TASK_FORMS
from portal.experiences.models import Edition
from portal.experiences.services.writing import save, seen_mark
from portal.experiences.tasks import Task
from portal.experiences.views.area import RecordPage
from portal.experiences.views.timeline import asked_of
from portal.experiences.who_sees import who_sees

CHECK = "check"  # ?from=check: whoever came from the answers goes back to them


class TaskPage(RecordPage):
    """A page on which one task is written. It is shut while the record has no edition that can be changed."""

    only: ClassVar[Task | None] = None  # the task of a view that has one
    task: Task

    def dispatch(self, request: HttpRequest, *args: Any, task: str = "", **kwargs: Any) -> HttpResponseBase:
        if not self.only and task not in TASK_FORMS:
            raise Http404(task)
        self.task = self.only or Task(task)
        self.title = self.task.label
        return super().dispatch(request, *args, **kwargs)

    def shut(self) -> HttpResponse | None:
        """To the page of the record, where the edition cannot be changed now; else nothing."""
        if self.working is not None and self.working.state in EDITABLE_STATES:
            return None
        messages.warning(self.request, _("The record cannot be changed now. Look below at what is possible."))
        return self.back()

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "task": self.task,
            "from_check": self.request.GET.get("from") == CHECK,
            "asked": asked_of(self.experience, self.working),
        }

    def go_on(self, step: str) -> HttpResponse:
        """After saving: to the list of parts, to the answers, or back to this page."""
        messages.success(self.request, _("Saved."))
        if step != "continue":
            return redirect(self.request.get_full_path() + (f"#{SUPPLIERS}" if step == SUPPLIERS else ""))
        if self.request.GET.get("from") == CHECK:
            return redirect("tenders:check", self.experience.reference)
        return self.back()


class TaskView(TaskPage):
    """Every button saves, complete or not; what it does afterwards is its value. A script saves in between."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.shut() or self.page(self.form(self.edition))

    def post(self, request: HttpRequest) -> HttpResponse:
        step = request.POST.get("do", "")
        form = self.form(self.edition, request.POST)
        is_valid = form.is_valid()
        if step == "autosave":
            return self.saved_on_the_way(form)
        if not is_valid:
            return self.page(form)
        try:
            self.save(form)
        except ValidationError as error:
            form.refuse(error)
            return self.page(form)
        except ChangedMeanwhile as error:
            form.meet(error, self.edition_now())
            return self.page(form, status=409)
        except ExperienceError as error:  # sent or published meanwhile: what was typed stays on the page
            form.add_error(None, str(error))
            return self.page(form, status=409)
        return self.go_on(SUPPLIERS if REMOVE in request.POST else step)

    def form(self, edition: Edition, data: Any = None) -> TaskForm:
        return TASK_FORMS[self.task](edition, data)

    def save(self, form: TaskForm) -> None:
        """Keep what can be kept. Raises what ``services.writing.save`` raises."""
        seen = form.cleaned_data.get("seen", "")
        save(self.experience.pk, self.task, form.values(), seen=seen, actor=self.request.user)

    def saved_on_the_way(self, form: TaskForm) -> JsonResponse:
        """For the script: the mark of what is stored now and when, or what is in the way, as a sentence."""
        try:
            self.save(form)
        except ValidationError as error:
            return JsonResponse({"problem": " ".join(error.messages)}, status=422)
        except ChangedMeanwhile as error:
            return JsonResponse({"problem": str(error), "compare": _("Compare both texts")}, status=409)
        except ExperienceError as error:
            return JsonResponse({"problem": str(error)}, status=409)
        details = {"time": time_format(localtime(), "H:i")}
        text = _("Saved at %(time)s.") % details
        if form.errors:
            text = _("Saved at %(time)s, apart from what cannot be stored: “Save” says why.") % details
        return JsonResponse({"seen": seen_mark(self.edition_now(), self.task), "saved": text})

    def edition_now(self) -> Edition:
        """The edition that stands in the form, read anew."""
        return Edition.objects.select_related("experience").get(pk=self.edition.pk)

    def page(self, form: TaskForm, status: int = 200) -> HttpResponse:
        self.template = f"experiences/area/task_{self.task}.html"
        more = {"rows": who_sees(self.edition)} if self.task is Task.SHARING else {}
        return self.show(status, form=form, form_url=self.request.get_full_path(), **more)

    def above(self) -> list[tuple[str, str]]:
        steps = super().above()
        if self.request.GET.get("from") == CHECK:
            steps.append((_("Check your answers"), reverse("tenders:check", args=[self.experience.reference])))
        return steps
