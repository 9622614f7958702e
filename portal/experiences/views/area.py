"""Members' pages about tender experiences: what the pages of one record have in common, and beginning one."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.access import can
from portal.core.breadcrumbs import Named
from portal.experiences.forms.starting import StartForm
from portal.experiences.models import Edition, TenderExperience
from portal.experiences.services.moving import start
from portal.members.models import Organisation
from portal.members.views.area import AreaView

WRITE = "experiences.write"


class TendersView(AreaView):
    """A page about the tender experiences of somebody's own organisations."""

    @cached_property
    def organisations(self) -> list[Organisation]:
        """The public buyers that the reader works for."""
        mine = Organisation.objects.public_buyers().with_member(self.request.user)
        return sorted(mine, key=lambda organisation: organisation.display_name)

    def above(self) -> list[tuple[str, str]]:
        return [*super().above(), (_("Tender experiences"), reverse("tenders:list"))]


class RecordPage(TendersView):
    """A page about one record. Whoever may not ask for it learns nothing: it is not found."""

    permissions: tuple[str, ...] = (WRITE,)
    experience: TenderExperience

    def dispatch(self, request: HttpRequest, *args: Any, reference: str, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            self.experience = self.found(reference)
        return super().dispatch(request, *args, **kwargs)

    def found(self, reference: str) -> TenderExperience:
        """The record of that reference, for somebody with every permission that the page needs. Raises Http404."""
        rows = TenderExperience.objects.select_related("organisation", "current")
        experience = rows.filter(reference=reference).first()
        if experience is None or not all(can(self.request.user, name, experience) for name in self.permissions):
            raise Http404(reference)
        return experience

    @cached_property
    def is_author(self) -> bool:
        """Whether somebody writes the record; most pages are for authors only."""
        return WRITE in self.permissions or can(self.request.user, WRITE, self.experience)

    @cached_property
    def working(self) -> Edition | None:
        """The edition that is being written or looked at, as it stood when the page was asked for.

        What is being written is its authors' own: to coordinators there is only what waits for them.
        """
        editions = self.experience.editions.in_work()
        if not self.is_author:
            editions = editions.waiting()
        edition = editions.first()
        if edition is not None:
            edition.experience = self.experience
        return edition

    @property
    def edition(self) -> Edition:
        """The working edition, else what is published."""
        edition = self.working or self.experience.current
        if edition is None:
            raise Http404(self.experience.reference)
        edition.experience = self.experience
        return edition

    @property
    def name(self) -> str:
        """What the record is called: its title, else its reference."""
        return Named(self.edition.title, self.edition.language) if self.edition.title else self.experience.reference

    def above(self) -> list[tuple[str, str]]:
        return [*super().above(), (self.name, reverse("tenders:record", args=[self.experience.reference]))]

    def context(self) -> dict[str, Any]:
        own = {"experience": self.experience, "edition": self.edition, "working": self.working, "name": self.name}
        return {**super().context(), **own}

    def back(self) -> HttpResponse:
        """To the page of the record."""
        return redirect("tenders:record", self.experience.reference)


class BuyersView(TendersView):
    """A page for people of public buyers; for others there is nothing."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not self.organisations:
            raise Http404("no public buyer")
        return super().dispatch(request, *args, **kwargs)


class StartView(BuyersView):
    """A new record, of one of the public buyers that somebody works for."""

    template = "experiences/area/start.html"
    title = gettext_lazy("A new tender experience")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=StartForm(self.organisations, initial={"organisation": request.GET.get("organisation")}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = StartForm(self.organisations, request.POST)
        if not form.is_valid():
            return self.show(form=form)
        answers = form.cleaned_data
        edition = start(form.buyer, language=answers["language"], title=answers["title"], actor=self.request.user)
        return redirect("tenders:record", edition.experience.reference)
