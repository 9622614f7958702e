"""What changed between two releases of a set, and the number that it needs: registry rule 11."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cached_property

from registry.diffs.comparison import ContentDiff, compare
from registry.enums import Bump
from registry.sealed.content import CriterionContent
from registry.sealed.numbers import VersionNumber


@dataclass(frozen=True)
class Member:
    """A pinned version; ``mandatory``: every tender with the set takes it."""

    code: str
    number: VersionNumber
    content: CriterionContent
    mandatory: bool


@dataclass(frozen=True)
class MemberChange:
    """A criterion that both releases hold, in another version or under another duty."""

    old: Member
    new: Member
    same_bids_comply: bool = False  # declared of every change of wording between the two

    @property
    def code(self) -> str:
        return self.new.code

    @property
    def becomes_mandatory(self) -> bool:
        return self.new.mandatory and not self.old.mandatory

    @property
    def becomes_optional(self) -> bool:
        return self.old.mandatory and not self.new.mandatory

    @cached_property
    def difference(self) -> ContentDiff:
        return compare(self.old.content, self.new.content, same_bids_comply=self.same_bids_comply)

    @cached_property
    def bump(self) -> Bump:
        """The least step of the release for this member.

        Going forward the version numbers say it, as they hold what editors declared and coordinators raised; going
        back, only the contents can. A duty that is new is major, one that is gone minor.
        """
        steps = [Bump.PATCH]
        if self.new.number > self.old.number:
            steps.append(self.old.number.step_to(self.new.number))
        elif self.new.number < self.old.number:
            steps.append(self.difference.bump or Bump.PATCH)
        if self.becomes_mandatory:
            steps.append(Bump.MAJOR)
        if self.becomes_optional:
            steps.append(Bump.MINOR)
        return max(steps)


@dataclass(frozen=True)
class ReleaseDiff:
    """Members by code: only in the new release, only in the old one, in both but changed, in both alike."""

    added: tuple[Member, ...]
    removed: tuple[Member, ...]
    changed: tuple[MemberChange, ...]
    unchanged: tuple[Member, ...]

    @property
    def bump(self) -> Bump:
        """The least step of the release: a patch where nothing but the order changed."""
        steps = [Bump.PATCH, *(change.bump for change in self.changed)]
        steps += [Bump.MAJOR if member.mandatory else Bump.MINOR for member in self.added]
        steps += [Bump.MAJOR for _ in self.removed]
        return max(steps)

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.changed)


def compare_releases(old: Iterable[Member], new: Iterable[Member], *, declared: Container[str] = ()) -> ReleaseDiff:
    """Which members came, went and changed; in the order of the new release, what went in that of the old.

    ``declared``: the codes of the members whose changed wording was declared to let the same bids comply.
    """
    before, after = {member.code: member for member in old}, {member.code: member for member in new}
    kept = [(before[code], member) for code, member in after.items() if code in before]
    return ReleaseDiff(
        added=tuple(member for code, member in after.items() if code not in before),
        removed=tuple(member for code, member in before.items() if code not in after),
        changed=tuple(
            MemberChange(a, b, b.code in declared)
            for a, b in kept
            if (a.number, a.mandatory) != (b.number, b.mandatory)
        ),
        unchanged=tuple(b for a, b in kept if (a.number, a.mandatory) == (b.number, b.mandatory)),
    )


def release_bump(old: Iterable[Member], new: Iterable[Member]) -> Bump:
    """The least step from one release to the next.

    Major: a member removed, a member that took a major step, a mandatory member added, or one that became mandatory.
    Minor: an optional member added, a member that took a minor step, or one that became optional. Patch: otherwise.
    """
    return compare_releases(old, new).bump
