"""Parameters of an address become a question; what means nothing is ignored."""

from datetime import date

import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from portal.core.viewer import VISITOR
from search.entries import FACETS as INDEXED_FACETS
from search.forms import FACETS, LONGEST_CURSOR, address, is_cut, parameters, read_portion, read_query, without
from search.queries import LAST_PAGE, LONGEST_TEXT, Sort
from tests.factories.search import asked

NAMES = st.sampled_from(["q", "kind", "page", "sort", "x", *(field.name for field in FACETS)])
VALUES = st.sampled_from(
    ["battery", "criterion", "1", "A4", "smartphones", "new", "award", "2026", "SE", "newest"]
) | st.text(max_size=10)


def read(address_query):
    return read_query(QueryDict(address_query), viewer=VISITOR, language="sv", on=date(2026, 11, 23))


def test_nothing_asks_for_everything():
    query = read("")

    assert (query.text, query.kinds, query.facets, query.page) == ("", (), {}, 1)
    assert (query.viewer, query.language, query.on) == (VISITOR, "sv", date(2026, 11, 23))


def test_everything_is_read():
    query = read("q=battery&kind=criterion&theme=battery&level=1&level=2&ambition=A4&set=smartphones&page=3")

    assert (query.text, query.kinds, query.page) == ("battery", ("criterion",), 3)
    assert query.facets == {
        "theme": ("battery",),
        "level": ("1", "2"),
        "ambition": ("A4",),
        "set": ("smartphones",),
    }


@pytest.mark.parametrize(
    ("typed", "text"), [("++battery+++price%0A", "battery price"), ("%C3%A5", "å"), ("%00", "\x00"), ("%FF", "\ufffd")]
)
def test_text_is_read_without_stray_white_space(typed, text):
    assert read(f"q={typed}").text == text


def test_long_text_is_cut():
    data = QueryDict(f"q={'a' * (LONGEST_TEXT + 1)}")

    assert len(read(data.urlencode()).text) == LONGEST_TEXT
    assert is_cut(data)


def test_text_of_just_the_length_is_not_cut():
    assert not is_cut(QueryDict(f"q=+{'a' * LONGEST_TEXT}++"))


@pytest.mark.parametrize(
    "nonsense",
    [
        *(
            "kind=car",
            "theme=cars",
            "level=4",
            "level=one",
            "ambition=a4",
            "set=a|b",
            "set=%00",
            "set=",
            "x=y",
            "theme=",
        ),
        *("country=XX", "country=se", "year=1999", "buyer=a|b", "buyer=", "procedure=x", "member_kind=x", "origin=x"),
    ],
)
def test_what_means_nothing_is_ignored(nonsense):
    query = read(nonsense)

    assert (query.kinds, query.facets) == ((), {})


@pytest.mark.parametrize(
    ("typed", "page"),
    [("0", 0), ("7", 7), ("-1", 1), ("two", 1), ("", 1), ("1.5", 1), ("99999", LAST_PAGE), ("9" * 5000, 1), ("²", 1)],
)
def test_page_is_a_number_or_the_first(typed, page):
    assert read(f"page={typed}").page == page


def test_options_count_once_and_in_the_order_in_which_they_are_shown():
    assert read("level=2&level=1&level=2").facets == {"level": ("1", "2")}


def test_facets_of_experiences_and_members_are_read():
    query = read("country=SE&country=NO&year=2026&buyer=City+of+Malm%C3%B6&value_band=large&procedure=open&again=yes")

    assert query.facets == {
        "country": ("SE", "NO"),
        "buyer": ("City of Malmö",),
        "year": ("2026",),
        "value_band": ("large",),
        "procedure": ("open",),
        "again": ("yes",),
    }


@pytest.mark.parametrize(
    ("typed", "sort"),
    [("", Sort.RELEVANCE), ("newest", Sort.NEWEST), ("used", Sort.MOST_USED), ("best", Sort.RELEVANCE)],
)
def test_order_is_read_and_kept_in_the_address(typed, sort):
    query = read(f"q=x&sort={typed}")

    assert query.sort == sort
    assert address(query) == (f"?q=x&sort={sort}" if sort else "?q=x")


def test_every_facet_but_the_origin_can_be_asked_for():
    assert {field.name for field in FACETS} | {"origin"} == set(INDEXED_FACETS)


def test_options_stand_in_the_order_of_their_facet():
    fields = {field.name: field for field in FACETS}

    assert fields["value_band"].shown({"large": 9, "small": 1}, ()) == ["small", "large"]
    assert fields["country"].shown({"SE": 1, "DK": 2, "NO": 0}, ()) == ["DK", "SE"]
    assert fields["year"].shown({"2024": 9, "2026": 1}, ("2025",)) == ["2026", "2025", "2024"]
    assert fields["buyer"].shown({"A": 1, "B": 2, "C": 1}, ()) == ["B", "A", "C"]


def test_countries_are_named_in_the_readers_language():
    country = next(field for field in FACETS if field.name == "country")

    with override("sv"):
        assert country.label("DE") == "Tyskland"
    with override("en"):
        assert country.label("DE") == "Germany"


def test_only_so_many_sets_are_read():
    assert len(read("&".join(f"set=s{n}" for n in range(99))).facets["set"]) == 10


def test_address_says_what_is_asked_without_the_page():
    query = asked("battery & price", kinds=("criterion",), facets={"level": ("1", "2")}, page=4)

    assert address(query) == "?q=battery+%26+price&kind=criterion&level=1&level=2"


def test_address_of_everything_says_nothing():
    assert address(asked()) == "?"


def test_option_can_be_taken_away():
    query = asked("battery", facets={"level": ("1", "2"), "theme": ("battery",)})

    assert without(query, "level", "1").facets == {"level": ("2",), "theme": ("battery",)}
    assert without(without(query, "level", "1"), "level", "2").facets == {"theme": ("battery",)}


def test_option_that_is_not_there_cannot_be_taken_away():
    query = asked(facets={"level": ("1",)})

    assert without(query, "theme", "1") == query


def test_labels_are_in_words_of_the_reader():
    fields = {field.name: field for field in FACETS}

    assert fields["level"].label("2") == "2 Advanced"
    assert fields["ambition"].label("A4") == "A4 Longer lifespan"
    assert fields["theme"].label("battery") == "Battery"
    assert fields["theme"].label("cars") == "cars"
    with override("sv"):
        assert fields["theme"].label("battery") == str(fields["theme"].labels["battery"])


@given(st.lists(st.tuples(NAMES, VALUES), max_size=12))
def test_address_of_what_was_read_is_read_the_same(pairs):
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    query = read(data.urlencode())

    again = read(address(query).removeprefix("?"))

    assert parameters(again) == parameters(query)


@pytest.mark.parametrize(
    ("parameters", "like"),
    [
        ("like=criterion:12", "criterion:12"),
        ("like=page:0b1c-2d", "page:0b1c-2d"),
        ("like=criterion:12&q=battery", ""),
        ("like=criterion", ""),
        ("like=" + "a" * 99 + ":1", ""),
        ("like=<b>:1", ""),
    ],
)
def test_like_is_a_key_in_the_place_of_a_text(parameters, like):
    query = read(parameters)

    assert query.like == like
    assert read(address(query)[1:]) == query


@pytest.mark.parametrize(
    ("parameters", "size"), [("", 20), ("size=5", 5), ("size=0", 1), ("size=51", 50), ("size=-1", 20), ("size=x", 20)]
)
def test_portion_is_bounded(parameters, size):
    portion = read_portion(read("q=x"), QueryDict(f"{parameters}&cursor={'c' * 9_000}"))

    assert (portion.size, len(portion.cursor)) == (size, LONGEST_CURSOR)
