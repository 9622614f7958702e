"""The records of the organisations that somebody works for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.experiences.enums import State, Waiting
from portal.experiences.models import Edition, TenderExperience
from portal.experiences.querysets import TenderExperienceQuerySet
from portal.experiences.views.area import TendersView

PAGE_SIZE = 25
COLOURS = {State.RETURNED: "warning", State.SUBMITTED: "info", State.PUBLISHED: "success"}


@dataclass(frozen=True)
class Line:
    """One record as the list shows it."""

    experience: TenderExperience
    edition: Edition
    state: str
    colour: str
    hint: str

    @property
    def name(self) -> str:
        return self.edition.title or self.experience.reference


class ListView(TendersView):
    """Newest change first; chosen by organisation, by state, and by what waits for the authors."""

    template = "experiences/area/list.html"
    title = gettext_lazy("Tender experiences")

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = TenderExperience.objects.writable_by(self.request.user).for_area(now=now())
        chosen = {name: request.GET[name] for name in ("organisation", "show") if request.GET.get(name)}
        page = Paginator(_chosen(rows, **chosen), PAGE_SIZE).get_page(request.GET.get("page"))
        return self.show(
            organisations=self.organisations,
            page=page,
            lines=[_line(experience) for experience in page],
            chosen=chosen,
            query=urlencode(chosen),
            shows=[*_states(), *Waiting.choices],
            is_filtered=bool(chosen),
            has_filters=bool(chosen) or page.paginator.num_pages > 1,
        )

    def above(self) -> list[tuple[str, str]]:
        return super().above()[:-1]


def _states() -> list[tuple[str, Any]]:
    return [(state.value, state.label) for state in State if state is not State.RETURNED]


def _chosen(rows: TenderExperienceQuerySet, organisation: str = "", show: str = "") -> TenderExperienceQuerySet:
    """A choice that there is not chooses nothing."""
    if organisation:
        rows = rows.filter(organisation__slug=organisation)
    if show in Waiting.values:
        return rows.waiting_for(show)
    if show == State.PUBLISHED:
        return rows.filter(current__isnull=False, retracted_at=None)
    return rows.filter(editions__state=show) if show else rows


def _line(experience: TenderExperience) -> Line:
    working: list[Edition] = getattr(experience, "in_work")  # noqa: B009  (added by for_area)
    edition = working[0] if working else experience.current
    assert edition is not None  # noqa: S101  (an experience without a working edition is published)
    if not working and experience.retracted_at is not None:
        return Line(experience, edition, _("Taken back"), "danger", _hint(experience, edition))
    colour = COLOURS.get(State(edition.state), "neutral")
    return Line(experience, edition, edition.get_state_display(), colour, _hint(experience, edition))


def _hint(experience: TenderExperience, edition: Edition) -> str:
    """Since when it is so, and what to do."""
    state, day = edition.state, {"day": date_format(localdate(_moment(experience, edition)))}
    if state == State.RETURNED:
        return _("The coordinators ask for changes. Open the record to read which.")
    if state == State.SUBMITTED:
        return _("Sent on %(day)s.") % day
    if state == State.DRAFT and experience.current is not None:
        return _("A correction that readers do not see yet, last changed on %(day)s.") % day
    if state == State.DRAFT:
        return _("Last changed on %(day)s.") % day
    if experience.retracted_at is not None:
        return _("Taken back on %(day)s.") % day
    if getattr(experience, "waits", "") == Waiting.UNTOLD:
        return _("Published on %(day)s. The tender has ended: say what happened.") % day
    return _("Published on %(day)s.") % day


def _moment(experience: TenderExperience, edition: Edition) -> datetime:
    """When it came to be as the list says."""
    if edition.state == State.SUBMITTED:
        return edition.submitted_at or edition.changed_at
    if edition.state == State.PUBLISHED:
        return experience.retracted_at or edition.published_at or edition.changed_at
    return edition.changed_at
