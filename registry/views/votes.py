"""Votes in the members' area: those of one's own organisations, and the page of one."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.core.access import can, require
from portal.members.enums import EDITING_ROLES
from portal.members.views.area import AreaView
from registry.enums import VoteChoice
from registry.errors import VotingClosed
from registry.forms_votes import BallotForm, VoteForm
from registry.models import Elector, Vote
from registry.services.ballots import mail_ballot, take_back_ballot, waiting_ballot
from registry.services.voting import cast, withdraw_vote
from registry.views.vote_paper import paper_of

PAGE_SIZE = 20  # closed votes


class VotesView(AreaView):
    """What is voted on now, with the vote of each of one's organisations; then how earlier votes ended."""

    template = "registry/votes.html"
    title = gettext_lazy("Votes on criteria")

    def get(self, request: HttpRequest) -> HttpResponse:
        mine = Elector.objects.of_member(request.user).for_list(language=language())
        page = Paginator(mine.closed(), PAGE_SIZE).get_page(request.GET.get("page"))
        editing = self.request.user.memberships.filter(role__in=EDITING_ROLES)
        return self.show(open=mine.open(), page=page, editing=set(editing.values_list("organisation", flat=True)))


class ElectorView(AreaView):
    """A page about the vote of one organisation. Whoever may not see that organisation learns nothing."""

    elector: Elector

    def dispatch(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            rows = Elector.objects.select_related("organisation", "candidate__version__criterion", "vote")
            found = rows.filter(pk=pk).first()
            if found is None or not can(request.user, "members.see_organisation", found.organisation):
                raise Http404(pk)
            self.elector = found
        return super().dispatch(request, *args, **kwargs)

    def above(self) -> list[tuple[str, str]]:
        return [*super().above(), (_("Votes on criteria"), reverse("registry:votes"))]

    def back(self) -> HttpResponse:
        return redirect("registry:vote", self.elector.pk)


class VoteView(ElectorView):
    """What is voted on, and the form of whoever may vote; everybody else reads who that is."""

    template = "registry/vote.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        vote = own_vote(self.elector)
        initial = {"choice": vote.choice, "reason": vote.reason} if vote else None
        return self.page(VoteForm(initial=initial))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require(request.user, "registry.vote", self.elector)
        form = VoteForm(request.POST)
        if form.is_valid():
            choice, reason = VoteChoice(form.cleaned_data["choice"]), form.cleaned_data["reason"]
            try:
                cast(self.elector.pk, choice=choice, reason=reason, actor=self.request.user)
            except VotingClosed as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Your vote is cast. You can change it until the vote is closed."))
                return self.back()
        return self.page(form)

    def page(self, form: VoteForm) -> HttpResponse:
        self.title = _("Vote on %(version)s") % {"version": self.elector.candidate.version}
        paper = paper_of(self.elector.candidate, language=language())
        return self.show(form=form, paper=paper, elector=self.elector, **who_votes(self.elector, self.request.user))


class WithdrawVoteView(ElectorView):
    """Takes the vote back, until it is closed; another one can be cast."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            withdraw_vote(self.elector.pk, actor=self.request.user)
        except VotingClosed as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The vote is withdrawn. You can cast another one until the vote is closed."))
        return self.back()


class BallotView(ElectorView):
    """Lets somebody without account cast the vote, by a mailed link."""

    template = "registry/ballot_send.html"
    title = gettext_lazy("Let somebody without account vote")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require(request.user, "registry.send_ballot", self.elector)
        known = [code for code in self.elector.organisation.languages if code in dict(settings.LANGUAGES)]
        return self.page(BallotForm(initial={"language": known[0] if known else language()}))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require(request.user, "registry.send_ballot", self.elector)
        form = BallotForm(request.POST)
        if form.is_valid():
            try:
                mail_ballot(self.elector.pk, **form.cleaned_data, actor=self.request.user)
            except (VotingClosed, ValidationError) as error:
                form.add_error(None, error if isinstance(error, ValidationError) else str(error))
            else:
                messages.success(request, _("The ballot is on its way to %(email)s.") % form.cleaned_data)
                return self.back()
        return self.page(form)

    def page(self, form: BallotForm) -> HttpResponse:
        return self.show(form=form, elector=self.elector, waiting=waiting_ballot(self.elector.pk))

    def above(self) -> list[tuple[str, str]]:
        version, place = self.elector.candidate.version, reverse("registry:vote", args=[self.elector.pk])
        return [*super().above(), (str(version), place)]


class TakeBackBallotView(ElectorView):
    """Lets a mailed ballot open nothing any more."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if take_back_ballot(self.elector.pk, actor=self.request.user):
            messages.success(request, _("The ballot is taken back: its link opens nothing any more."))
        return self.back()


def own_vote(elector: Elector) -> Vote | None:
    """What an elector has said, if it has."""
    return getattr(elector, "vote", None)


def language() -> str:
    """The reader's."""
    return get_language() or settings.LANGUAGE_CODE


def who_votes(elector: Elector, user: object) -> dict[str, Any]:
    """Whether somebody may vote or send a ballot for an elector, and else who may."""
    may_vote = can(user, "registry.vote", elector)
    editors = [] if may_vote else elector.organisation.memberships.editors().select_related("user")
    return {
        "vote": own_vote(elector),
        "may_vote": may_vote,
        "may_send": can(user, "registry.send_ballot", elector),
        "editors": [membership.user for membership in editors],
        "waiting": waiting_ballot(elector.pk) if may_vote else None,
    }
