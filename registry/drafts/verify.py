"""Whether every vote is still as it was when it was closed, and every text that came by a vote has won one."""

from collections.abc import Iterator

from registry.drafts.draft import Candidate
from registry.drafts.tally import Tally
from registry.drafts.voting import Vote, first_day_to_publish
from registry.enums import StatusKind
from registry.sealed.status import StatusEvent
from registry.sealed.version import CriterionVersion

ORIGIN = "vote"  # in events: the text came by way of a draft, a consultation and a vote


def find_vote_faults() -> Iterator[str]:
    """One sentence a fault, none when all is well; the chain of events itself is for ``sealed.verify``."""
    adopted: dict[str, str] = {}  # final: hash of the candidate that became it
    candidates = Candidate.objects.select_related("version__criterion").prefetch_related("version__events")
    for candidate in candidates.order_by("pk"):
        events = {event.kind: event for event in candidate.version.events.all()}
        opened, closed = events.get(StatusKind.VOTING), events.get(StatusKind.ADOPTED)
        if opened and _electorate(candidate) != opened.parsed_details["electorate"]:
            yield f"Candidate {candidate}: its electorate is not the one with which its vote opened."
        if opened and closed:
            rules, counted = opened.parsed_details, closed.parsed_details
            tally = Tally.read(rules, Vote.objects.filter(elector__candidate=candidate).by_choice())
            if tally != Tally.read(rules, counted) or not tally.is_carried:
                yield f"Candidate {candidate}: its votes are not the ones with which it was adopted."
            if closed.effective_on < first_day_to_publish(opened):
                yield f"Candidate {candidate}: it was adopted before its vote had been open for the days that it needs."
            adopted[counted["as"]] = candidate.version.content_hash
    for final in _voted():
        if adopted.get(str(final)) != final.content_hash:
            yield f"Version {final}: no candidate with its content has won a vote."


def _electorate(candidate: Candidate) -> list[str]:
    return sorted(candidate.electors.values_list("organisation__slug", flat=True))


def _voted() -> Iterator[CriterionVersion]:
    published = StatusEvent.objects.filter(kind=StatusKind.PUBLISHED, version__prerelease="")
    for event in published.select_related("version__criterion").iterator():
        if event.version and event.parsed_details.get("origin") == ORIGIN:
            yield event.version
