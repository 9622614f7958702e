"""Members say something about a criterion version, change it, take it back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.access import can
from portal.core.rates import limited
from portal.experiences.errors import ChangedMeanwhile, ExperienceError
from portal.experiences.forms.feedback import FeedbackForm
from portal.experiences.models import CriterionFeedback
from portal.experiences.services.feedback import bring_back, change, give, point_of, withdraw
from portal.members.models import Organisation
from portal.members.seen import seen_of
from portal.members.views.area import AreaView
from registry.models import CriterionVersion
from registry.views.lookup import NotThere, find_criterion, find_version
from registry.views.not_found import not_found

RATES = {"per_address": "60/h", "per_key": "30/h"}


class GiveView(AreaView):
    """The form about one version. Whoever works for no public buyer is led to that of guests."""

    template = "experiences/feedback/form.html"
    title = gettext_lazy("Give feedback on a criterion")
    version: CriterionVersion

    def dispatch(self, request: HttpRequest, *args: Any, slug: str, number: str, **kwargs: Any) -> HttpResponseBase:
        try:
            self.version = find_version(find_criterion(slug), number)
        except NotThere as missing:
            return not_found(request, missing.thing, missing.suggestions)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        if not self.organisations():
            return redirect("suggestions:suggest", self.version.criterion.slug, str(self.version.number))
        return self.show(form=self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.organisations():
            raise Http404("Feedback is given for a public buyer.")
        form = self.form(request.POST)
        if wait := limited(request, "feedback.give", str(self.request.user.pk), **RATES):
            form.add_error(None, _("That was a lot of feedback in a short time. %(wait)s") % {"wait": wait.text})
        if form.is_valid():
            try:
                give(self.version, form.buyer, form.point(), actor=self.request.user)
            except ValidationError as error:
                form.refuse(error)
            else:
                messages.success(request, _("Thank you. The coordinators read your feedback and answer it."))
                return redirect(_place(self.version))
        return self.show(form=form)

    def form(self, data: Any = None) -> FeedbackForm:
        return FeedbackForm(self.organisations(), data)

    def organisations(self) -> list[Organisation]:
        """The public buyers that somebody works for."""
        return list(Organisation.objects.public_buyers().with_member(self.request.user).order_by("name"))

    def above(self) -> list[tuple[str, str]]:
        return [(_("Criteria"), reverse("registry:sets")), (str(self.version), self.version.get_absolute_url())]

    def context(self) -> dict[str, Any]:
        return {**super().context(), "version": self.version}


class OwnFeedbackView(AreaView):
    """What one's organisation has said; anybody else's is not found."""

    feedback: CriterionFeedback

    def dispatch(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            rows = CriterionFeedback.objects.select_related("version__criterion", "organisation")
            self.feedback = get_object_or_404(rows, pk=pk)
            if not can(request.user, "experiences.withdraw_feedback", self.feedback):
                raise Http404(pk)
        return super().dispatch(request, *args, **kwargs)


class ChangeView(OwnFeedbackView):
    template = "experiences/feedback/form.html"
    title = gettext_lazy("Change your feedback")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                change(self.feedback.pk, form.point(), seen=form.cleaned_data["seen"], actor=self.request.user)
            except ValidationError as error:
                form.refuse(error)
            except ChangedMeanwhile as error:
                self.feedback.refresh_from_db()
                point = point_of(self.feedback)
                form.meet(error, stored=point._asdict(), seen=seen_of(*point))
            except ExperienceError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The feedback is saved."))
                return redirect(_place(self.feedback.version))
        return self.show(form=form)

    def form(self, data: Any = None) -> FeedbackForm:
        point = point_of(self.feedback)
        return FeedbackForm([self.feedback.organisation], data, initial={**point._asdict(), "seen": seen_of(*point)})

    def context(self) -> dict[str, Any]:
        return {**super().context(), "version": self.feedback.version}


class WithdrawView(OwnFeedbackView):
    """Takes feedback back; the message that says so has the way to undo it."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("do") == "undo":
            bring_back(self.feedback.pk, actor=self.request.user)
            messages.success(request, _("Your feedback is there again."))
        else:
            withdraw(self.feedback.pk, actor=self.request.user)
            messages.success(request, _("Your feedback was withdrawn. You can bring it back below."))
        return redirect(_place(self.feedback.version))


def _place(version: CriterionVersion) -> str:
    """Where feedback stands on the page of a version."""
    return f"{version.get_absolute_url()}#feedback"
