"""Where a draft stands, what has happened to it, and what can be done now."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property

from portal.core.access import can
from registry.admin.steps.base import DraftPage
from registry.admin.steps.words import BUTTONS, Event, stages_of
from registry.drafts.asking import request_of
from registry.drafts.transitions import TRANSITIONS
from registry.drafts.voting import tally_of
from registry.enums import DraftState, Readiness, StatusKind
from registry.models import Comment, DraftStep, MarketAnswer
from registry.services.voting import first_day_of_vote

SHOWN = 20
ADDRESSES = {name: f"draft-steps:{name.replace('_', '-')}" for name in TRANSITIONS}


@dataclass(frozen=True)
class Button:
    label: str
    url: str
    style: str


class StepsView(DraftPage):
    template_name = "registry/admin/steps/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comments, candidate = Comment.objects.of(self.draft), self.candidate
        return super().get_context_data(
            stages=stages_of(self.draft),
            asked=request_of(self.draft),
            buttons=self.buttons(),
            events=self.events(),
            log=f"{reverse('draft-steps:log')}?draft={self.draft.pk}",
            comment_count=comments.count(),
            unanswered=comments.unanswered().count(),
            first_day=first_day_of_vote(self.draft, candidate) if self.is_consulted and candidate else None,
            tally=tally_of(candidate) if self.was_voted_on and candidate else None,
            readiness=Readiness.labels,
            market=self.market(),
            **kwargs,
        )

    @property
    def is_consulted(self) -> bool:
        return self.draft.state == DraftState.CONSULTATION

    @cached_property
    def was_voted_on(self) -> bool:
        candidate = self.candidate
        return candidate is not None and candidate.version.events.filter(kind=StatusKind.VOTING).exists()

    def buttons(self) -> list[Button]:
        """The steps that the table allows now. What else is in the way is said on the page of each."""
        possible = [
            name
            for name in BUTTONS
            if self.draft.state in TRANSITIONS[name].sources
            and (name == "publish" or can(self.coordinator, TRANSITIONS[name].permission, self.draft))
        ]
        return [
            Button(
                str(BUTTONS[name]),
                reverse(ADDRESSES[name], args=[self.draft.pk]),
                "" if place == 0 and not TRANSITIONS[name].needs_reason else "button-secondary",
            )
            for place, name in enumerate(possible)
        ]

    def events(self) -> list[Event]:
        steps = DraftStep.objects.filter(draft=self.draft).select_related("user", "organisation")
        return [Event(step) for step in steps.order_by("-pk")[:SHOWN]]

    def market(self) -> list[tuple[int, list[int]]]:
        """By level, how many suppliers said each of ``Readiness``."""
        if self.candidate is None:
            return []
        counts = MarketAnswer.objects.filter(candidate=self.candidate).counts()
        return [
            (level, [counts.get(level, {}).get(choice, 0) for choice in Readiness.values])
            for level in sorted(self.candidate.version.parsed.levels)
        ]
