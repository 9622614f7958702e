"""What is wrong with what a city wants to change in a release: the thing, the bounds, the way out."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from registry.diffs.names import block_name, language_name, level_name
from registry.diffs.rebasing import Members, known_at
from registry.enums import Declared
from registry.sealed.content import CriterionContent, is_editorial
from registry.sealed.overrides import ADDABLE, ALTERABLE, BlockAltered, LeftOut, Override, Overrides, ValueSet
from registry.sealed.values import floors_undercut, value_fault
from registry.sealed.wording import placeholders


@dataclass(frozen=True)
class OverrideFault:
    """``key`` is that of the override, empty for all of them; with a grave one nothing can even be saved."""

    key: str
    sentence: str
    is_grave: bool = False

    def __str__(self) -> str:
        return self.sentence


def override_faults(members: Members, overrides: Overrides) -> list[OverrideFault]:
    """Every fault of the overrides of a release with these members by code; empty when they can be published."""
    found = list(_twice(overrides))
    for each in overrides:
        member = members.get(each.criterion)
        if member is None:
            found.append(_grave(each, _("%(code)s is not in this release. Take it out, or choose another release.")))
        elif isinstance(each, ValueSet):
            found += _of_value(each, member.content)
        elif isinstance(each, BlockAltered):
            found += _of_words(each, member.content)
        elif not each.reason.strip():
            found.append(_light(each, _("%(code)s is left out without a reason. Say why.")))
    if members and {each.criterion for each in overrides.left_out} >= members.keys():
        found.append(OverrideFault("", _("Every criterion is left out. Use at least one.")))
    return found


def _twice(overrides: Overrides) -> Iterator[OverrideFault]:
    counts = Counter(each.key for each in overrides)
    left_out = {each.criterion for each in overrides.left_out}
    for each in overrides:
        if counts[each.key] > 1:
            yield _grave(each, _("%(code)s: one thing is changed twice. Keep one of the two."))
        if each.criterion in left_out and not isinstance(each, LeftOut):
            yield _grave(each, _("%(code)s is left out, so nothing of it can be changed. Do one or the other."))


def _of_value(each: ValueSet, content: CriterionContent) -> Iterator[OverrideFault]:
    parameter = content.parameters.get(each.parameter)
    if parameter is None or each.parameter not in content.levels.get(each.level, {}):
        sentence = _("%(code)s has no parameter “%(parameter)s” at level %(level)s. Take it out.")
        yield _grave(each, sentence, parameter=each.parameter, level=each.level)
    elif fault := value_fault(parameter, each.value):
        names = next(iter(content.texts.values()), {})
        name = names.get(f"parameter.{each.parameter}", each.parameter)
        sentence = _("%(code)s, level %(level)s, “%(parameter)s”: %(fault)s")
        yield _grave(each, sentence, level=level_name(each.level), parameter=name, fault=fault)
    else:
        yield from _of_floors(each, content)


def _of_floors(each: ValueSet, content: CriterionContent) -> Iterator[OverrideFault]:
    """What the law demands stands above what a city wants, as it does for drafts of criteria."""
    names = next(iter(content.texts.values()), {})
    for floor in floors_undercut(content, {each.parameter: each.value}):
        fault = _("A value of this level lies below what the law demands (%(floor)s).") % {"floor": floor}
        name = names.get(f"parameter.{each.parameter}", each.parameter)
        sentence = _("%(code)s, level %(level)s, “%(parameter)s”: %(fault)s")
        yield _light(each, sentence, level=level_name(each.level), parameter=name, fault=fault)


def _of_words(each: BlockAltered, content: CriterionContent) -> Iterator[OverrideFault]:
    name = block_name(each.block, content)
    is_there = any(each.block in blocks for blocks in content.texts.values())
    if each.block.partition(".")[0] not in ALTERABLE:
        yield _grave(each, _("%(code)s, %(name)s: these words are the same for all cities."), name=name)
        return
    if not is_there and each.block not in ADDABLE:
        yield _grave(each, _("%(code)s has no “%(name)s” to change. Take it out."), name=name)
        return
    for language in content.texts:
        if not each.text.get(language, "").strip():
            sentence = _("%(code)s, %(name)s: the words are missing in this language: %(language)s.")
            yield _light(each, sentence, name=name, language=language_name(language))
    known = known_at(content, each.block)
    for unknown in sorted({code for text in each.text.values() for code in placeholders(text)} - known):
        sentence = _("%(code)s, %(name)s: {%(parameter)s} has no value there. Take it out of the text.")
        yield _light(each, sentence, name=name, parameter=unknown)
    yield from _reasons(each, name)


def _reasons(each: BlockAltered, name: object) -> Iterator[OverrideFault]:
    """Explaining needs a reason; asking something else of bidders needs what it is based on as well."""
    if not each.reason.strip():
        yield _light(each, _("%(code)s, %(name)s: say why the words are changed."), name=name)
    asks_otherwise = not is_editorial(each.block) and each.effect != Declared.SAME
    if asks_otherwise and not each.legal_basis.strip():
        yield _light(each, _("%(code)s, %(name)s: say on which law or rule of yours this is based."), name=name)


def _grave(each: Override, sentence: str, **facts: object) -> OverrideFault:
    return OverrideFault(each.key, sentence % {"code": each.criterion, **facts}, is_grave=True)


def _light(each: Override, sentence: str, **facts: object) -> OverrideFault:
    return OverrideFault(each.key, sentence % {"code": each.criterion, **facts})
