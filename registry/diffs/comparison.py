"""Two contents compared: what changed and what it means for bids."""

from collections.abc import Iterator
from dataclasses import dataclass

from registry.diffs.meaning import Effect, EffectKind, effects_of, least_bump
from registry.diffs.structure import Change, differences, normal
from registry.enums import Bump
from registry.sealed.content import CriterionContent


@dataclass(frozen=True)
class ContentDiff:
    """The way from one content to another."""

    changes: tuple[Change, ...]
    effects: tuple[Effect, ...]

    @property
    def bump(self) -> Bump | None:
        """The least step of the version number that the changes need; None where nothing changed."""
        return least_bump(self.effects)

    @property
    def is_empty(self) -> bool:
        return not self.changes

    def groups(self) -> Iterator[tuple[EffectKind, list[Effect]]]:
        """The effects as release notes group them, without empty groups."""
        for kind in EffectKind:
            if effects := [effect for effect in self.effects if effect.kind == kind]:
                yield kind, effects


def compare(old: CriterionContent, new: CriterionContent, *, same_bids_comply: bool = False) -> ContentDiff:
    """What changed from ``old`` to ``new``, what it means for bids, and the least step that it needs.

    ``same_bids_comply``: the editors declare that changed wording shuts no bid out (registry rule 5).
    Raises ValueError if a content has no canonical form.
    """
    old, new = normal(old), normal(new)
    changes = differences(old, new)
    effects = effects_of(old, new, changes, same_bids_comply=same_bids_comply)
    return ContentDiff(changes, effects)
