"""Several values in one column."""

from hypothesis import given
from hypothesis import strategies as st

from search.packing import option, options, pack, pack_names, unpack, unpack_names

NAMES = st.text("abcdefgh_", min_size=1, max_size=8)
VALUES = st.text("abcdefgh 1-", min_size=1, max_size=8)
FACETS = st.dictionaries(NAMES, st.lists(VALUES, min_size=1, max_size=3, unique=True).map(sorted).map(tuple))


def test_facets_stand_between_bars_in_order():
    assert pack({"theme": ["battery"], "level": ["2", "1"]}) == "|level=1|level=2|theme=battery|"


def test_nothing_is_packed_as_nothing():
    assert (pack({}), options(""), unpack(""), unpack_names("")) == ("", (), {}, ())


def test_one_option_is_found_with_its_bars():
    packed = pack({"level": ["1", "12"]})

    assert (option("level", "1") in packed, option("level", "2") in packed) == (True, False)


def test_options_are_told_apart():
    assert options("|level=1|theme=battery|") == ("level=1", "theme=battery")


@given(FACETS)
def test_facets_come_back(facets):
    assert unpack(pack(facets)) == facets


@given(st.lists(VALUES, max_size=4))
def test_names_come_back(names):
    assert list(unpack_names(pack_names(names))) == names if names else unpack_names("") == ()
