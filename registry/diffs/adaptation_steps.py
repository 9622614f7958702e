"""The number that an adaptation needs after the one before it, by what changes for bids: registry rules 5 and 11.

==========================================================================================  =====
a criterion that was used is left out                                                       major
a criterion comes in or comes back: mandatory in the release, or optional                   major, minor
a criterion becomes mandatory, or optional                                                  major, minor
a criterion that the city adapts neither before nor after, in a newer version               that version's step
values, proof, scope: what ``compare`` computes of the two resolved contents                its step
words that bids are held against: from anything to stricter, or to undeclared, or from it   major
… from stricter to the same bids or to looser, from the same bids to looser                 minor, major with points
… from and to words of which the same bids comply                                           patch
… above versions of different major numbers                                                 major
reasons, legal bases, explanations, another release with the same texts                     patch
==========================================================================================  =====

"Stricter", "looser" and "the same bids" are what the city declared of its words against the version below them; words
that it did not touch are the same bids. The first adaptation of a set is 1.0.0.
"""

from registry.diffs.comparison import compare
from registry.diffs.meaning import Effect
from registry.enums import Bump, Declared
from registry.sealed.adaptation import AdaptationContent, AdaptedText
from registry.sealed.content import is_editorial
from registry.sealed.overrides import Overrides

_LENIENCE = {Declared.STRICTER: 0, Declared.SAME: 1, Declared.LOOSER: 2}


def adaptation_bump(old: AdaptationContent, new: AdaptationContent) -> Bump:
    """The least step from one adaptation of a set to the next."""
    before, after = old.by_code, new.by_code
    steps = [Bump.PATCH, *(Bump.MAJOR for code in before if code not in after)]
    for code, text in after.items():
        if code in before:
            steps.append(_step(before[code], text, old.overrides.of(code), new.overrides.of(code)))
        else:
            steps.append(Bump.MAJOR if text.mandatory else Bump.MINOR)
    return max(steps)


def _step(a: AdaptedText, b: AdaptedText, before: Overrides, after: Overrides) -> Bump:
    steps = [Bump.PATCH]
    if a.mandatory != b.mandatory:
        steps.append(Bump.MAJOR if b.mandatory else Bump.MINOR)
    if not (any(before) or any(after)) and b.number > a.number:
        steps.append(a.number.step_to(b.number))  # it holds what editors declared and coordinators raised
    else:
        effects = compare(a.content, b.content).effects
        steps += [_worded(effect, a, b, before, after) or effect.bump for effect in effects]
    return max(steps)


def _worded(effect: Effect, a: AdaptedText, b: AdaptedText, before: Overrides, after: Overrides) -> Bump | None:
    """The step of changed words that bids are held against, by what is declared of them; None for any other effect."""
    family, *rest = effect.path.split(".", 2)
    if family != "texts" or len(rest) < 2 or is_editorial(rest[1]):
        return None
    old, new = (_declared(overrides, rest[1]) for overrides in (before, after))
    if a.number.major != b.number.major or not (old and new):
        return Bump.MAJOR
    if old == new == Declared.SAME:
        return Bump.PATCH
    if _LENIENCE[new] <= _LENIENCE[old]:
        return Bump.MAJOR
    gives_points = a.content.suggested_weight or b.content.suggested_weight
    return Bump.MAJOR if gives_points else Bump.MINOR


def _declared(overrides: Overrides, block: str) -> Declared | None:
    """What is declared of a block; words that the city did not touch let the same bids comply."""
    for words in overrides.blocks:
        if words.block == block:
            return Declared(words.effect) if words.effect else None
    return Declared.SAME
