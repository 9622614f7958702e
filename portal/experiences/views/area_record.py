"""One record as its authors see it: how far it is, what happened to it, and the steps that are possible now."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.access import can
from portal.experiences.enums import EDITABLE_STATES, State
from portal.experiences.errors import ExperienceError, Incomplete
from portal.experiences.forms.starting import RetractForm
from portal.experiences.progress import task_states
from portal.experiences.services.moving import correct, discard, retract, submit, take_back
from portal.experiences.views.area import WRITE, RecordPage
from portal.experiences.views.timeline import asked_of, next_step, passed_steps

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class RecordView(RecordPage):
    """The parts of a record that can be changed; of every other, where it stands."""

    template = "experiences/area/record.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        self.title = self.name
        working = self.working
        is_editable = working is not None and working.state in EDITABLE_STATES
        states = task_states(self.edition) if is_editable else []
        return self.show(
            states=states,
            is_ready=not any(state.lacking for state in states),
            is_editable=is_editable,
            can_take_back=working is not None and working.state == State.SUBMITTED,
            can_correct=working is None,
            can_retract=self.is_public and can(request.user, "experiences.retract", self.experience),
            is_public=self.is_public,
            is_first=self.experience.current is None,
            asked=asked_of(self.experience, working),
            next_step=next_step(self.experience, working),
            steps=passed_steps(self.experience),
        )

    @property
    def is_public(self) -> bool:
        """Whether readers see it now, those for whom it is."""
        return self.experience.current is not None and self.experience.retracted_at is None

    def above(self) -> list[tuple[str, str]]:
        return super().above()[:-1]


class StepView(RecordPage):
    """A button that takes a record one step on, then its page again, which says what has changed."""

    step: ClassVar[Callable[..., Any]]
    message: "StrOrPromise"

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            type(self).step(self.experience.pk, actor=self.request.user)
        except Incomplete as error:
            messages.error(request, str(error))
            return redirect("tenders:check", self.experience.reference)
        except ExperienceError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, str(self.message))
        return self.back()


class SendView(StepView):
    step = submit
    message = gettext_lazy("The record was sent to the coordinators. You get a mail when they have read it.")


class TakeBackView(StepView):
    step = take_back
    message = gettext_lazy("You can change the record again. Send it anew when you are done.")


class CorrectView(StepView):
    step = correct
    message = gettext_lazy("Write the correction. Readers see the published record until the correction is published.")


class DiscardView(RecordPage):
    """Asks once more, then throws away what is being written."""

    template = "experiences/area/discard.html"
    title = gettext_lazy("Throw the draft away?")

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.working is None or self.working.state not in EDITABLE_STATES:
            return self.back()
        return self.show(is_first=self.experience.current is None)

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            left = discard(self.experience.pk, actor=self.request.user)
        except ExperienceError as error:
            messages.error(request, str(error))
            return self.back()
        if left is None:
            messages.success(request, _("The draft was thrown away."))
            return redirect("tenders:list")
        messages.success(request, _("What you were writing was thrown away. Nothing else has changed."))
        return self.back()


class RetractView(RecordPage):
    """Asks for the reason, then takes the published record back."""

    permissions = (WRITE, "experiences.retract")
    template = "experiences/area/retract.html"
    title = gettext_lazy("Take the published record back")

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.experience.current is None or self.experience.retracted_at is not None:
            return self.back()
        return self.show(form=RetractForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RetractForm(request.POST)
        if not form.is_valid():
            return self.show(form=form)
        try:
            retract(self.experience.pk, reason=form.cleaned_data["reason"], actor=self.request.user)
        except ExperienceError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The record was taken back. Whoever opens its address reads why."))
        return self.back()
