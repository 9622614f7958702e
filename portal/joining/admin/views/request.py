"""One request: what it says, what has happened, what the checks found, and what can be done now."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from portal.core.access import can, require
from portal.core.languages import language_name
from portal.files.responses import file_response
from portal.joining.admin.checks import checks_of
from portal.joining.admin.forms import NoteForm, RecusalForm
from portal.joining.admin.views.base import RequestPage
from portal.joining.admin.views.inbox import days_since_sent
from portal.joining.admin.words import BUTTONS, INTERNAL_STEPS, MAIN_STEPS, PARTS
from portal.joining.enums import OPEN_STATES
from portal.joining.forms.answers import Shown
from portal.joining.forms.tasks import form_of
from portal.joining.models import JoinRequest, JoinStep
from portal.joining.services.moving import possible_steps
from portal.joining.services.reviewing import APPROVALS_NEEDED, add_note, approvers, recuse
from portal.joining.tasks import TASKS
from portal.joining.views.timeline import STEPS
from portal.members.models import Organisation
from portal.members.moderation import Check


class Button(NamedTuple):
    label: str
    url: str
    style: str


class Part(NamedTuple):
    """One part of the answers, in words."""

    label: str
    answers: list[Shown]


class Event(NamedTuple):
    """One step of the log as reviewers read it."""

    label: str
    step: JoinStep
    by: str


def parts_of(join_request: JoinRequest) -> Iterator[Part]:
    for task in TASKS[join_request.kind]:
        form = form_of(task, join_request)
        yield Part(str(PARTS[task]), form.shown(form.kept))


def events_of(join_request: JoinRequest) -> Iterator[Event]:
    """Newest first."""
    labels = {**STEPS, **INTERNAL_STEPS}
    for step in join_request.steps.select_related("user").order_by("-at", "-pk"):
        by = step.user or step.get_side_display()
        yield Event(str(labels.get(step.name, step.name)), step, str(by))


def checks_now(join_request: JoinRequest) -> list[Check]:
    """The checks of a request that is still open; none of one that is decided."""
    if join_request.state not in OPEN_STATES:
        return []
    return checks_of(
        join_request,
        organisations=Organisation.objects.only("name", "own_name", "website"),
        others=JoinRequest.objects.sent().open().only("reference", "name", "own_name", "website"),
        today=localdate(),
    )


class RequestView(RequestPage):
    template_name = "joining/admin/request.html"
    note_form: NoteForm | None = None

    def rows(self) -> QuerySet[JoinRequest]:
        return super().rows().prefetch_related("volumes", "commitments", "evidence")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        join_request = self.join_request
        by = approvers(join_request)
        may_review = can(self.reviewer, "joining.review", join_request)
        return super().get_context_data(
            parts=list(parts_of(join_request)),
            events=list(events_of(join_request)),
            checks=checks_now(join_request),
            days=days_since_sent(join_request) if join_request.state in OPEN_STATES else None,
            language_name=language_name(join_request.language),
            evidence=join_request.evidence.all() if can(self.reviewer, "joining.read_evidence", join_request) else [],
            notes=join_request.notes.select_related("author") if may_review else [],
            note_form=self.note_form or NoteForm(),
            approvals=join_request.approvals.select_related("reviewer").filter(reviewer__in=by).counted(),
            needed=APPROVALS_NEEDED,
            may_review=may_review,
            may_recuse=may_review and join_request.state in OPEN_STATES,
            buttons=list(self.buttons(has_said_yes=self.reviewer.pk in by)),
            **kwargs,
        )

    def buttons(self, *, has_said_yes: bool) -> Iterator[Button]:
        """What this reviewer can do now, by the table of transitions and the rules, in the order of BUTTONS."""
        possible = possible_steps(self.join_request, actor=self.reviewer)
        for name in BUTTONS:
            if name in possible and not (name == "approve" and has_said_yes):
                style = "" if name in MAIN_STEPS else "button-secondary"
                yield Button(
                    str(BUTTONS[name]), reverse("joining_admin:step", args=[self.join_request.pk, name]), style
                )


class NoteView(RequestView):
    """Adds a note; a refused one comes back with the page."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.note_form = form = NoteForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data())
        add_note(self.join_request.pk, actor=self.reviewer, text=form.cleaned_data["text"])
        messages.success(request, _("Your note is kept. The other reviewers can read it."))
        return redirect(self.address + "#notes-section")


class EvidenceView(RequestPage):
    """A document of the request, for those who decide on it."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(self.reviewer, "joining.read_evidence", self.join_request)
        return file_response(get_object_or_404(self.join_request.evidence, pk=kwargs["document"]))


class RecuseView(RequestPage):
    """Says what staying out means, asks why, and does it."""

    template_name = "joining/admin/recuse.html"
    heading = gettext_lazy("Stay out of this request")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = RecusalForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        recuse(self.join_request.pk, actor=self.reviewer, reason=form.cleaned_data["reason"])
        messages.success(request, _("You stay out of %(request)s from now on.") % {"request": self.join_request})
        return redirect(self.address)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": RecusalForm(), **kwargs})
