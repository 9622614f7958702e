"""What holds of every register at every instant, whoever did what at once."""

from collections import Counter

from portal.outbox.models import OutboxEvent
from registry.drafts.tally import Tally
from registry.enums import StatusKind
from registry.models import Candidate, CriterionVersion, Draft, StatusEvent, Vote
from registry.sealed.verify import find_faults


def broken_promises() -> list[str]:
    """One sentence for each promise that does not hold; empty when all do."""
    found = [*find_faults()]
    found += [f"{final} was not carried" for final in voted_finals() if not was_carried(final)]
    lines = Counter(CriterionVersion.objects.finals().values_list("base_version", "major"))
    found += [f"{base} has {n} successors" for (base, _major), n in lines.items() if base and n > 1]
    announced = Counter(OutboxEvent.objects.values_list("name", "object_id").exclude(name__startswith="letters."))
    found += [f"{event} was announced {n} times" for event, n in announced.items() if n > 1]
    return found + [f"{draft} is out of step" for draft in Draft.objects.all() if not is_in_step(draft)]


def voted_finals() -> list[CriterionVersion]:
    """The finals that came by a vote, as their events say."""
    events = StatusEvent.objects.filter(kind=StatusKind.PUBLISHED, version__prerelease="")
    voted = {event.version_id or 0 for event in events if event.parsed_details["origin"] == "vote"}
    return list(CriterionVersion.objects.filter(pk__in=voted))


def was_carried(final: CriterionVersion) -> bool:
    """Whether a candidate with the same hash had quorum and majority when it was closed, and still has."""
    for candidate in Candidate.objects.filter(version__content_hash=final.content_hash, draft__final=final):
        closing = candidate.version.events.filter(kind=StatusKind.ADOPTED).first()
        if closing is None or closing.parsed_details["as"] != str(final):
            continue
        rules = candidate.version.events.get(kind=StatusKind.VOTING).parsed_details
        then = Tally.read(rules, closing.parsed_details)
        now = Tally.read(rules, Vote.objects.filter(elector__candidate=candidate).by_choice())
        if then == now and now.is_carried:
            return True
    return False


def is_in_step(draft: Draft) -> bool:
    """Whether the last event of its newest candidate is the one that the draft's state stands for."""
    newest = draft.newest_candidate
    last = newest.version.events.last().kind if newest else None
    return (
        last
        in {
            "drafting": (None, StatusKind.LAPSED),
            "abandoned": (None, StatusKind.LAPSED),
            "consultation": (StatusKind.CONSULTATION,),
            "voting": (StatusKind.VOTING,),
            "published": (StatusKind.ADOPTED,),
        }[draft.state]
    )
