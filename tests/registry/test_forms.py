"""Plain fields read into a basket, without a request."""

import pytest
from django.http import QueryDict
from django.utils.translation import override

from registry.forms import (
    added_items,
    edited_basket,
    edited_key,
    moved_to_version,
    with_values_read,
    without_defaults,
)
from registry.takeaway.basket import MOST_CHARACTERS, Basket, BasketError, BasketItem
from tests.factories.registry import VersionFactory, battery_content

L1, L2 = "BAT-01@1.0.0/L1", "BAT-01@1.0.0/L2"


def data(**fields):
    """What a browser sends; a list is a field that is sent several times."""
    query = QueryDict(mutable=True)
    for name, value in fields.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


def item(level=1, number="1.0.0", **facts):
    return BasketItem(code="BAT-01", number=number, level=level, **facts)


@pytest.fixture
def version(db):
    return VersionFactory(criterion__code="BAT-01")


@pytest.fixture
def edited(version):
    """Edit a basket of the given items with the given fields."""

    def edit(*items, **fields):
        return edited_basket(Basket(items=items), data(**fields), {"BAT-01@1.0.0": version})

    return edit


def test_title_and_headings_become_one_line_each(edited):
    basket = edited(item(), **{"title": " Annex\n3 ", "heading.award": "  ", "heading.performance": "Duties\x00"})

    assert (basket.title, basket.headings) == ("Annex 3", {"performance": "Duties"})


def test_overlong_title_is_cut(edited):
    assert len(edited(item(), title="x" * 999).title) == MOST_CHARACTERS


def test_heading_that_is_not_sent_stays_and_one_that_is_emptied_goes(version):
    basket = Basket(items=(item(),), headings={"award": "Quality", "performance": "Duties"})

    kept = edited_basket(basket, data(**{"heading.award": ""}), {"BAT-01@1.0.0": version})

    assert kept.headings == {"performance": "Duties"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1,200", {"cycles": "1200"}),
        (" 1200 ", {"cycles": "1200"}),
        ("800", {}),
        ("0800", {}),
        ("9000", {"cycles": "9000"}),
        ("many", {"cycles": "many"}),
        ("", {"cycles": ""}),
        ("9" * 99, {"cycles": "9" * 40}),
    ],
)
def test_value_is_kept_where_it_differs_from_the_levels_own(edited, typed, kept):
    assert edited(item(), **{f"value|{L1}|cycles": typed}).items == (item(values=kept),)


def test_value_of_a_parameter_that_the_level_does_not_have_is_dropped(edited):
    assert edited(item(), **{f"value|{L1}|colour": "red", f"value|{L1}|": "x"}).items == (item(),)


def test_value_of_one_item_leaves_the_others_alone(edited):
    basket = edited(item(), item(level=2), **{f"value|{L2}|cycles": "1200"})

    assert basket.items == (item(), item(level=2, values={"cycles": "1200"}))


@pytest.mark.parametrize(
    ("language", "typed", "weight"),
    [("en", "12.5", "12.5"), ("sv", "12,5", "12.5"), ("en", "10 %", "10"), ("en", "", ""), ("en", "ten", "ten")],
)
def test_weight_is_read_by_the_habits_of_the_language(edited, language, typed, weight):
    with override(language):
        assert edited(item(), **{f"weight|{L1}": typed}).items == (item(weight=weight),)


def test_item_whose_version_is_unknown_stays_as_it_is(edited):
    gone = item(number="9.0.0", values={"cycles": "900"})

    assert edited(gone, **{"level|BAT-01@9.0.0/L1": "2", "value|BAT-01@9.0.0/L1|cycles": "1"}).items == (gone,)


def test_key_of_an_item_follows_its_level(version):
    basket, versions = Basket(items=(item(),)), {"BAT-01@1.0.0": version}
    changed = data(**{f"level|{L1}": "2"})

    assert edited_key(basket, L1, changed, versions) == L2
    assert edited_key(basket, L1, data(), versions) == L1
    assert edited_key(basket, "NOT-01@1.0.0/L1", changed, versions) == "NOT-01@1.0.0/L1"


def test_added_items_carry_what_was_typed_for_their_level():
    fields = {"item": [L1, L2], "1.cycles": "900", "2.cycles": "1,200", "3.cycles": "1"}

    assert added_items(data(**fields)) == [item(values={"cycles": "900"}), item(level=2, values={"cycles": "1,200"})]


def test_added_items_carry_what_was_given_for_each_of_them():
    fields = {f"value|{L1}|cycles": "900", f"value|{L2}|cycles": "1,200", "1.cycles": "850", "1.share": "85"}

    added = added_items(data(item=[L1, L2], **fields))

    assert [each.values for each in added] == [{"cycles": "900", "share": "85"}, {"cycles": "1,200"}]


def test_added_citation_without_a_level_means_the_first():
    assert added_items(data(item="BAT-01@1.0.0")) == [item()]


def test_added_item_that_is_no_citation_is_refused():
    with pytest.raises(BasketError, match="'BAT-01' is no citation"):
        added_items(data(item=[L1, "BAT-01"]))


def test_typed_values_are_read_and_those_of_no_parameter_dropped(version):
    typed = item(values={"cycles": "1,200", "share": "82.5", "colour": "red"})

    assert with_values_read(typed, version) == item(values={"cycles": "1200", "share": "82.5"})


def test_values_that_are_the_levels_own_are_left_out(version):
    assert without_defaults(item(values={"cycles": "800", "share": "90"}), version) == item(values={"share": "90"})
    assert without_defaults(item(level=3, values={"cycles": "800"}), version) == item(level=3)


@pytest.mark.parametrize(
    ("levels", "wanted", "given"),
    [((1, 2), 2, 2), ((1,), 2, 1), ((2, 3), 1, 2), ((1, 3), 2, 1)],
)
def test_item_on_a_new_version_takes_the_level_nearest_below(db, levels, wanted, given):
    own = {"cycles": "1000", "share": "80"}
    blocks = {f"requirement.{level}": "{cycles} cycles." for level in levels}
    body = battery_content(blocks=blocks, levels=dict.fromkeys(levels, own))
    newer = VersionFactory(criterion__code="BAT-01", number="2.0.0", body=body)

    moved = moved_to_version(item(level=wanted, values={"cycles": "1200", "share": "80"}, weight="10"), newer)

    assert moved == item(level=given, number="2.0.0", values={"cycles": "1200"}, weight="10")
