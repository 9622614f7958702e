"""The votes that are open now, with their counts, in a few queries however many they are."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Prefetch

from registry.drafts.tally import Tally
from registry.drafts.voting import first_day_to_publish
from registry.enums import CLOSING, DraftState, StatusKind
from registry.models import Candidate, StatusEvent, Vote


class OpenVote(NamedTuple):
    """A candidate before the members, its count at this instant, and the day from which it may be published."""

    candidate: Candidate
    tally: Tally
    first_day: date


def open_votes() -> list[OpenVote]:
    """Every vote that is open, by code."""
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
    return [_open_vote(candidate, votes.get(candidate.pk, Counter())) for candidate in candidates]


def _open_vote(candidate: Candidate, cast: Counter[str]) -> OpenVote:
    opened: StatusEvent = candidate.version.openings[0]  # type: ignore[attr-defined]
    return OpenVote(candidate, Tally.read(opened.parsed_details, cast), first_day_to_publish(opened))
