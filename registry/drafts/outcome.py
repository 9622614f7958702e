"""How a vote stands, or how it ended: what members and everybody else may read of it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from registry.drafts.tally import Tally
from registry.drafts.voting import Elector, first_day_to_publish
from registry.enums import CLOSING, StatusKind, VoteChoice
from registry.sealed.version import CriterionVersion


@dataclass(frozen=True)
class CityVote:
    """What one member said; ``choice`` is empty where it did not vote."""

    name: str
    choice: str
    reason: str

    @property
    def label(self) -> str:
        return str(VoteChoice(self.choice).label) if self.choice else ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """While the vote is open, how many have voted; once an event has closed it, who voted how."""

    tally: Tally
    opened_on: date
    open_until: date | None = None  # at least; None: the rules of its opening ask for no days, or it is closed
    closed_on: date | None = None
    adopted_as: CriterionVersion | None = None  # None: it is open, or the candidate was taken back
    cities: tuple[CityVote, ...] = ()  # by name; empty while it is open

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None


def outcome_of(version: CriterionVersion) -> Outcome | None:
    """The vote on a candidate, in three queries; None if none was opened, as of every final."""
    events = {event.kind: event for event in version.events.all()}
    opened = events.get(StatusKind.VOTING)
    if opened is None:
        return None
    electors = list(Elector.objects.filter(candidate__version=version).select_related("organisation", "vote"))
    said = [_said(elector) for elector in electors]
    tally = Tally.read(opened.parsed_details, Counter(city.choice for city in said if city.choice))
    closed = next((events[kind] for kind in CLOSING if kind in events), None)
    if closed is None:
        last = first_day_to_publish(opened)
        open_until = last if last > opened.effective_on else None
        return Outcome(tally=tally, opened_on=opened.effective_on, open_until=open_until)
    return Outcome(
        tally=tally,
        opened_on=opened.effective_on,
        closed_on=closed.effective_on,
        adopted_as=_final(version) if closed.kind == StatusKind.ADOPTED else None,
        cities=tuple(sorted(said, key=lambda city: city.name.casefold())),
    )


def _said(elector: Elector) -> CityVote:
    vote = getattr(elector, "vote", None)
    name = elector.organisation.display_name
    return CityVote(name, vote.choice, vote.reason) if vote else CityVote(name, "", "")


def _final(candidate: CriterionVersion) -> CriterionVersion | None:
    rows = CriterionVersion.objects.filter(draft__candidates__version=candidate)
    return rows.select_related("criterion").first()
