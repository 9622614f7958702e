"""Questions of members to each other, in their area: asked, read and taken back."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.core.access import can
from portal.core.rates import Wait, limited
from portal.front.fields import tidy
from portal.members.models import Organisation
from portal.members.views.area import AreaView
from search.forms_network import AskForm
from search.models import NetworkQuestion
from search.models.network import KEPT
from search.network import ask, asked_before, withdraw
from search.queries import LONGEST_TEXT

PAGE_SIZE = 20
MOST_A_DAY = 5  # questions of one person in 24 hours
RATES = {"per_address": "60/h", "per_key": f"{MOST_A_DAY}/d"}


class QuestionsView(AreaView):
    """What is asked at present, newest first. Whoever is not among the members is told why nothing is here."""

    template = "search/questions.html"
    title = gettext_lazy("Questions of members")

    def get(self, request: HttpRequest) -> HttpResponse:
        may_read = can(self.request.user, "search.read_questions")
        standing = NetworkQuestion.objects.standing(at=timezone.now()) if may_read else NetworkQuestion.objects.none()
        return self.show(
            page=Paginator(standing.for_list(), PAGE_SIZE).get_page(request.GET.get("page")),
            may_read=may_read,
            removes_all=can(self.request.user, "search.withdraw_question"),
            days=KEPT.days,
        )


class OfQuestionsView(AreaView):
    def above(self) -> list[tuple[str, str]]:
        return [*super().above(), (str(QuestionsView.title), reverse("search:questions"))]


class AskView(OfQuestionsView):
    """The form, with ``?q=`` as what was searched for."""

    template = "search/ask.html"
    title = gettext_lazy("Ask the network")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not can(request.user, "search.ask"):
            return redirect("search:questions")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        words = tidy(request.GET.get("q", ""))[:LONGEST_TEXT].strip()
        return self.show(form=self.form(initial={"words": words, "language": get_language()}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid() and (wait := self.wait(form)):
            form.add_error(None, _too_many(wait))
        if form.is_valid():
            try:
                ask(form.asked(), form.buyer, actor=self.request.user)
            except ValidationError as error:
                form.refuse(error)
            else:
                messages.success(request, _("Your question is with the network. Answers come to you by mail."))
                return redirect("search:questions")
        return self.show(form=form)

    def form(self, data: Any = None, **options: Any) -> AskForm:
        mine = Organisation.objects.with_member(self.request.user).order_by("name")
        return AskForm(list(mine), data, **options)

    def wait(self, form: AskForm) -> Wait | None:
        """How long to wait with one more question; one that is sent a second time is no more."""
        if asked_before(form.asked(), actor=self.request.user):
            return None
        return limited(self.request, "search.ask", str(self.request.user.pk), **RATES)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "days": KEPT.days}


class WithdrawView(OfQuestionsView):
    """One's own question taken back, or any by a coordinator. Anybody else's is not found."""

    template = "search/withdraw_question.html"
    title = gettext_lazy("Withdraw the question?")
    question: NetworkQuestion

    def dispatch(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            self.question = get_object_or_404(NetworkQuestion.objects.for_list(), pk=pk)
            if not can(request.user, "search.withdraw_question", self.question):
                raise Http404(pk)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(question=self.question)

    def post(self, request: HttpRequest) -> HttpResponse:
        withdraw(self.question.pk, actor=self.request.user)
        messages.success(request, _("The question is withdrawn. Letters that had not left tell nothing of it."))
        return redirect("search:questions")


def _too_many(wait: Wait) -> str:
    """Until when nothing more can be asked, in words."""
    moment = timezone.localtime(timezone.now() + timedelta(seconds=wait.seconds))
    text = _("You have asked %(most)s questions in 24 hours. The next one is possible on %(day)s from %(time)s.")
    return text % {"most": MOST_A_DAY, "day": date_format(moment), "time": date_format(moment, "H:i")}
