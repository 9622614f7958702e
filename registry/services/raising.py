"""The number of a release is raised above the computed one, with a reason; never lowered (registry rules 5 and 11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from portal.accounts.models import User
from registry.enums import Bump
from registry.errors import NumberNotHigher, ReasonNeeded, StaleDraft
from registry.models import Release, ReleaseDraft
from registry.sealed.numbers import VersionNumber
from registry.services.assembling import editable, newest_release, pinned_of, saved
from registry.services.releasing import Pinned, Raised, next_number


@dataclass(frozen=True)
class Numbers:
    """What a draft would be numbered: at least ``least``; ``raised_to`` if somebody has raised it."""

    newest: Release | None
    least: VersionNumber
    raised_to: VersionNumber | None

    @property
    def number(self) -> VersionNumber:
        return max(self.least, self.raised_to) if self.raised_to else self.least

    @property
    def is_raised(self) -> bool:
        return self.number > self.least

    @property
    def is_short(self) -> bool:
        """The members have changed since, and need more than what was chosen."""
        return self.raised_to is not None and self.raised_to < self.least

    @property
    def higher(self) -> dict[Bump, VersionNumber]:
        """What can be chosen, by step; nothing for a first release, and nothing above a new major number."""
        if self.newest is None:
            return {}
        numbers = {step: self.newest.number.bumped(step) for step in Bump}
        return {step: number for step, number in numbers.items() if number > self.least}


def numbers_of(draft: ReleaseDraft, pinned: Sequence[Pinned] | None = None) -> Numbers:
    """The numbers of a draft as its members are now; ``pinned`` are these, if they were read already."""
    newest = newest_release(draft.criteria_set)
    raised_to = newest.number.bumped(Bump(draft.raised_to)) if newest and draft.raised_to else None
    members = pinned_of(draft) if pinned is None else pinned
    return Numbers(newest, next_number(draft.criteria_set, members), raised_to)


def raised_of(draft: ReleaseDraft) -> Raised | None:
    """What is sealed of a raised number."""
    return Raised(Bump(draft.raised_to), draft.raised_because) if draft.raised_to else None


@transaction.atomic
def raise_number(pk: int, step: Bump, *, reason: Mapping[str, str], seen: int, actor: User) -> ReleaseDraft:
    """Let the release take a larger step than its members need; ``reason`` by language is sealed with it.

    ``seen`` is the lock version that was read. Raises PermissionDenied, StepNotPossible, StaleDraft, ReasonNeeded, or
    NumberNotHigher with the least number; then nothing has changed.
    """
    draft = editable(pk, actor=actor)
    if draft.lock_version != seen:
        raise StaleDraft(draft)
    why = {language: text.strip() for language, text in reason.items() if text.strip()}
    if not why:
        raise ReasonNeeded(draft)
    numbers = numbers_of(draft)
    if step not in numbers.higher:
        raise NumberNotHigher(draft, least=numbers.least)
    if (step, why) == (draft.raised_to, draft.raised_because):
        return draft
    draft.raised_to, draft.raised_because = step, why
    return saved(draft, "raise", actor=actor)


@transaction.atomic
def take_computed_number(pk: int, *, seen: int, actor: User) -> ReleaseDraft:
    """Let the release have the number that its members need. Raises PermissionDenied, StepNotPossible or StaleDraft."""
    draft = editable(pk, actor=actor)
    if draft.lock_version != seen:
        raise StaleDraft(draft)
    if draft.raised_to is None:
        return draft
    draft.raised_to, draft.raised_because = None, {}
    return saved(draft, "unraise", actor=actor)
