"""The page that a mailed ballot opens. Looking at it uses nothing up: mail scanners look too."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from portal.core.rates import limited, too_many
from registry.enums import VoteChoice
from registry.errors import LinkNotUsable, VotingClosed
from registry.forms_votes import VoteForm
from registry.services.ballots import Ballot, State, ballot_of, cast_mailed
from registry.views.vote_paper import paper_of
from registry.views.votes import language, own_vote

PER_ADDRESS = "60/h"  # a town hall may have one address for everybody


@method_decorator(never_cache, name="dispatch")
class MailedBallotView(View):
    """GET shows what is voted on, or the receipt once the link was used. The first POST asks once more, the next votes.

    A link that opens nothing any more says why, and what to do.
    """

    ballot: Ballot

    def dispatch(self, request: HttpRequest, *args: Any, token: str, **kwargs: Any) -> HttpResponseBase:
        if wait := limited(request, "registry.ballot", per_address=PER_ADDRESS):
            return too_many(request, wait)
        self.ballot = ballot_of(token)
        if self.ballot.state is not State.OPEN:
            return shut(request, self.ballot)
        return super().dispatch(request, *args, token=token, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page(VoteForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form = VoteForm(request.POST)
        if "back" in request.POST or not form.is_valid():
            return self.page(form)
        choice, reason = VoteChoice(form.cleaned_data["choice"]), form.cleaned_data["reason"]
        if "confirmed" not in request.POST:
            return self.page(form, template="registry/ballot_confirm.html", choice=choice, reason=reason)
        try:
            cast_mailed(token, choice=choice, reason=reason)
        except (LinkNotUsable, VotingClosed):
            return shut(request, ballot_of(token), not_counted=form)
        return redirect("registry:ballot", token)

    def page(self, form: VoteForm, *, template: str = "registry/ballot.html", **context: Any) -> HttpResponse:
        elector = self.ballot.elector
        assert elector is not None  # noqa: S101  (an open ballot has one)
        paper = paper_of(elector.candidate, language=language())
        context = {"form": form, "elector": elector, "link": self.ballot.link, "paper": paper, **context}
        return render(self.request, template, context)


def shut(request: HttpRequest, ballot: Ballot, *, not_counted: VoteForm | None = None) -> HttpResponse:
    """The receipt of a link that was used, else why it opens nothing; ``not_counted`` is what came too late."""
    statuses = {State.UNKNOWN: 404, State.USED: 200}
    context = {
        "state": ballot.state.value,
        "elector": ballot.elector,
        "link": ballot.link,
        "vote": own_vote(ballot.elector) if ballot.elector else None,
        "not_counted": not_counted.cleaned_data if not_counted else None,
    }
    return render(request, "registry/ballot_shut.html", context, status=statuses.get(ballot.state, 410))
