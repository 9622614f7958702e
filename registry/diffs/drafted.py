"""A draft beside the version it starts from, or beside what somebody else has saved meanwhile."""

from dataclasses import dataclass
from functools import cached_property

from registry.diffs.beside import VersionsCompared
from registry.diffs.comparison import ContentDiff, compare
from registry.drafts.unsealed import as_version
from registry.enums import Bump
from registry.models import CriterionVersion, Draft
from registry.sealed.content import CriterionContent


@dataclass(frozen=True)
class DraftCompared(VersionsCompared):
    """The way from a version to a text that has no place in the line of versions yet."""

    is_declared: bool = False  # two people say that the changed wording shuts no bid out
    at_least: Bump = Bump.PATCH

    @cached_property
    def difference(self) -> ContentDiff:
        return compare(self.old.parsed, self.new.parsed, same_bids_comply=self.is_declared)

    @property
    def step(self) -> Bump:
        """The step that its number would take."""
        return max(self.at_least, self.difference.bump or Bump.PATCH)

    @property
    def raised_to(self) -> Bump | None:
        return self.step if self.step > (self.difference.bump or Bump.PATCH) else None

    @property
    def summaries(self) -> list[tuple[CriterionVersion, "str"]]:  # type: ignore[override]
        return []

    @property
    def declarations(self) -> list[tuple[CriterionVersion, dict[str, str]]]:
        return []


def beside_base(draft: Draft, content: CriterionContent, language: str, *, at_least: Bump) -> DraftCompared | None:
    """What a content of a draft changes in its base, whose translations are to be prefetched; None without a base."""
    if draft.base_version is None:
        return None
    new = as_version(draft, content)
    return DraftCompared(draft.base_version, new, (), language, draft.is_declared, at_least)


def beside_each_other(draft: Draft, old: CriterionContent, new: CriterionContent, language: str) -> DraftCompared:
    """Two contents of one draft."""
    return DraftCompared(as_version(draft, old), as_version(draft, new), (), language, draft.is_declared)
