"""The number that an adaptation needs after the one before it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.diffs.adaptation_steps import adaptation_bump
from registry.diffs.adapted import relation_of
from registry.enums import Bump
from registry.sealed.adaptation import AdaptationContent, AdaptedText
from registry.sealed.overrides import Overrides, resolve
from tests.factories.adaptations import changes, cycles, without, words
from tests.factories.registry import battery_content

OLD = battery_content()
AWARD = replace(OLD, suggested_weight=(5, 10))
STRICTER = battery_content(levels={**OLD.levels, 1: {"cycles": "1000", "share": "80"}})


def text(overrides=(), *, code="BAT-01", number="1.0.0", content=OLD, mandatory=False) -> tuple[AdaptedText, Overrides]:
    """One criterion as a city uses it, and what it changes there."""
    own = changes(*overrides)
    facts = {"version": f"{code}@{number}", "content_hash": "", "mandatory": mandatory}
    return AdaptedText(**facts, relation=relation_of(content, own).value, content=resolve(content, own)), own


def adaptation(*texts: tuple[AdaptedText, Overrides], **facts) -> AdaptationContent:
    overrides = changes(*(each for _text, own in texts for each in own), *facts.pop("left_out", ()))
    said = {"release": "smartphones@1.0.0", "manifest_hash": "", "language": "en", **facts}
    return AdaptationContent(**said, overrides=overrides, criteria=tuple(adapted for adapted, _own in texts))


LAB = text(code="LAB-01")


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        ([text()], [text()], Bump.PATCH),
        ([text()], [text([cycles("900")])], Bump.MAJOR),
        ([text([cycles("900")])], [text()], Bump.MINOR),
        ([text([cycles("900")])], [text([cycles("1000")])], Bump.MAJOR),
        ([text([cycles("1000")])], [text([cycles("900")])], Bump.MINOR),
        ([text([cycles("900")])], [text([cycles("900", reason="Another one.")])], Bump.PATCH),
        ([text(content=AWARD)], [text([cycles("900", level=2)], content=AWARD)], Bump.MAJOR),
        ([text(), LAB], [text()], Bump.MAJOR),
        ([text()], [text(), LAB], Bump.MINOR),
        ([text()], [text(), text(code="LAB-01", mandatory=True)], Bump.MAJOR),
        ([text()], [text(mandatory=True)], Bump.MAJOR),
        ([text(mandatory=True)], [text()], Bump.MINOR),
        ([text()], [text(number="1.0.1", content=battery_content(theme="durability"))], Bump.PATCH),
        ([text()], [text(number="1.1.0", content=battery_content(applies_to=("new", "refurbished")))], Bump.MINOR),
        ([text()], [text(number="2.0.0", content=battery_content(theme="durability"))], Bump.MAJOR),
        ([text()], [text(number="1.0.1", content=battery_content(blocks={"follow_up": "Clearer."}))], Bump.PATCH),
        ([text(number="2.0.0", content=STRICTER)], [text()], Bump.MINOR),
        ([text([cycles("1200")])], [text([cycles("1200")], number="2.0.0", content=STRICTER)], Bump.PATCH),
        ([text([cycles("900")])], [text([cycles("900")], number="1.0.1", content=OLD)], Bump.PATCH),
    ],
)
def test_step_by_criteria_duties_and_values(old, new, step):
    assert adaptation_bump(adaptation(*old), adaptation(*new)) is step


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        (None, "", Bump.MAJOR),
        (None, "same", Bump.PATCH),
        (None, "stricter", Bump.MAJOR),
        (None, "looser", Bump.MINOR),
        ("", None, Bump.MAJOR),
        ("", "", Bump.MAJOR),
        ("", "same", Bump.MAJOR),
        ("same", None, Bump.PATCH),
        ("same", "same", Bump.PATCH),
        ("same", "stricter", Bump.MAJOR),
        ("same", "looser", Bump.MINOR),
        ("stricter", None, Bump.MINOR),
        ("stricter", "same", Bump.MINOR),
        ("stricter", "looser", Bump.MINOR),
        ("stricter", "stricter", Bump.MAJOR),
        ("looser", None, Bump.MAJOR),
        ("looser", "looser", Bump.MAJOR),
    ],
)
def test_step_of_words_goes_by_what_is_declared_of_them(old, new, step):
    """None: the words of the criterion itself."""
    before, after = (
        [] if effect is None else [words(f"Wording {place}.", effect=effect)] for place, effect in enumerate((old, new))
    )

    assert adaptation_bump(adaptation(text(before)), adaptation(text(after))) is step
    points = [adaptation(text(each, content=AWARD)) for each in (before, after)]
    assert adaptation_bump(*points) is (Bump.MAJOR if step is Bump.MINOR else step)


@pytest.mark.parametrize("effect", ["", "same", "stricter", "looser"])
def test_same_words_declared_otherwise_change_no_bid(effect):
    assert adaptation_bump(adaptation(text([words()])), adaptation(text([words(effect=effect)]))) is Bump.PATCH


@pytest.mark.parametrize(("number", "step"), [("1.1.0", Bump.PATCH), ("2.0.0", Bump.MAJOR)])
def test_declarations_above_versions_of_other_major_numbers_are_no_help(number, step):
    before = adaptation(text([words("Say so.", effect="same")]))
    after = adaptation(text([words("Say it.", effect="same")], number=number))

    assert adaptation_bump(before, after) is step


def test_explanations_are_a_patch():
    after = [words("Ask us.", block="guidance", how="add"), words("Because.", block="purpose")]

    assert adaptation_bump(adaptation(text()), adaptation(text(after))) is Bump.PATCH


def test_reasons_and_the_release_are_a_patch():
    old, new = adaptation(text()), adaptation(text(), language="sv", release="smartphones@2.0.0")

    assert adaptation_bump(old, new) is Bump.PATCH


def test_criterion_that_is_left_out_and_comes_back():
    used, unused = adaptation(text(), LAB), adaptation(text(), left_out=[without("LAB-01")])

    assert (adaptation_bump(used, unused), adaptation_bump(unused, used)) == (Bump.MAJOR, Bump.MINOR)


asked = st.integers(800, 830).map(str)


@given(asked, asked)
def test_step_keeps_the_promise_to_bids(one, other):
    """After a minor step no bid is lost, after a patch none is won either."""
    step = adaptation_bump(adaptation(text([cycles(one)])), adaptation(text([cycles(other)])))

    complied, complies = ({bid for bid in range(799, 832) if bid >= int(each)} for each in (one, other))
    assert step is (Bump.PATCH if complied == complies else Bump.MINOR if complied < complies else Bump.MAJOR)


@given(asked, asked, asked)
def test_step_is_never_more_than_the_steps_on_the_way(first, middle, last):
    one, two, three = (adaptation(text([cycles(each)])) for each in (first, middle, last))

    assert adaptation_bump(one, three) <= max(adaptation_bump(one, two), adaptation_bump(two, three))
