"""What holds of every register at every instant, whoever did what at once."""

from collections import Counter

from portal.outbox.models import OutboxEvent
from registry.diffs.adaptation_verify import find_adaptation_faults
from registry.drafts.verify import find_vote_faults
from registry.enums import StatusKind
from registry.models import CriterionVersion, Draft
from registry.sealed.verify import find_faults


def broken_promises() -> list[str]:
    """One sentence for each promise that does not hold; empty when all do."""
    found = [*find_faults(), *find_vote_faults(), *find_adaptation_faults()]
    lines = Counter(CriterionVersion.objects.finals().values_list("base_version", "major"))
    found += [f"{base} has {n} successors" for (base, _major), n in lines.items() if base and n > 1]
    announced = Counter(OutboxEvent.objects.values_list("name", "object_id").exclude(name__startswith="letters."))
    found += [f"{event} was announced {n} times" for event, n in announced.items() if n > 1]
    return found + [f"{draft} is out of step" for draft in Draft.objects.all() if not is_in_step(draft)]


def is_in_step(draft: Draft) -> bool:
    """Whether the last event of its newest candidate is the one that the draft's state stands for."""
    newest = draft.newest_candidate
    last = newest.version.events.values_list("kind", flat=True).last() if newest else None
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
