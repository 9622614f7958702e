"""Facets are packed into one column, and counted by groups."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.database.facets import Group, tally
from search.packing import option, pack, pack_names, unpack
from tests.factories.search import asked

NAMES = st.text("abcdefg_", min_size=1, max_size=8)
VALUES = st.lists(st.text("abcdefg-123", min_size=1, max_size=8), min_size=1, max_size=4, unique=True)
BATTERY = Group("criterion", "|level=1|level=2|theme=battery|", 3)
CLIMATE = Group("criterion", "|level=1|theme=climate|", 2)
PAGE = Group("page", "", 4)


@pytest.mark.parametrize(
    ("facets", "packed"),
    [
        ({}, ""),
        ({"theme": ()}, ""),
        ({"theme": ("battery",), "level": ("2", "1")}, "|level=1|level=2|theme=battery|"),
    ],
)
def test_facets_are_packed_in_one_order(facets, packed):
    assert pack(facets) == packed


@given(st.dictionaries(NAMES, VALUES, max_size=4))
def test_packed_facets_come_back(facets):
    assert unpack(pack(facets)) == {name: tuple(sorted(values)) for name, values in facets.items()}


@given(st.dictionaries(NAMES, VALUES, max_size=4), NAMES, st.text("abcdefg-123", min_size=1, max_size=8))
def test_option_is_in_what_has_it_and_in_nothing_else(facets, name, value):
    assert (option(name, value) in pack(facets)) == (value in facets.get(name, ()))


def test_names_are_packed():
    assert pack_names(["everyone", "organisation:7"]) == "|everyone|organisation:7|"


def test_no_names_are_a_mark_that_nothing_finds():
    assert pack_names([]) == "|"


def test_everything_is_counted():
    counted = tally([BATTERY, CLIMATE, PAGE], asked())

    assert (counted.total, counted.kinds) == (9, {"criterion": 5, "page": 4})
    assert counted.facets == {"theme": {"battery": 3, "climate": 2}, "level": {"1": 5, "2": 3}}


def test_kind_takes_its_own_out_of_the_total():
    counted = tally([BATTERY, CLIMATE, PAGE], asked(kinds=("page",)))

    assert (counted.total, counted.kinds, counted.facets) == (4, {"criterion": 5, "page": 4}, {})


def test_ticked_option_leaves_its_siblings_their_counts():
    counted = tally([BATTERY, CLIMATE, PAGE], asked(facets={"theme": ("climate",)}))

    assert counted.total == 2
    assert counted.facets == {"theme": {"battery": 3, "climate": 2}, "level": {"1": 2}}


def test_two_facets_narrow_each_others_counts():
    counted = tally([BATTERY, CLIMATE], asked(facets={"theme": ("climate",), "level": ("2",)}))

    assert counted.total == 0
    assert counted.facets == {"theme": {"battery": 3}, "level": {"1": 2}}


def test_facet_without_ticked_option_narrows_nothing():
    assert tally([BATTERY, CLIMATE], asked(facets={"theme": ()})).total == 5


def test_nothing_is_counted_as_nothing():
    counted = tally([], asked())

    assert (counted.total, counted.kinds, counted.facets) == (0, {}, {})
