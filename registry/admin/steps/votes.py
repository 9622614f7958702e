"""The vote on a candidate as far as it is: counts, what each member said, ballots for members without an editor."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages

from portal.core.access import require
from portal.letters.models import MailedLink
from portal.members.models import Membership
from registry.admin.steps.base import DraftPage
from registry.admin.steps.forms import BallotForm
from registry.drafts.voting import first_day_to_publish, tally_of
from registry.enums import DraftState, StatusKind
from registry.errors import VotingClosed
from registry.grants import VOTE, VOTE_LIFETIME
from registry.models import Elector, StatusEvent, Vote
from registry.services.ballots import mail_ballot, take_back_ballot

PER_PAGE = 50


@dataclass(frozen=True)
class Ballot:
    """One member of the electorate, its vote, and the mailed ballot that is open for it."""

    elector: Elector
    vote: Vote | None
    link: MailedLink | None

    @property
    def has_editor(self) -> bool:
        return bool(getattr(self.elector, "has_editor", False))


class AboutVotes(DraftPage):
    heading = gettext_lazy("Votes")

    @cached_property
    def opened(self) -> StatusEvent | None:
        """The event that opened the vote on the newest candidate."""
        return self.candidate.version.events.filter(kind=StatusKind.VOTING).first() if self.candidate else None

    @cached_property
    def electors(self) -> "QuerySet[Elector]":
        """Of the newest candidate, by name; 404 before its vote has opened."""
        if self.opened is None:
            raise Http404("No vote was opened.")
        editors = Membership.objects.editors().filter(organisation=OuterRef("organisation"))
        rows = Elector.objects.filter(candidate=self.candidate).select_related("organisation", "vote")
        return rows.annotate(has_editor=Exists(editors)).order_by("organisation__name")

    @property
    def is_open(self) -> bool:
        return self.draft.state == DraftState.VOTING


class VotesView(AboutVotes):
    template_name = "registry/admin/steps/votes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.electors, PER_PAGE).get_page(self.request.GET.get("p"))
        assert self.candidate is not None  # noqa: S101  (the electors have asked)
        return super().get_context_data(
            page_obj=page,
            ballots=self.ballots(list(page)),
            tally=tally_of(self.candidate),
            is_open=self.is_open,
            open_until=self.open_until(),
            **kwargs,
        )

    def open_until(self) -> date | None:
        """The day until which the vote stays open at least; None for a closed one and where no days are asked for."""
        if self.opened is None or not self.is_open:
            return None
        day = first_day_to_publish(self.opened)
        return day if day > self.opened.effective_on else None

    def ballots(self, electors: list[Elector]) -> list[Ballot]:
        links = MailedLink.objects.unused().filter(purpose=VOTE, object_id__in=[row.pk for row in electors])
        open_ones = {link.object_id: link for link in links.filter(expires_at__gt=now())}
        return [Ballot(row, getattr(row, "vote", None), open_ones.get(row.pk)) for row in electors]


class AboutBallot(AboutVotes):
    """The mailed ballot of one member. A member that has editors sends its own: the rule says so."""

    @cached_property
    def elector(self) -> Elector:
        return get_object_or_404(self.electors, pk=self.kwargs["elector"])

    @property
    def votes_address(self) -> str:
        return reverse("draft-steps:votes", args=[self.draft.pk])


class SendBallotView(AboutBallot):
    """GET asks where the ballot goes; POST sends it, and the one before it opens nothing any more."""

    template_name = "registry/admin/steps/ballot.html"
    heading = gettext_lazy("Send a ballot")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(self.coordinator, "registry.send_ballot", self.elector)
        if not self.is_open:
            messages.error(request, str(VotingClosed(self.elector.candidate)))
            return redirect(self.votes_address)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = BallotForm(request.POST)
        if form.is_valid():
            try:
                mail_ballot(self.elector.pk, **form.cleaned_data, actor=self.coordinator)
            except VotingClosed as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The ballot is on its way to %(email)s.") % form.cleaned_data)
                return redirect(self.votes_address)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = [code for code in self.elector.organisation.languages if code in dict(settings.LANGUAGES)]
        form = kwargs.pop("form", None) or BallotForm(initial={"language": known[0] if known else get_language()})
        context = {"elector": self.elector, "days": VOTE_LIFETIME.days, "votes_address": self.votes_address}
        return super().get_context_data(**{**kwargs, **context, "form": form})


class RevokeBallotView(AboutBallot):
    """Takes the mailed ballot of one member back; another can be sent afterwards."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if take_back_ballot(self.elector.pk, actor=self.coordinator):
            messages.success(request, _("The ballot is taken back: its link opens nothing any more."))
        else:
            messages.error(request, _("%(member)s has no ballot that is open.") % {"member": self.elector.organisation})
        return redirect(self.votes_address)
