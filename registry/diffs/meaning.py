"""What a change means for bids: registry rules 5 and 12, the third layer.

C(v) is the set of bids, with their proof, that comply with a version v. *Patch*: C stays as it is, and so does every
score. *Minor*: C(old) is part of C(new), and no bid that complied scores otherwise. *Major*: anything else.
Source: Semantic Versioning 2.0.0, items 6 to 8, read for bids instead of callers.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from django.db.models import TextChoices
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from portal.core.ambitions import Ambition
from registry.diffs.names import Later, amount, block_name, language_name, level_name, listed
from registry.diffs.structure import Change, ChangeKind
from registry.enums import AppliesTo, Bump, LifeCycleStage, ProofMoment, ProofType, Theme
from registry.sealed.content import CriterionContent, Parameter, ProofRoute, is_editorial
from registry.sealed.values import is_stricter

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class EffectKind(TextChoices):
    """The groups of release notes, in their order."""

    STRICTER = "stricter", _("Stricter")
    CHANGED = "changed", _("Changed")
    REMOVED = "removed", _("Withdrawn")
    RELAXED = "relaxed", _("Relaxed")
    ADDED = "added", _("Added")
    EDITORIAL = "editorial", _("Editorial")


@dataclass(frozen=True)
class Effect:
    """One thing a change does to bids; ``str(sentence)`` is written in the language of the moment."""

    kind: EffectKind
    bump: Bump
    path: str  # of the Change it comes from
    sentence: "StrPromise"


def least_bump(effects: Iterable[Effect]) -> Bump | None:
    """The least step that the effects need; None where there is none."""
    return max((effect.bump for effect in effects), default=None)


def effects_of(
    old: CriterionContent, new: CriterionContent, changes: Iterable[Change], *, same_bids_comply: bool = False
) -> tuple[Effect, ...]:
    """What each change does to bids, gravest first; no change is without effect, in itself or as part of a larger one.

    ``same_bids_comply`` is the editors' declaration that changed wording shuts no bid out: normative text then counts
    as editorial. It covers wording only, never values, proof or scope.
    """
    changes = tuple(changes)
    pair = _Pair(old, new, {change.path: change for change in changes}, same_bids_comply)
    effects = [effect for change in changes for effect in _READERS[change.path.split(".")[0]](change, pair)]
    order = list(EffectKind)
    return tuple(sorted(effects, key=lambda effect: (-effect.bump, order.index(effect.kind), effect.path)))


@dataclass(frozen=True)
class _Pair:
    old: CriterionContent
    new: CriterionContent
    by_path: Mapping[str, Change]
    same_bids_comply: bool

    def comes_or_goes(self, path: str) -> bool:
        """Whether the thing at a path was added or removed as a whole, which says all about its parts."""
        return path in self.by_path and self.by_path[path].kind is not ChangeKind.CHANGED

    @property
    def is_award(self) -> bool:
        """Whether points are given: only award criteria suggest a weight."""
        return bool(self.old.suggested_weight or self.new.suggested_weight)

    def route_name(self, route: ProofRoute) -> Later:
        return Later(lambda: f"{ProofType(route.type).label} ({ProofMoment(route.moment).label})")


Effects = Iterator[Effect]


def _written(template: "StrPromise", facts: Mapping[str, object]) -> str:
    return str(template % facts) if facts else str(template)


_say: Callable[["StrPromise", Mapping[str, object]], "StrPromise"] = cast(Any, lazy(_written, str))


def _effect(kind: EffectKind, bump: Bump, change: Change, template: "StrPromise", **facts: object) -> Effect:
    return Effect(kind, bump, change.path, _say(template, facts))


def _mapping(change: Change, pair: _Pair) -> Effects:
    """Where a criterion is filed changes no bid: theme, stages, ambitions and eForms codes are a patch."""
    names = {"theme": _("Theme"), "stages": _("Life-cycle stages"), "ambitions": _("Ambitions")}
    labels: dict[str, Callable[[str], object]] = {
        "theme": lambda code: Theme(code).label,
        "stages": lambda code: LifeCycleStage(code).label,
        "ambitions": lambda code: Ambition(code).value,
    }
    label = labels.get(change.path, str)
    old, new = (listed([label(code) for code in _codes(side)]) for side in (change.old, change.new))
    facts = {"name": names.get(change.path, change.path.removeprefix("eforms.")), "old": old, "new": new}
    yield _effect(EffectKind.EDITORIAL, Bump.PATCH, change, _("%(name)s: %(old)s → %(new)s"), **facts)


def _codes(side: object) -> tuple[str, ...]:
    return (side,) if isinstance(side, str) else cast("tuple[str, ...]", side or ())


def _scope(change: Change, pair: _Pair) -> Effects:
    """Scope widened lets more bids in: minor. Narrowed leaves some without a place: major."""
    old, new = set(cast(Any, change.old)), set(cast(Any, change.new))
    label: Callable[[str], object] = (lambda code: AppliesTo(code).label) if change.path == "applies_to" else str
    added, removed = (listed([label(code) for code in sorted(codes)]) for codes in (new - old, old - new))
    if new - old:
        sentence = _("Now applies to: %(what)s") if change.path == "applies_to" else _("CPV codes added: %(what)s")
        yield _effect(EffectKind.ADDED, Bump.MINOR, change, sentence, what=added)
    if old - new:
        gone = _("No longer applies to: %(what)s") if change.path == "applies_to" else _("CPV codes removed: %(what)s")
        yield _effect(EffectKind.REMOVED, Bump.MAJOR, change, gone, what=removed)


def _weight(change: Change, pair: _Pair) -> Effects:
    """Another weight gives the same bid another score: major."""
    old, new = (_percents(cast("tuple[int, int] | None", side)) for side in (change.old, change.new))
    template = _("Suggested weight: %(old)s → %(new)s")
    yield _effect(EffectKind.CHANGED, Bump.MAJOR, change, template, old=old, new=new)


def _percents(weight: tuple[int, int] | None) -> object:
    return f"{weight[0]}–{weight[1]} %" if weight else _("none")


def _parameter(change: Change, pair: _Pair) -> Effects:
    """A parameter acts through wording and values, so one that comes or goes is a patch by itself.

    Another type, unit or direction makes old and new values incomparable: major. Bounds say what a buyer may set:
    narrowed is major, since a tender that set the lost value loses its version; widened is minor.
    """
    code = change.path.removeprefix("parameters.")
    name = block_name(f"parameter.{code}")
    old, new = cast("tuple[Parameter | None, Parameter | None]", (change.old, change.new))
    if old is None or new is None:
        template = _("%(name)s, no longer adjustable") if new is None else _("%(name)s, now adjustable")
        yield _effect(EffectKind.EDITORIAL, Bump.PATCH, change, template, name=name)
    elif _measure(old) != _measure(new):
        template = _("%(name)s: measured otherwise (type, unit or direction)")
        yield _effect(EffectKind.CHANGED, Bump.MAJOR, change, template, name=name)
    elif old.options or new.options:
        yield from _options(change, old, new, name)
    else:
        narrowed = Decimal(new.minimum) > Decimal(old.minimum) or Decimal(new.maximum) < Decimal(old.maximum)
        before, after = (amount(each, each.minimum, each.maximum, separator="–") for each in (old, new))
        if narrowed:
            template = _("%(name)s: buyers may set less, %(old)s → %(new)s")
            yield _effect(EffectKind.STRICTER, Bump.MAJOR, change, template, name=name, old=before, new=after)
        else:
            template = _("%(name)s: buyers may set more, %(old)s → %(new)s")
            yield _effect(EffectKind.RELAXED, Bump.MINOR, change, template, name=name, old=before, new=after)


def _options(change: Change, old: Parameter, new: Parameter, name: Later) -> Effects:
    """Options taken away or put in another order, which is their rank: major. Only added: minor."""
    facts = {"name": name, "old": listed(old.options), "new": listed(new.options)}
    if [option for option in new.options if option in old.options] == list(old.options):
        template = _("%(name)s: more options, %(old)s → %(new)s")
        yield _effect(EffectKind.RELAXED, Bump.MINOR, change, template, **facts)
    else:
        template = _("%(name)s: other options, %(old)s → %(new)s")
        yield _effect(EffectKind.CHANGED, Bump.MAJOR, change, template, **facts)


def _level(change: Change, pair: _Pair) -> Effects:
    """A level that is added leaves bids on the others alone: minor. One that is removed leaves its bids nowhere: major.

    A value that becomes stricter is major; a looser one minor, but major where points are given, since bids that failed
    it now score. A value new or gone at a level acts through the wording, so it is a patch by itself.
    """
    _family, level, *code = change.path.split(".")
    if not code:
        name = level_name(int(level))
        if change.new is None:
            yield _effect(EffectKind.REMOVED, Bump.MAJOR, change, _("Level %(name)s removed"), name=name)
        else:
            yield _effect(EffectKind.ADDED, Bump.MINOR, change, _("New level: %(name)s"), name=name)
    elif not pair.comes_or_goes(f"levels.{level}"):
        yield from _value(change, pair, level, code[0])


def _value(change: Change, pair: _Pair, level: str, code: str) -> Effects:
    old, new = pair.old.parameters.get(code), pair.new.parameters.get(code)
    if change.kind is not ChangeKind.CHANGED or old is None or new is None:
        template = _("Level %(level)s: the value of “%(code)s” is no longer apart from the wording")
        if change.new is not None:
            template = _("Level %(level)s: the value of “%(code)s” is now apart from the wording")
        yield _effect(EffectKind.EDITORIAL, Bump.PATCH, change, template, level=level, code=code)
        return
    before, after = cast("tuple[str, str]", (change.old, change.new))
    facts: dict[str, object] = {"level": level, "values": amount(new, before, after)}
    if _measure(old) != _measure(new) or not _ranks_alike(old, new, (before, after)):
        facts["values"] = Later(lambda: f"{amount(old, before)} → {amount(new, after)}")
        yield _effect(EffectKind.CHANGED, Bump.MAJOR, change, _("Level %(level)s, changed: %(values)s"), **facts)
    elif is_stricter(new, after, than=before):
        yield _effect(EffectKind.STRICTER, Bump.MAJOR, change, _("Level %(level)s, stricter: %(values)s"), **facts)
    elif is_stricter(new, before, than=after):
        bump = Bump.MAJOR if pair.is_award else Bump.MINOR
        yield _effect(EffectKind.RELAXED, bump, change, _("Level %(level)s, looser: %(values)s"), **facts)
    else:
        template = _("Level %(level)s, the same value written otherwise: %(values)s")
        yield _effect(EffectKind.EDITORIAL, Bump.PATCH, change, template, **facts)


def _measure(parameter: Parameter) -> tuple[str, str, str]:
    """What must stay for values to be comparable."""
    return (parameter.type, parameter.unit, parameter.stricter)


def _ranks_alike(old: Parameter, new: Parameter, values: tuple[str, str]) -> bool:
    """Whether both sides know the values and put them in one order."""
    before, after = ([option for option in each.options if option in values] for each in (old, new))
    return before == after


def _proof(change: Change, pair: _Pair) -> Effects:
    """One more way to prove it is minor; a way that every bid must take, or the first one asked for at all, is major.

    A way that is gone is major, unless it was asked for on top of another: nobody fails for bringing too much.
    """
    old, new = cast("tuple[ProofRoute | None, ProofRoute | None]", (change.old, change.new))
    if old is None and new is not None:
        is_further = any(not route.required for route in pair.old.proof)
        if new.required:
            template, step = _("New mandatory proof: %(name)s"), (EffectKind.STRICTER, Bump.MAJOR)
        elif is_further:
            template, step = _("New means of proof accepted: %(name)s"), (EffectKind.ADDED, Bump.MINOR)
        else:
            template, step = _("Proof now asked for: %(name)s"), (EffectKind.STRICTER, Bump.MAJOR)
        yield _effect(*step, change, template, name=pair.route_name(new))
    elif new is None and old is not None:
        step, template = (EffectKind.REMOVED, Bump.MAJOR), _("Means of proof no longer accepted: %(name)s")
        if old.required:
            step, template = (EffectKind.RELAXED, Bump.MINOR), _("Proof no longer asked for: %(name)s")
        yield _effect(*step, change, template, name=pair.route_name(old))
    elif old is not None and new is not None:
        yield from _route(change, old, new)


def _route(change: Change, old: ProofRoute, new: ProofRoute) -> Effects:
    """Another type or moment of proof is major: what a bidder prepared no longer fits."""
    name = Later(lambda: ProofType(new.type).label)
    if old.type != new.type:
        facts: dict[str, object] = {"old": ProofType(old.type).label, "new": ProofType(new.type).label}
        yield _effect(EffectKind.CHANGED, Bump.MAJOR, change, _("Type of proof: %(old)s → %(new)s"), **facts)
    if old.moment != new.moment:
        facts = {"name": name, "old": ProofMoment(old.moment).label, "new": ProofMoment(new.moment).label}
        template = _("%(name)s, when it is shown: %(old)s → %(new)s")
        yield _effect(EffectKind.CHANGED, Bump.MAJOR, change, template, **facts)
    if new.required and not old.required:
        yield _effect(EffectKind.STRICTER, Bump.MAJOR, change, _("Now mandatory: %(name)s"), name=name)
    elif old.required and not new.required:
        yield _effect(EffectKind.RELAXED, Bump.MINOR, change, _("No longer mandatory: %(name)s"), name=name)
    if new.or_equivalent and not old.or_equivalent:
        yield _effect(EffectKind.RELAXED, Bump.MINOR, change, _("Equivalents now accepted: %(name)s"), name=name)
    elif old.or_equivalent and not new.or_equivalent:
        template = _("Equivalents no longer accepted: %(name)s")
        yield _effect(EffectKind.STRICTER, Bump.MAJOR, change, template, name=name)


def _legal_floor(change: Change, pair: _Pair) -> Effects:
    """What law demands, it demands with or without us: a patch."""
    templates = {
        ChangeKind.ADDED: _("Legal floor now stated: %(source)s"),
        ChangeKind.REMOVED: _("Legal floor no longer stated: %(source)s"),
        ChangeKind.CHANGED: _("Legal floor stated anew: %(source)s"),
    }
    source = cast(Any, change.new or change.old).source
    yield _effect(EffectKind.EDITORIAL, Bump.PATCH, change, templates[change.kind], source=source)


def _text(change: Change, pair: _Pair) -> Effects:
    """A normative text that changed is major, as nobody can compute what it asks: the editors may declare otherwise.

    An authoritative language more is minor, as who read the others complies still; one less is major, as bidders relied
    on it. Texts of what came or went as a whole (a level, a proof, a floor, a parameter) add nothing to that.
    """
    _family, language, *rest = change.path.split(".", 2)
    if not rest:
        gone = change.new is None
        step = (EffectKind.REMOVED, Bump.MAJOR) if gone else (EffectKind.ADDED, Bump.MINOR)
        template = _("%(language)s is no longer authoritative") if gone else _("%(language)s is now authoritative too")
        yield _effect(*step, change, template, language=language_name(language))
    elif not pair.comes_or_goes(f"texts.{language}") and not pair.comes_or_goes(_owner(rest[0])):
        block, facts = rest[0], {"name": block_name(rest[0], pair.new, pair.old), "language": language_name(language)}
        if is_editorial(block):
            template = _("Explained otherwise: %(name)s (%(language)s)")
            yield _effect(EffectKind.EDITORIAL, Bump.PATCH, change, template, **facts)
        elif pair.same_bids_comply:
            template = _("Reworded, the same bids comply: %(name)s (%(language)s)")
            yield _effect(EffectKind.EDITORIAL, Bump.PATCH, change, template, **facts)
        else:
            template = _("Wording changed: %(name)s (%(language)s)")
            yield _effect(EffectKind.CHANGED, Bump.MAJOR, change, template, **facts)


def _owner(block: str) -> str:
    """The path of the thing that a text belongs to: "levels.2" for "requirement.2"."""
    family, _dot, name = block.partition(".")
    return f"{ {'requirement': 'levels', 'parameter': 'parameters'}.get(family, family) }.{name}"


_READERS: dict[str, Callable[[Change, _Pair], Effects]] = {
    "theme": _mapping,
    "stages": _mapping,
    "ambitions": _mapping,
    "eforms": _mapping,
    "applies_to": _scope,
    "cpv": _scope,
    "suggested_weight": _weight,
    "parameters": _parameter,
    "levels": _level,
    "proof": _proof,
    "legal_floor": _legal_floor,
    "texts": _text,
}
