"""An adaptation above a newer release: three ways compared, the release below it, the newer one, and the city's own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from registry.diffs.releases import Member
from registry.enums import Decision, Fate
from registry.sealed.canonical import normal_text
from registry.sealed.content import CriterionContent, Parameter
from registry.sealed.overrides import BlockAltered, LeftOut, Override, Overrides, ValueSet
from registry.sealed.values import value_fault
from registry.sealed.wording import placeholders

Members = Mapping[str, Member]  # by code
Said = Mapping[str, str]  # language: text; a value and a version stand under ""

FITS = (Fate.APPLIED, Fate.OBSOLETE)  # what needs no decision


@dataclass(frozen=True)
class Moved:
    """What becomes of one override; ``before`` and ``after`` are what the two releases say there, empty if nothing."""

    override: Override
    fate: Fate
    before: Said
    after: Said

    @property
    def key(self) -> str:
        return self.override.key


def three_way(old: Members, new: Members, overrides: Overrides) -> tuple[Moved, ...]:
    """What becomes of each override, in their order, when ``new`` takes the place of ``old`` below them.

    Applied: the newer release left it alone. Obsolete: it says the same now. Conflict: it changed the same thing, a
    parameter is measured otherwise, or words are asked for in one more language. Out of bounds: it allows that value no
    more. Orphan: the criterion, level, parameter or block is gone, or a parameter that the words name.
    Between a release and itself everything applies that is not the same as the release.
    """
    return tuple(_moved(old, new, each) for each in overrides)


def undecided(moved: Iterable[Moved], decisions: Mapping[str, Decision], values: Mapping[str, str]) -> list[Moved]:
    """What somebody has yet to decide on; ``decisions`` and other ``values`` by key.

    A conflict may be kept; what is out of bounds may get another value or be dropped; an orphan can only be dropped.
    """
    return [
        each
        for each in moved
        if each.fate not in FITS
        and decisions.get(each.key) is not Decision.DROP
        and not (each.fate is Fate.CONFLICT and decisions.get(each.key) is Decision.KEEP)
        and not (each.fate is not Fate.ORPHAN and isinstance(each.override, ValueSet) and each.key in values)
    ]


def rebased(moved: Iterable[Moved], decisions: Mapping[str, Decision], values: Mapping[str, str]) -> Overrides:
    """The overrides that stay, once nothing is undecided; what is obsolete goes by itself."""
    kept: list[Override] = []
    for each in moved:
        if each.fate is Fate.OBSOLETE or (each.fate is not Fate.APPLIED and decisions.get(each.key) is Decision.DROP):
            continue
        other = values.get(each.key) if each.fate is not Fate.APPLIED else None
        if other is not None and isinstance(each.override, ValueSet):
            kept.append(replace(each.override, value=other))
        else:
            kept.append(each.override)
    return Overrides.made_of(iter(kept))


def _moved(old: Members, new: Members, override: Override) -> Moved:
    before, after = old[override.criterion], new.get(override.criterion)
    if isinstance(override, LeftOut):
        return _left_out(override, before, after)
    if isinstance(override, ValueSet):
        return _value(override, before.content, after.content if after else None)
    return _words(override, before.content, after.content if after else None)


def _left_out(override: LeftOut, before: Member, after: Member | None) -> Moved:
    """The reason may not hold against a criterion of a new major number, or one that becomes mandatory."""
    if after is None:
        return Moved(override, Fate.OBSOLETE, {"": str(before.number)}, {})
    is_other = before.number.major != after.number.major or (after.mandatory and not before.mandatory)
    fate = Fate.CONFLICT if is_other else Fate.APPLIED
    return Moved(override, fate, {"": str(before.number)}, {"": str(after.number)})


def _value(override: ValueSet, before: CriterionContent, after: CriterionContent | None) -> Moved:
    old = before.levels[override.level][override.parameter]
    new = after.levels.get(override.level, {}).get(override.parameter) if after else None
    parameter = after.parameters.get(override.parameter) if after else None
    if new is None or parameter is None:
        return Moved(override, Fate.ORPHAN, {"": old}, {})
    if _measure(parameter) != _measure(before.parameters[override.parameter]):
        fate = Fate.CONFLICT
    elif value_fault(parameter, override.value):
        fate = Fate.OUT_OF_BOUNDS
    elif parameter.rank(new) == parameter.rank(override.value):
        fate = Fate.OBSOLETE
    else:
        fate = Fate.CONFLICT if old != new else Fate.APPLIED
    return Moved(override, fate, {"": old}, {"": new})


def _measure(parameter: Parameter) -> tuple[str, str, str]:
    """What must stay for a value to mean the same."""
    return (parameter.type, parameter.unit, parameter.stricter)


def _words(override: BlockAltered, before: CriterionContent, after: CriterionContent | None) -> Moved:
    old = _said(before, override.block)
    if after is None:
        return Moved(override, Fate.ORPHAN, old, {})
    new = _said(after, override.block)
    ours = {language: normal_text(override.written(language, old.get(language, ""))) for language in after.texts}
    named = set().union(*(placeholders(text) for text in override.text.values()))
    if (old and not new) or named - known_at(after, override.block):
        fate = Fate.ORPHAN
    elif new == ours and not override.further(after):
        fate = Fate.OBSOLETE
    elif old != new or after.texts.keys() - before.texts.keys():
        fate = Fate.CONFLICT
    else:
        fate = Fate.APPLIED
    return Moved(override, fate, old, new)


def _said(content: CriterionContent, block: str) -> Said:
    """What a block says in each authoritative language that has it."""
    return {language: blocks[block] for language, blocks in content.texts.items() if block in blocks}


def known_at(content: CriterionContent, block: str) -> set[str]:
    """The parameters that a block may name: those of its level, or those that every level has."""
    family, _point, level = block.partition(".")
    if family == "requirement" and level.isdigit():
        return set(content.levels.get(int(level), {}))
    return set.intersection(*map(set, content.levels.values())) if content.levels else set()
