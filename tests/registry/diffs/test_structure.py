"""The structural diff and its laws."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.diffs.structure import Change, ChangeKind, apply, diff, normal
from registry.sealed.content import CriterionContent, ProofRoute
from tests.factories.registry import battery_content
from tests.strategies import content_pairs, contents


@given(contents())
def test_diff_of_a_content_with_itself_is_empty(content: CriterionContent):
    assert diff(content, content) == ()


@given(content_pairs())
def test_diff_back_mirrors_diff_there(pair: tuple[CriterionContent, CriterionContent]):
    old, new = pair

    assert diff(new, old) == tuple(change.mirrored for change in diff(old, new))


@given(content_pairs())
def test_diff_applied_to_the_old_gives_the_new(pair: tuple[CriterionContent, CriterionContent]):
    old, new = pair

    assert apply(old, diff(old, new)) == normal(new)


@given(content_pairs(), contents())
def test_diffs_in_a_row_apply_as_one(pair: tuple[CriterionContent, CriterionContent], last: CriterionContent):
    first, middle = pair

    assert apply(first, diff(first, middle) + diff(middle, last)) == apply(first, diff(first, last))


@given(content_pairs())
def test_diff_names_each_path_once_in_order(pair: tuple[CriterionContent, CriterionContent]):
    paths = [change.path for change in diff(*pair)]

    assert paths == sorted(set(paths))


@given(contents(), st.randoms())
def test_diff_ignores_the_order_of_lists(content: CriterionContent, chance):
    names = ("stages", "applies_to", "ambitions", "cpv", "proof")
    lists: dict[str, Any] = {name: list(getattr(content, name)) for name in names}
    for each in lists.values():
        chance.shuffle(each)

    shuffled: dict[str, Any] = {name: tuple(each) for name, each in lists.items()}
    assert diff(content, replace(content, **shuffled)) == ()


def test_diff_ignores_white_space():
    spaced = battery_content(blocks={"title": "  Battery   that\u00a0lasts \n"})

    assert diff(battery_content(), spaced) == ()


def test_diff_finds_a_value_by_level_and_parameter():
    new = battery_content(levels={1: {"cycles": "1000", "share": "80"}, 2: {"cycles": "1000", "share": "80"}})

    assert diff(battery_content(), new) == (Change("levels.1.cycles", "800", "1000"),)


def test_diff_finds_a_block_by_language():
    new = battery_content(blocks={"requirement.1": "Another text."})

    (change,) = diff(battery_content(), new)

    assert (change.path, change.kind, change.new) == ("texts.en.requirement.1", ChangeKind.CHANGED, "Another text.")


def test_diff_holds_a_route_as_a_whole():
    eprel, label = battery_content().proof
    new = battery_content(proof=(eprel, replace(label, moment="at_delivery")))

    assert diff(battery_content(), new) == (Change("proof.label", label, replace(label, moment="at_delivery")),)


def test_diff_tells_added_from_removed():
    old, new = battery_content(), battery_content(eforms={"BT-775": ("work-cond",)})

    assert {change.path: change.kind for change in diff(old, new)} == {
        "eforms.BT-06": ChangeKind.REMOVED,
        "eforms.BT-774": ChangeKind.REMOVED,
        "eforms.BT-775": ChangeKind.ADDED,
    }


def test_diff_of_a_new_level_names_it_and_its_values():
    levels = {**battery_content().levels, 3: {"cycles": "1200"}}

    paths = [change.path for change in diff(battery_content(), battery_content(levels=levels))]

    assert paths == ["levels.3", "levels.3.cycles"]


def test_change_from_something_else_is_refused():
    new = battery_content(proof=(ProofRoute(id="plan", type="tenderer_declaration", moment="with_tender"),))
    changes = diff(battery_content(), new)

    with pytest.raises(ValueError, match="starts from"):
        apply(new, changes)
