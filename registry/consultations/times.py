"""From when to when a candidate is open for comments, and where it stands."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from registry.enums import CLOSING, PUT_STATES, StatusKind
from registry.models import Candidate, CriterionVersion, StatusEvent
from registry.takeaway.standing import Standing, standing_of


@dataclass(frozen=True)
class Course:
    """How far a candidate is, for a reader on a day; its version's events and its register are to be at hand."""

    candidate: Candidate
    on: date
    language: str

    @property
    def version(self) -> CriterionVersion:
        return self.candidate.version

    @cached_property
    def standing(self) -> Standing:
        return standing_of(list(self.version.events.all()), on=self.on, language=self.language)

    @property
    def is_open(self) -> bool:
        """Whether comments are taken: until the vote opens, and at the least for the days of the register."""
        return {event.kind for event in self.version.events.all()} == {StatusKind.CONSULTATION}

    @property
    def is_in_vote(self) -> bool:
        return self.standing.kind == StatusKind.VOTING

    @property
    def since(self) -> date:
        return next(e.effective_on for e in self.version.events.all() if e.kind == StatusKind.CONSULTATION)

    @property
    def until(self) -> date:
        """The first day on which the vote may open."""
        return self.since + timedelta(days=self.candidate.draft.register.consultation_min_days)

    @property
    def sentence(self) -> str:
        """From when to when, or how it stands now."""
        if not self.is_open:
            return self.standing.sentence
        days = {"since": date_format(self.since, "DATE_FORMAT"), "until": date_format(self.until, "DATE_FORMAT")}
        if self.until <= self.on:
            return _("Open for comments since %(since)s. The vote may open any day now.") % days
        return _("Open for comments since %(since)s, at least until %(until)s.") % days

    @property
    def changed_on(self) -> date:
        """The day of its newest event."""
        return max(event.effective_on for event in self.version.events.all())

    @property
    def final(self) -> CriterionVersion | None:
        """The version that it was adopted as."""
        return self.candidate.draft.final if self.standing.kind == StatusKind.ADOPTED else None

    @property
    def url(self) -> str:
        return consultation_url(self.version)


def consultation_url(version: CriterionVersion, page: str = "consultation") -> str:
    """The address of a page of the consultation on a candidate."""
    return reverse(f"registry:{page}", args=[version.criterion.slug, str(version.number)])


def candidates() -> QuerySet[Candidate]:
    """Candidates with all that ``Course`` reads: two queries."""
    related = "draft__register", "draft__final__criterion", "version__criterion"
    rows = Candidate.objects.select_related(*related).prefetch_related("version__events")
    return rows.defer("draft__content", "draft__final__content", "draft__final__change")


def before_members(rows: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """Those on which comments are taken, or votes."""
    return rows.filter(~Exists(_closing()), draft__state__in=PUT_STATES)


def closed_since(rows: QuerySet[Candidate], day: date) -> QuerySet[Candidate]:
    """Those that were adopted or lapsed on a day or later."""
    return rows.filter(Exists(_closing().filter(effective_on__gte=day)))


def _closing() -> QuerySet[StatusEvent]:
    return StatusEvent.objects.filter(version=OuterRef("version"), kind__in=CLOSING)


def course_beside(version: CriterionVersion, *, on: date, language: str) -> Course | None:
    """What the page of a version says of consultation: a candidate's own, else the one that goes on for its criterion.

    One query, two if there is something.
    """
    rows = candidates().filter(version__criterion=version.criterion_id)
    found: Candidate | None = (rows.filter(version=version) if version.prerelease else before_members(rows)).first()
    return Course(found, on, language) if found else None
