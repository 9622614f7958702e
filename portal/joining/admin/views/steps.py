"""A step of the table, with the letter that goes with it: read, edited, sent."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin import messages

from portal.core.languages import language_name
from portal.joining.admin.forms import LetterForm
from portal.joining.admin.views.base import RequestPage
from portal.joining.admin.words import BUTTONS
from portal.joining.errors import JoiningError
from portal.joining.letters import draft
from portal.joining.services.moving import check, move
from portal.joining.services.reviewing import APPROVALS_NEEDED, approve, approvers
from portal.letters.editing import SeenForm


class StepView(RequestPage):
    """GET shows what will happen and the letter; POST takes the step. What was typed survives every refusal."""

    template_name = "joining/admin/step.html"

    @property
    def name(self) -> str:
        name = str(self.kwargs["name"])
        if name not in BUTTONS:
            raise Http404("no step of reviewers")
        return name

    def get_page_title(self) -> str:
        self.heading = str(BUTTONS[self.name])
        return self.heading

    @cached_property
    def writes(self) -> bool:
        """Whether a letter leaves with the step: the first of two approvals is among reviewers only."""
        others = approvers(self.join_request) - {self.reviewer.pk}
        return self.name != "approve" or len(others) + 1 >= APPROVALS_NEEDED

    def form(self, sent: QueryDict | None = None) -> SeenForm:
        if self.writes:
            return LetterForm(self.join_request, self.name, sent)
        return SeenForm(self.join_request.submission, sent)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            check(self.join_request, self.name, actor=self.reviewer, reason="to come")
        except JoiningError as error:
            messages.error(request, str(error))
            return redirect(self.address)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        if self.writes and "letter" not in request.POST:  # the first yes, as it was when the page was opened
            messages.warning(request, _("Another coordinator has said yes meanwhile. Read the letter, then approve."))
            return self.render_to_response(self.get_context_data())
        form = self.form(request.POST)
        if form.is_valid():
            try:
                messages.success(request, self.take(form))
            except JoiningError as error:
                messages.error(request, str(error))
            else:
                return redirect(self.address)
        return self.render_to_response(self.get_context_data(form=form))

    def take(self, form: SeenForm) -> str:
        """Take the step; what has happened, in a sentence."""
        seen = form.cleaned_data["seen"]
        if self.name == "approve":
            approved = approve(self.join_request.pk, actor=self.reviewer, letter=form.text, seen=seen)
            if not approved.is_member:
                counts = {"by": approved.by, "needed": APPROVALS_NEEDED}
                return _("Your yes is noted: %(by)s of %(needed)s. Another coordinator has to approve too.") % counts
            moved = approved.join_request
        else:
            moved = move(
                self.join_request.pk, self.name, actor=self.reviewer, reason=form.reason, letter=form.text, seen=seen
            )
        words = {"request": moved, "state": moved.get_state_display(), "email": moved.email}
        return _("%(request)s is now “%(state)s”. The letter goes to %(email)s.") % words

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language, form = self.join_request.language, kwargs.pop("form", None) or self.form()
        is_foreign = self.writes and language not in ("en", get_language())
        return super().get_context_data(
            form=form,
            writes=self.writes,
            language_name=language_name(language),
            in_english=draft(self.join_request, self.name, language="en") if is_foreign else None,
            **kwargs,
        )
