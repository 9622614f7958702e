"""How an adapted criterion stands to the one it comes from, for bids."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from registry.diffs.adapted import adapted, members_of, pinned_by, relation_of, says_the_same
from registry.enums import Relation
from registry.sealed.content import Parameter
from registry.sealed.overrides import Overrides
from tests.factories.adaptations import changes, cycles, smartphones, without, words
from tests.factories.registry import battery_content

OLD = battery_content()
AWARD = replace(OLD, suggested_weight=(5, 10))
DAYS = {"cycles": replace(OLD.parameters["cycles"], stricter="down")}
GRADE = Parameter(code="grade", type="choice", stricter="down", options=("A", "B", "C"))
GRADED = replace(OLD, parameters={"cycles": GRADE}, levels={1: {"cycles": "B"}, 2: {"cycles": "B"}})


@pytest.mark.parametrize(
    ("content", "changed", "relation"),
    [
        (OLD, [], "identical"),
        (OLD, [cycles("900")], "stricter"),
        (OLD, [cycles("800")], "identical"),
        (OLD, [cycles("800.0")], "identical"),
        (OLD, [cycles("900", level=2)], "looser"),
        (OLD, [cycles("900"), cycles("1500", level=2)], "stricter"),
        (OLD, [cycles("900"), cycles("900", level=2)], "not_comparable"),
        (replace(OLD, parameters=OLD.parameters | DAYS), [cycles("900")], "looser"),
        (AWARD, [cycles("900")], "stricter"),
        (GRADED, [cycles("A")], "stricter"),
        (GRADED, [cycles("C")], "looser"),
        (GRADED, [cycles("B")], "identical"),
        (OLD, [words()], "not_comparable"),
        (OLD, [words(how="add")], "not_comparable"),
        (OLD, [words(effect="stricter")], "stricter"),
        (OLD, [words(effect="looser")], "looser"),
        (OLD, [words(effect="same")], "identical"),
        (OLD, [words(effect="same"), cycles("900")], "stricter"),
        (OLD, [words(effect="stricter"), cycles("900")], "stricter"),
        (OLD, [words(effect="looser"), cycles("900")], "not_comparable"),
        (OLD, [words(effect="stricter"), words(block="follow_up")], "not_comparable"),
        (OLD, [words(block="proof.label", effect="looser")], "looser"),
        (OLD, [words(block="guidance")], "identical"),
        (OLD, [words(block="purpose", how="add", effect="stricter")], "identical"),
        (OLD, [words(OLD.texts["en"]["requirement.1"], effect="stricter")], "identical"),
        (OLD, [words(" ", how="add", effect="stricter")], "identical"),
        (OLD, [without()], "left_out"),
    ],
)
def test_relation_follows_values_and_declarations(content, changed, relation):
    assert relation_of(content, changes(*changed)) == relation


values = st.integers(800, 2000).map(str)
MIRRORED = {Relation.STRICTER: Relation.LOOSER, Relation.LOOSER: Relation.STRICTER}


@given(values, values)
def test_relation_back_is_the_mirror_of_the_relation_there(one, other):
    there, back = (
        relation_of(replace(OLD, levels={1: {"cycles": base}}), changes(cycles(own)))
        for base, own in ((one, other), (other, one))
    )

    assert back == MIRRORED.get(there, there)


@given(values, values)
def test_relation_says_which_bids_comply(one, other):
    relation = relation_of(replace(OLD, levels={1: {"cycles": one}}), changes(cycles(other)))

    complied, complies = ({bid for bid in range(750, 2050, 7) if bid >= int(asked)} for asked in (one, other))
    assert relation != Relation.STRICTER or complies <= complied
    assert relation != Relation.LOOSER or complied <= complies
    assert relation != Relation.IDENTICAL or complied == complies


@given(st.lists(st.sampled_from(["stricter", "looser", "same", ""]), min_size=1, max_size=3))
def test_order_and_repetition_of_declarations_make_no_difference(effects):
    blocks = ("requirement.1", "requirement.2", "follow_up")
    said = [words(block=block, effect=effect) for block, effect in zip(blocks, effects, strict=False)]
    again = [words(block=block, effect=effect) for block, effect in zip(blocks, effects[::-1], strict=False)]

    assert relation_of(OLD, changes(*said)) == relation_of(OLD, changes(*again))


@given(values, values)
def test_two_steps_in_one_direction_are_one(one, other):
    assume(int(one) < int(other))
    low = replace(OLD, levels={1: {"cycles": "800"}})
    middle = replace(OLD, levels={1: {"cycles": one}})

    assert relation_of(middle, changes(cycles(other))) == Relation.STRICTER
    assert relation_of(low, changes(cycles(other))) == Relation.STRICTER


@pytest.mark.parametrize(
    ("override", "same"),
    [
        (cycles("800"), True),
        (cycles("0800.00"), True),
        (cycles("801"), False),
        (words(OLD.texts["en"]["requirement.1"]), True),
        (words("  " + OLD.texts["en"]["requirement.1"]), True),
        (words("", how="add"), True),
        (words("x", how="add"), False),
        (words("Else."), False),
        (words({"sv": "Batteriet ska hålla."}), False),
    ],
)
def test_override_that_changes_nothing_is_known(override, same):
    assert says_the_same(OLD, override) is same


@pytest.mark.django_db
def test_criteria_of_a_release_as_the_city_uses_them():
    pinned = pinned_by(smartphones("BAT-01", "LAB-01", "REP-01"))

    first, last = adapted(pinned, changes(cycles("900"), without("LAB-01")))

    assert (first.version, first.code, str(first.number), first.relation) == (
        "BAT-01@1.0.0",
        "BAT-01",
        "1.0.0",
        "stricter",
    )
    assert first.content.levels[1] == {"cycles": "900", "share": "80"}
    assert first.content_hash == pinned[0].version.content_hash
    assert (last.version, last.relation, last.mandatory) == ("REP-01@1.0.0", "identical", False)


@pytest.mark.django_db
def test_release_that_is_used_as_it_is_is_identical_throughout():
    pinned = pinned_by(smartphones())

    texts = adapted(pinned, Overrides())

    assert [text.relation for text in texts] == ["identical", "identical"]
    assert [text.content for text in texts] == [row.version.parsed for row in pinned]


@pytest.mark.django_db
def test_members_of_a_release_take_one_query(django_assert_num_queries):
    release = smartphones("BAT-01", "LAB-01", "REP-01")

    with django_assert_num_queries(1):
        members = members_of(pinned_by(release))

    assert [(code, str(member.number)) for code, member in members.items()] == [
        ("BAT-01", "1.0.0"),
        ("LAB-01", "1.0.0"),
        ("REP-01", "1.0.0"),
    ]
