"""The votes that are open now, with their counts, in a few queries however many they are."""

from collections import Counter

from django.db.models import Count, Prefetch

from registry.drafts.tally import Tally
from registry.enums import CLOSING, DraftState, StatusKind
from registry.models import Candidate, StatusEvent, Vote


def open_votes() -> list[tuple[Candidate, Tally]]:
    """Each candidate before the members with its count at this instant, by code."""
    opened = StatusEvent.objects.filter(kind=StatusKind.VOTING)
    rows = Candidate.objects.filter(draft__state=DraftState.VOTING, version__events__in=opened)
    rows = rows.exclude(version__events__kind__in=CLOSING).select_related("draft__base_version__criterion", "version")
    candidates = list(
        rows.order_by("draft__code").prefetch_related(Prefetch("version__events", queryset=opened, to_attr="openings"))
    )
    votes: dict[int, Counter[str]] = {}
    cast = Vote.objects.filter(elector__candidate__in=candidates).order_by()
    for candidate, choice, count in cast.values_list("elector__candidate", "choice").annotate(count=Count("pk")):
        votes.setdefault(candidate, Counter())[choice] = count
    return [
        (candidate, Tally.read(candidate.version.openings[0].parsed_details, votes.get(candidate.pk, Counter())))  # type: ignore[attr-defined]
        for candidate in candidates
    ]
