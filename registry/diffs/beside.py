"""Two versions, or two releases, put beside each other for a reader: what the compare pages show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from registry.diffs.comparison import ContentDiff, compare
from registry.diffs.declared import same_bids_comply, steps_between
from registry.diffs.fields import FieldDiff, anchor_of, fields_of, pair_texts
from registry.diffs.meaning import Effect, EffectKind
from registry.diffs.names import bump_meaning
from registry.diffs.releases import Member, MemberChange, ReleaseDiff, compare_releases
from registry.enums import Bump
from registry.models import CriterionVersion, Release, ReleaseMember
from registry.sealed.texts import Text, texts_in


@dataclass(frozen=True)
class EffectRow:
    """An effect, the field in which it is seen, and the name of the parameter it is about."""

    effect: Effect
    anchor: str
    about: Text | None


@dataclass(frozen=True)
class VersionsCompared:
    """The way from one version of a criterion to another, for a reader of ``language``.

    The translations of both are to be prefetched; ``line`` holds all versions of the criterion, content not needed.
    """

    old: CriterionVersion
    new: CriterionVersion
    line: Sequence[CriterionVersion]
    language: str

    @cached_property
    def difference(self) -> ContentDiff:
        declared = same_bids_comply(self.line, self.old, self.new)
        return compare(self.old.parsed, self.new.parsed, same_bids_comply=declared)

    @property
    def title(self) -> Text:
        pair = pair_texts(self.old, self.new, "title", self.language)
        return Text(pair.new or pair.old or "", pair.lang)

    @property
    def meaning(self) -> str:
        return bump_meaning(self.difference.bump)

    @property
    def is_back(self) -> bool:
        return self.new.number < self.old.number

    @property
    def raised_to(self) -> Bump | None:
        """The step that the coordinators took instead of the computed one, where one version follows the other."""
        steps = steps_between(self.line, self.old, self.new)
        if self.is_back or len(steps) != 1 or self.new.prerelease:
            return None
        taken = self.old.number.step_to(self.new.number)
        return taken if taken > (self.difference.bump or Bump.PATCH) else None

    @property
    def summaries(self) -> list[tuple[CriterionVersion, Text]]:
        """What the editors wrote about each version on the way, oldest first; nothing for the way back."""
        steps = [] if self.is_back else reversed(steps_between(self.line, self.old, self.new))
        return [(step, text) for step in steps if (text := _summary(step, self.language))]

    @property
    def declarations(self) -> list[tuple[CriterionVersion, dict[str, str]]]:
        """The versions on the way whose editors declared that the same bids comply, with reason and roles."""
        steps = steps_between(self.line, self.old, self.new)
        found = [(step, step.parsed_change.get("same_bids_comply")) for step in reversed(steps)]
        return [(step, declaration) for step, declaration in found if declaration]

    @cached_property
    def groups(self) -> list[tuple[EffectKind, list[EffectRow]]]:
        return [(kind, [self._row(effect) for effect in effects]) for kind, effects in self.difference.groups()]

    @cached_property
    def fields(self) -> list[FieldDiff]:
        return fields_of(self.old, self.new, self.language)

    @property
    def changed(self) -> list[FieldDiff]:
        return [field for field in self.fields if field.kind]

    @property
    def unchanged(self) -> list[FieldDiff]:
        return [field for field in self.fields if not field.kind]

    @property
    def is_in_other_language(self) -> bool:
        """Whether a field is shown in an authoritative language because one side has no translation."""
        return any(field.lang not in ("", self.language) for field in self.fields)

    def _row(self, effect: Effect) -> EffectRow:
        parts = effect.path.split(".")
        about = None
        if parts[0] == "levels" and len(parts) > 2:
            pair = pair_texts(self.old, self.new, f"parameter.{parts[2]}", self.language)
            about = Text(pair.new or pair.old or "", pair.lang)
        return EffectRow(effect, anchor_of(effect.path), about)


def _summary(version: CriterionVersion, language: str) -> Text | None:
    """What the editors wrote about a change: in the reader's language, else in the first that is there."""
    texts = version.parsed_change.get("summary") or {}
    shown = language if language in texts else next(iter(texts), None)
    return Text(texts[shown], shown) if shown else None


@dataclass(frozen=True)
class MemberRow:
    """A member of either release; ``change`` is None where it came or went."""

    version: CriterionVersion
    title: Text
    mandatory: bool
    change: MemberChange | None = None
    summary: Text | None = None  # of the version, where it follows the one before at once

    @property
    def meaning(self) -> str:
        return bump_meaning(self.change.bump) if self.change else ""

    @property
    def first_effect(self) -> Effect | None:
        return next(iter(self.change.difference.effects), None) if self.change else None

    @property
    def further_effects(self) -> int:
        return max(len(self.change.difference.effects) - 1, 0) if self.change else 0


@dataclass(frozen=True)
class ReleasesCompared:
    difference: ReleaseDiff
    added: list[MemberRow]
    removed: list[MemberRow]
    changed: list[MemberRow]
    unchanged: list[CriterionVersion]

    @property
    def meaning(self) -> str:
        return bump_meaning(None if self.difference.is_empty else self.difference.bump)


def releases_beside(old: Release, new: Release, language: str) -> ReleasesCompared:
    """What changed from one release of a set to another, in five queries; of unchanged members no text is read."""
    return pins_beside(pins_of(old), pins_of(new), language)


def pins_beside(before: "Pins", after: "Pins", language: str) -> ReleasesCompared:
    """What changed from some members to others, sealed in a release or not yet; three queries."""
    same = {code for code, pin in after.items() if _duty(pin) == _duty(before.get(code))}
    pins = [pin for side in (before, after) for code, pin in side.items() if code not in same]
    found = CriterionVersion.objects.filter(pk__in={pin.version_id for pin in pins}).for_cards(language=language)
    versions = {version.pk: version for version in found}
    difference = compare_releases(
        _members(before, same, versions), _members(after, same, versions), declared=_declared(before, after, same)
    )

    def row(pin: ReleaseMember, change: MemberChange | None = None) -> MemberRow:
        version = versions[pin.version_id]
        follows = change is not None and version.base_version_id == before[change.code].version_id
        summary = _summary(version, language) if follows else None
        return MemberRow(version, texts_in(version, language).title, pin.mandatory, change, summary)

    return ReleasesCompared(
        difference=difference,
        added=[row(after[member.code]) for member in difference.added],
        removed=[row(before[member.code]) for member in difference.removed],
        changed=[row(after[change.code], change) for change in sorted(difference.changed, key=lambda each: -each.bump)],
        unchanged=[pin.version for code, pin in after.items() if code in same],
    )


Pins = dict[str, ReleaseMember]  # by code


def pins_of(release: Release) -> Pins:
    """The members of a release in their order, without their texts."""
    members = release.members.select_related("version__criterion").defer("version__content", "version__change")
    return {member.version.criterion.code: member for member in members.order_by("position")}


def _duty(pin: ReleaseMember | None) -> tuple[int, bool] | None:
    return (pin.version_id, pin.mandatory) if pin else None


def _members(pins: Pins, same: set[str], versions: dict[int, CriterionVersion]) -> Iterable[Member]:
    for code, pin in pins.items():
        if code not in same:
            version = versions[pin.version_id]
            yield Member(code=code, number=version.number, content=version.parsed, mandatory=pin.mandatory)


def _declared(before: Pins, after: Pins, same: set[str]) -> set[str]:
    """The codes of the members whose changes of wording were all declared to let the same bids comply."""
    pairs = {code: (before[code].version, pin.version) for code, pin in after.items() if code in before.keys() - same}
    rows = CriterionVersion.objects.filter(criterion__in={old.criterion_id for old, _new in pairs.values()})
    lines: dict[int, list[CriterionVersion]] = {}
    for version in rows.defer("content"):
        lines.setdefault(version.criterion_id, []).append(version)
    return {code for code, (old, new) in pairs.items() if same_bids_comply(lines[old.criterion_id], old, new)}
