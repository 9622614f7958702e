"""What becomes of what a city adapted when another release comes below it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.diffs.override_faults import override_faults
from registry.diffs.rebasing import known_at, rebased, three_way, undecided
from registry.diffs.releases import Member
from registry.enums import Decision, Fate
from registry.sealed.content import CriterionContent, Parameter
from registry.sealed.numbers import VersionNumber
from registry.sealed.overrides import Overrides, resolve
from tests.factories.adaptations import changes, cycles, without, words
from tests.factories.registry import battery_content

OLD = battery_content()
STILL = battery_content(theme="durability")
GRADE = Parameter(code="grade", type="choice", stricter="down", options=("A", "B", "C"))


def members(content=OLD, *, number="1.0.0", mandatory=False, code="BAT-01") -> dict[str, Member]:
    return {code: Member(code=code, number=VersionNumber.parse(number), content=content, mandatory=mandatory)}


def leveled(value: str, **changed) -> CriterionContent:
    """The battery with another number of cycles at level 1."""
    return battery_content(levels={**OLD.levels, 1: {"cycles": value, "share": "80"}}, **changed)


def measured(**facts) -> CriterionContent:
    """The battery with cycles that are measured, bounded or ranked otherwise."""
    return battery_content(parameters={**OLD.parameters, "cycles": replace(OLD.parameters["cycles"], **facts)})


def silent(block: str) -> CriterionContent:
    return replace(OLD, texts={"en": {name: text for name, text in OLD.texts["en"].items() if name != block}})


def fate(override, new, *, old=OLD) -> Fate:
    [moved] = three_way(members(old), new if isinstance(new, dict) else members(new), changes(override))
    assert moved.override == override
    return moved.fate


def without_level(level: int) -> CriterionContent:
    texts = {block: text for block, text in OLD.texts["en"].items() if block != f"requirement.{level}"}
    levels = {each: values for each, values in OLD.levels.items() if each != level}
    return replace(OLD, levels=levels, texts={"en": texts})


def without_share() -> CriterionContent:
    """The battery without the second parameter."""
    levels = {level: {"cycles": values["cycles"]} for level, values in OLD.levels.items()}
    return replace(OLD, levels=levels, parameters={"cycles": OLD.parameters["cycles"]})


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (OLD, Fate.APPLIED),
        (STILL, Fate.APPLIED),
        (battery_content(blocks={"requirement.1": "Other words."}), Fate.APPLIED),
        (battery_content(levels={**OLD.levels, 2: {"cycles": "1500", "share": "80"}}), Fate.APPLIED),
        (leveled("1200"), Fate.OBSOLETE),
        (leveled("1200.0"), Fate.OBSOLETE),
        (leveled("1000"), Fate.CONFLICT),
        (leveled("1500"), Fate.CONFLICT),
        (measured(unit="month"), Fate.CONFLICT),
        (measured(stricter="down"), Fate.CONFLICT),
        (measured(minimum="700", maximum="1200"), Fate.APPLIED),
        (measured(minimum="700", maximum="1199"), Fate.OUT_OF_BOUNDS),
        (leveled("1300", parameters=measured(minimum="1300").parameters), Fate.OUT_OF_BOUNDS),
        (without_level(1), Fate.ORPHAN),
        (battery_content(levels={1: {"share": "80"}, 2: OLD.levels[2]}), Fate.ORPHAN),
        ({}, Fate.ORPHAN),
        (members(code="LAB-01"), Fate.ORPHAN),
    ],
)
def test_fate_of_a_value(new, expected):
    assert fate(cycles("1200"), new) is expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("A", "B", "C"), Fate.APPLIED),
        (("A", "B", "C", "D"), Fate.APPLIED),
        (("A", "C"), Fate.OBSOLETE),
        (("B", "C"), Fate.OUT_OF_BOUNDS),
    ],
)
def test_fate_of_a_choice(options, expected):
    graded = replace(OLD, parameters={"cycles": GRADE}, levels={1: {"cycles": "C"}})
    level = {"cycles": "A" if expected is Fate.OBSOLETE else "C"}
    new = replace(graded, parameters={"cycles": replace(GRADE, options=options)}, levels={1: level})

    assert fate(cycles("A"), new, old=graded) is expected


@pytest.mark.parametrize(
    ("override", "new", "expected"),
    [
        (words("Say so."), OLD, Fate.APPLIED),
        (words("Say so."), STILL, Fate.APPLIED),
        (words("Say so."), battery_content(blocks={"follow_up": "Twice."}), Fate.APPLIED),
        (words("Say so."), leveled("1500"), Fate.APPLIED),
        (words("Say so."), battery_content(blocks={"requirement.1": "Say so."}), Fate.OBSOLETE),
        (words(" Say  so."), battery_content(blocks={"requirement.1": "Say so."}), Fate.OBSOLETE),
        (words("Say so."), battery_content(blocks={"requirement.1": "Say it."}), Fate.CONFLICT),
        (words("Say so."), without_level(1), Fate.ORPHAN),
        (words("Say so."), {}, Fate.ORPHAN),
        (words("At least {share} %."), without_share(), Fate.ORPHAN),
        (words("At least {cycles}."), without_share(), Fate.APPLIED),
        (words("Ask us.", block="guidance"), silent("guidance"), Fate.ORPHAN),
        (words("Twice.", block="follow_up", how="add"), OLD, Fate.APPLIED),
        (words("Twice.", block="follow_up", how="add"), battery_content(blocks={"follow_up": "Else."}), Fate.CONFLICT),
        (
            words("Twice.", block="follow_up", how="add"),
            battery_content(blocks={"follow_up": f"{OLD.texts['en']['follow_up']}\n\nTwice."}),
            Fate.OBSOLETE,
        ),
        (
            words("Say so."),
            battery_content(texts={"en": OLD.texts["en"], "sv": OLD.texts["en"]}),
            Fate.CONFLICT,
        ),
        (
            words({"en": "Say so.", "sv": "Säg det."}),
            battery_content(blocks={"requirement.1": "Say so."}),
            Fate.CONFLICT,
        ),
    ],
)
def test_fate_of_words(override, new, expected):
    assert fate(override, new) is expected


@pytest.mark.parametrize(
    ("new", "expected"),
    [(OLD, Fate.CONFLICT), (silent("guidance"), Fate.APPLIED), ({}, Fate.ORPHAN)],
    ids=["the release speaks there now", "still silent", "gone"],
)
def test_fate_of_words_where_the_criterion_says_nothing(new, expected):
    assert fate(words("Ask us.", block="guidance", how="add"), new, old=silent("guidance")) is expected


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (members(), Fate.APPLIED),
        (members(STILL, number="1.0.1"), Fate.APPLIED),
        (members(number="1.3.0"), Fate.APPLIED),
        (members(number="2.0.0"), Fate.CONFLICT),
        (members(mandatory=True), Fate.CONFLICT),
        ({}, Fate.OBSOLETE),
    ],
)
def test_fate_of_what_is_left_out(new, expected):
    assert fate(without(), new) is expected


def test_both_releases_are_quoted():
    old, new = members(), members(leveled("1000", blocks={"requirement.1": "New."}), number="2.0.0")

    value, said, gone = three_way(old, new, changes(cycles(), words(), without()))

    assert (value.before, value.after) == ({"": "800"}, {"": "1000"})
    assert (said.before, said.after) == ({"en": OLD.texts["en"]["requirement.1"]}, {"en": "New."})
    assert (gone.before, gone.after) == ({"": "1.0.0"}, {"": "2.0.0"})
    assert [each.after for each in three_way(old, {}, changes(cycles(), words(), without()))] == [{}, {}, {}]
    assert [each.key for each in (value, said, gone)] == [
        "BAT-01/levels.1.cycles",
        "BAT-01/texts.requirement.1",
        "BAT-01",
    ]


@pytest.mark.parametrize(
    ("block", "known"),
    [
        ("requirement.1", {"cycles", "share"}),
        ("follow_up", {"share"}),
        ("requirement.3", set()),
        ("guidance", {"share"}),
    ],
)
def test_block_may_name_what_its_level_has_or_every_level(block, known):
    content = battery_content(levels={1: OLD.levels[1], 2: {"share": "80"}})

    assert known_at(content, block) == known


# What needs a decision, and what stays


def moved(new, *overrides):
    return three_way(members(), members(new), changes(*overrides))


KEY = cycles().key


@pytest.mark.parametrize(
    ("new", "decisions", "values", "waits"),
    [
        (OLD, {}, {}, False),
        (leveled("1200"), {}, {}, False),
        (leveled("1000"), {}, {}, True),
        (leveled("1000"), {KEY: Decision.KEEP}, {}, False),
        (leveled("1000"), {KEY: Decision.DROP}, {}, False),
        (leveled("1000"), {"else": Decision.DROP}, {}, True),
        (leveled("1000"), {}, {KEY: "1100"}, False),
        (measured(maximum="1100"), {}, {}, True),
        (measured(maximum="1100"), {KEY: Decision.KEEP}, {}, True),
        (measured(maximum="1100"), {KEY: Decision.DROP}, {}, False),
        (measured(maximum="1100"), {}, {KEY: "1100"}, False),
        (without_level(1), {}, {}, True),
        (without_level(1), {KEY: Decision.KEEP}, {}, True),
        (without_level(1), {}, {KEY: "900"}, True),
        (without_level(1), {KEY: Decision.DROP}, {}, False),
    ],
)
def test_what_no_longer_fits_waits_for_a_decision(new, decisions, values, waits):
    found = moved(new, cycles())

    assert undecided(found, decisions, values) == (list(found) if waits else [])


def test_words_take_no_value():
    found = moved(battery_content(blocks={"requirement.1": "New."}), words())

    assert undecided(found, {}, {words().key: "900"}) == list(found)
    assert rebased(found, {words().key: Decision.KEEP}, {words().key: "900"}) == changes(words())


@pytest.mark.parametrize(
    ("new", "decisions", "values", "stays"),
    [
        (OLD, {}, {}, [cycles()]),
        (OLD, {KEY: Decision.DROP}, {KEY: "900"}, [cycles()]),
        (leveled("1200"), {KEY: Decision.KEEP}, {}, []),
        (leveled("1000"), {KEY: Decision.KEEP}, {}, [cycles()]),
        (leveled("1000"), {KEY: Decision.DROP}, {}, []),
        (leveled("1000"), {}, {KEY: "1100"}, [cycles("1100")]),
        (measured(maximum="1100"), {}, {KEY: "1100"}, [cycles("1100")]),
        (without_level(1), {KEY: Decision.DROP}, {}, []),
    ],
)
def test_what_stays_follows_the_decisions(new, decisions, values, stays):
    assert rebased(moved(new, cycles()), decisions, values) == changes(*stays)


# Laws

texts = st.sampled_from(["Keep it.", "Say so.", "Twice a year.", OLD.texts["en"]["follow_up"]])
effects = st.sampled_from(["", "same"])


@st.composite
def batteries(draw: st.DrawFn) -> CriterionContent:
    """A version of the battery: its cycles, its bounds and what it says may differ."""
    most = draw(st.sampled_from([806, 812]))
    numbers = st.integers(800, most).map(str)
    values = {level: {"cycles": draw(numbers), "share": "80"} for level in draw(st.sampled_from([(1,), (1, 2)]))}
    said = {"follow_up": draw(texts), **{f"requirement.{level}": draw(texts) for level in values}}
    parameter = replace(OLD.parameters["cycles"], minimum="800", maximum=str(most))
    blocks = {name: text for name, text in OLD.texts["en"].items() if not name.startswith("requirement")}
    return replace(OLD, levels=values, parameters=OLD.parameters | {"cycles": parameter}, texts={"en": blocks | said})


@st.composite
def overridden(draw: st.DrawFn, content: CriterionContent) -> Overrides:
    """What a city changes in a battery, valid, each of it something else than the battery says."""
    most = int(content.parameters["cycles"].maximum)
    found = [cycles(draw(st.integers(800, most).map(str)), level=level) for level in content.levels]
    found = [each for each in found if each.value != content.levels[each.level]["cycles"]]
    said = {block: draw(texts) for block in ("follow_up", "requirement.1")}
    own = [words(text, block=block, effect=draw(effects)) for block, text in said.items()]
    return changes(*found, *(each for each in own if each.text["en"] != content.texts["en"][each.block]))


@given(st.data())
def test_everything_applies_where_the_release_did_not_change(data):
    content = data.draw(batteries())
    overrides = data.draw(overridden(content))

    found = three_way(members(content), members(content), overrides)

    assert [each.fate for each in found] == [Fate.APPLIED] * len(found)
    assert rebased(found, {}, {}) == overrides


@given(st.data())
def test_everything_is_obsolete_where_the_release_says_what_the_city_said(data):
    content = data.draw(batteries())
    overrides = data.draw(overridden(content))

    found = three_way(members(content), members(resolve(content, overrides)), overrides)

    assert [each.fate for each in found] == [Fate.OBSOLETE] * len(found)
    assert rebased(found, {}, {}) == Overrides()


@given(st.data())
def test_whatever_is_decided_the_rest_fits_the_newer_release(data):
    old, new = data.draw(batteries()), data.draw(batteries())
    found = three_way(members(old), members(new), data.draw(overridden(old)))
    choice = st.sampled_from(Decision)
    decisions = {each.key: data.draw(choice) for each in found}

    if not undecided(found, decisions, {}):
        kept = rebased(found, decisions, {})
        assert [fault for fault in override_faults(members(new), kept) if fault.is_grave] == []
        again = three_way(members(new), members(new), kept)
        assert {each.fate for each in again} <= {Fate.APPLIED, Fate.OBSOLETE}


@given(st.data())
def test_dropping_everything_that_no_longer_applies_is_always_possible(data):
    old, new = data.draw(batteries()), data.draw(batteries())
    found = three_way(members(old), members(new), data.draw(overridden(old)))
    decisions = {each.key: Decision.DROP for each in found}

    assert undecided(found, decisions, {}) == []
    assert list(rebased(found, decisions, {})) == [each.override for each in found if each.fate is Fate.APPLIED]


@given(st.data())
def test_conflict_is_the_same_seen_from_either_release(data):
    """Where both releases let the override stand, the way back finds what the way there has found."""
    one, other = data.draw(batteries()), data.draw(batteries())
    overrides = data.draw(overridden(one))

    there = {each.key: each.fate for each in three_way(members(one), members(other), overrides)}
    can_return = changes(*(each for each in overrides if there[each.key] in (Fate.APPLIED, Fate.CONFLICT)))
    back = {each.key: each.fate for each in three_way(members(other), members(one), can_return)}

    assert back == {key: there[key] for key in back}
