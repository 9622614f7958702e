"""The promise of a step, checked against bids: after a minor one none is lost, after a patch none is won either."""

from collections.abc import Iterable, Set
from dataclasses import replace
from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from registry.diffs.comparison import compare
from registry.enums import AppliesTo, Bump, Level
from registry.sealed.content import CriterionContent, Parameter, ProofRoute
from tests.factories.registry import battery_content
from tests.strategies import BLOCKS, routes

OLD = battery_content()
CYCLES = replace(OLD.parameters["cycles"], minimum="0", maximum="9")
OFFERS = range(10)  # the cycles that bids offer

Levels = dict[int, int]  # level: the cycles it asks for
levels = st.dictionaries(st.sampled_from(Level.values), st.sampled_from(OFFERS), min_size=1)


def _asking(asked: Levels, parameter: Parameter = CYCLES) -> CriterionContent:
    """A criterion that asks for so many cycles at each level."""
    return replace(
        OLD,
        parameters={"cycles": parameter},
        levels={level: {"cycles": str(cycles)} for level, cycles in asked.items()},
        texts={"en": {f"requirement.{level}": "At least {cycles} cycles." for level in asked}},
    )


def _keeps_promise(bump: Bump | None, complied: Set[object], complies: Set[object]) -> bool:
    return (bump is Bump.MAJOR or complied <= complies) and (bump in (Bump.MAJOR, Bump.MINOR) or complies <= complied)


@given(levels, levels)
def test_step_of_levels_keeps_its_promise(old: Levels, new: Levels):
    """A bid answers one level: it complies with the level it was made for, or not at all."""
    bump = compare(_asking(old), _asking(new)).bump

    complied, complies = (
        {(level, offer) for level, cycles in asked.items() for offer in OFFERS if offer >= cycles}
        for asked in (old, new)
    )

    assert _keeps_promise(bump, complied, complies)
    assert bump is not Bump.MAJOR or not complied <= complies or not old.keys() <= new.keys()


@given(levels, levels)
def test_step_of_levels_is_that_of_the_gravest_level(old: Levels, new: Levels):
    both = sorted(old.keys() & new.keys())
    alone = [compare(_asking({level: old[level]}), _asking({level: new[level]})).bump or 0 for level in both]
    alone += [Bump.MAJOR for _ in old.keys() - new.keys()] + [Bump.MINOR for _ in new.keys() - old.keys()]

    assert (compare(_asking(old), _asking(new)).bump or 0) == max(alone)


@given(levels, levels, levels)
def test_step_is_never_more_than_the_steps_on_the_way(first: Levels, middle: Levels, last: Levels):
    steps = [compare(_asking(a), _asking(b)).bump or 0 for a, b in ((first, middle), (middle, last))]

    assert (compare(_asking(first), _asking(last)).bump or 0) <= max(steps)


@given(levels, levels)
def test_stricter_there_is_looser_back(old: Levels, new: Levels):
    there, back = (
        {(effect.path, effect.kind.value) for effect in compare(_asking(a), _asking(b)).effects}
        for a, b in ((old, new), (new, old))
    )
    opposite = {"stricter": "relaxed", "relaxed": "stricter", "added": "removed", "removed": "added"}

    assert {(path, opposite[kind]) for path, kind in there} == back


scopes = st.sets(st.sampled_from(AppliesTo.values), min_size=1).map(sorted).map(tuple)


@given(scopes, scopes)
def test_step_of_scope_keeps_its_promise(old: tuple[str, ...], new: tuple[str, ...]):
    bump = compare(replace(OLD, applies_to=old), replace(OLD, applies_to=new)).bump

    assert _keeps_promise(bump, set(old), set(new))
    assert bump is not Bump.MAJOR or not set(old) <= set(new)


@given(st.integers(0, 9), st.integers(0, 9), st.sampled_from(["up", "down"]))
def test_step_of_a_value_keeps_its_promise(old: int, new: int, stricter: str):
    """Bids offer 0 to 9: after a minor step none is lost, after a patch none is won either."""
    before, after = (_asking({1: cycles}, replace(CYCLES, stricter=stricter)) for cycles in (old, new))

    complied, complies = (
        {bid for bid in range(10) if (bid >= value if stricter == "up" else bid <= value)} for value in (old, new)
    )

    bump = compare(before, after).bump
    assert bump == (None if complied == complies else Bump.MINOR if complied < complies else Bump.MAJOR)


@given(routes(), routes())
def test_step_of_proof_keeps_its_promise(old: tuple[ProofRoute, ...], new: tuple[ProofRoute, ...]):
    """Bids bring any choice of papers: after a minor step none is lost, after no step none is won either."""
    texts = {"en": {**OLD.texts["en"], **{f"proof.{route.id}": BLOCKS[0] for route in (*old, *new)}}}
    bump = compare(replace(OLD, proof=old, texts=texts), replace(OLD, proof=new, texts=texts)).bump

    papers = sorted({paper for route in (*old, *new) for paper in _papers(route)})
    bids = [set(bid) for bid in chain.from_iterable(combinations(papers, n) for n in range(min(len(papers), 6) + 1))]
    lost = [bid for bid in bids if _is_proved(bid, old) and not _is_proved(bid, new)]
    won = [bid for bid in bids if _is_proved(bid, new) and not _is_proved(bid, old)]

    assert bump is Bump.MAJOR or not lost
    assert bump in (Bump.MAJOR, Bump.MINOR) or not won


Paper = tuple[str, str, str, bool]  # route, type, moment; whether it is the thing itself or an equivalent


def _papers(route: ProofRoute) -> set[Paper]:
    genuine = (route.id, route.type, route.moment, True)
    return {genuine, (*genuine[:3], False)} if route.or_equivalent else {genuine}


def _is_proved(bid: set[Paper], proof: Iterable[ProofRoute]) -> bool:
    required = [route for route in proof if route.required]
    others = [route for route in proof if not route.required]
    return all(bid & _papers(route) for route in required) and (
        not others or any(bid & _papers(route) for route in others)
    )
