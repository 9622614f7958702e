"""Adaptations in the members' area: those of one's own organisations, and how one begins."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.core.access import can
from portal.members.models import Organisation
from portal.members.rules import is_coordinator
from portal.members.views.area import AreaView
from registry.enums import DraftState, ProposalState
from registry.errors import RegistryError
from registry.forms_adapting import StartForm
from registry.models import Adaptation, AdaptationDraft, AdaptationWithdrawal, Release
from registry.services.adapting import start_adaptation, start_next_adaptation

PAGE_SIZE = 20  # sealed ones
DRAFTS_SHOWN = 50  # one open a city and set


def language() -> str:
    """The reader's."""
    return get_language() or settings.LANGUAGE_CODE


def newest_releases() -> dict[int, Release]:
    """The newest release in effect of each set, by the id of the set; one query."""
    oldest_first = usable_releases().order_by("major", "minor", "patch")
    return {release.criteria_set_id: release for release in oldest_first}


def usable_releases() -> QuerySet[Release]:
    """Every release in effect today, of every set."""
    return Release.objects.published(on=localdate()).select_related("criteria_set__register")


class AdaptationsView(AreaView):
    """What is being adapted, and what is sealed; coordinators see every open draft, as the second person."""

    template = "registry/adapting/list.html"
    title = gettext_lazy("Adaptations")

    def get(self, request: HttpRequest) -> HttpResponse:
        reads_all = is_coordinator(request.user)
        mine = self.request.user.memberships.values("organisation")
        drafts = AdaptationDraft.objects.filter(state=DraftState.DRAFTING)
        if not reads_all:
            drafts = drafts.filter(organisation__in=mine)
        asked = AdaptationWithdrawal.objects.filter(state=ProposalState.WAITING)
        if not reads_all:
            asked = asked.filter(adaptation__organisation__in=mine)
        drafts = drafts.select_related("organisation", "criteria_set__register", "release__criteria_set")
        sealed = Adaptation.objects.filter(organisation__in=mine).with_status(on=localdate()).for_lists()
        page = Paginator(sealed.order_by("city", "criteria_set", "-major", "-minor", "-patch"), PAGE_SIZE)
        return self.show(
            asked=asked.select_related("adaptation__criteria_set")
            .defer("adaptation__content")
            .order_by("pk")[:DRAFTS_SHOWN],
            drafts=drafts.order_by("-changed_at")[:DRAFTS_SHOWN],
            page=page.get_page(request.GET.get("page")),
            newest=newest_releases(),
            editing=set(starters(request.user).values_list("pk", flat=True)),
        )


def starters(user: Any) -> QuerySet[Organisation]:
    """The organisations for which somebody may begin an adaptation."""
    edited = user.memberships.editors().values("organisation")
    return Organisation.objects.public_buyers().filter(pk__in=edited).order_by("name")


class UnderAdaptations(AreaView):
    def above(self) -> list[tuple[str, str]]:
        return [*super().above(), (_("Adaptations"), reverse("registry:adaptations"))]


class StartAdaptationView(UnderAdaptations):
    """Chooses a release, the city, and the language of the reasons."""

    template = "registry/adapting/start.html"
    title = gettext_lazy("Adapt a release")

    def get(self, request: HttpRequest) -> HttpResponse:
        wanted = {"release": request.GET.get("release", ""), "language": language()}
        return self.page(self.form(None, initial=wanted))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                draft = start_adaptation(**form.cleaned_data, on=localdate(), actor=self.request.user)
            except RegistryError as error:
                form.add_error(None, str(error))
            else:
                return redirect(draft)
        return self.page(form)

    def form(self, data: Any, **options: Any) -> StartForm:
        releases = list(usable_releases().order_by("criteria_set__slug", "-major", "-minor", "-patch"))
        return StartForm(data, organisations=list(starters(self.request.user)), releases=releases, **options)

    def page(self, form: StartForm) -> HttpResponse:
        return self.show(form=form)


class NextAdaptationView(AreaView):
    """Goes on from the newest adaptation of a city with all that it changes."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        adaptation = own_adaptation(request, pk)
        try:
            return redirect(start_next_adaptation(adaptation, actor=self.request.user))
        except RegistryError as error:
            messages.error(request, str(error))
            return redirect("registry:adaptations")


def own_adaptation(request: HttpRequest, pk: int) -> Adaptation:
    """A sealed adaptation for whoever may see its city in the members' area; for others it is not there."""
    adaptation: Adaptation = get_object_or_404(Adaptation.objects.for_lists(), pk=pk)
    if not can(request.user, "members.see_organisation", adaptation.organisation):
        raise Http404(pk)
    return adaptation
