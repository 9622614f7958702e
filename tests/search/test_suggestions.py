"""What somebody may have meant, from the words of titles and codes they may see."""

import pytest

from search.database.finding import titles
from search.suggestions import MOST_TITLES, suggestion
from tests.factories.search import asked, entry, in_languages


@pytest.fixture(autouse=True)
def _titles(database):
    database.index(
        [
            in_languages("criterion:1", {"en": "A battery that lasts", "sv": "Ett batteri som håller"}, code="BAT-01"),
            in_languages("criterion:2", {"en": "Refurbished phones (as new)", "sv": "Begagnade telefoner"}),
            entry("criterion:3", "Confidential", visible_to=("organisation:7",)),
        ]
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("batery", "battery"),
        ("BATERY", "battery"),
        ("battrey", "battery"),
        ("refurbised phnes", "refurbished phones"),
        ("cheap batery", "cheap battery"),
        ("BAT-1", "BAT-01"),
        ("BAT-011", "BAT-01"),
    ],
)
def test_nearest_words_are_suggested(typed, meant):
    assert suggestion(asked(typed), titles(asked(typed), MOST_TITLES, ())) == meant


@pytest.mark.parametrize("typed", ["Battery", "bat-01", "unobtainium", "bat", "it", "", "?!", "confidentiel"])
def test_what_is_known_or_like_nothing_is_left_alone(typed):
    assert suggestion(asked(typed), titles(asked(typed), MOST_TITLES, ())) == ""


@pytest.mark.parametrize(("language", "meant"), [("sv", "batteri"), ("en", "battery"), ("fi", "")])
def test_words_are_those_of_the_readers_language(language, meant):
    assert suggestion(asked("batterj", language), titles(asked("batterj", language), MOST_TITLES, ())) == meant


def test_marks_around_a_word_are_no_part_of_it():
    assert suggestion(asked("neww"), titles(asked("neww"), MOST_TITLES, ())) == ""
    assert suggestion(asked("phonez"), titles(asked("phonez"), MOST_TITLES, ())) == "phones"


def test_accents_are_kept_as_they_are_written():
    assert suggestion(asked("haaller", "sv"), titles(asked("haaller", "sv"), MOST_TITLES, ())) == "håller"


def test_suggestion_takes_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        suggestion(asked("batery phnes lasst"), titles(asked("batery phnes lasst"), MOST_TITLES, ()))


def test_only_so_many_titles_are_read(database):
    database.index([entry(f"page:{n:05}", "Nothing", kind="page") for n in range(MOST_TITLES)])
    database.index([entry("page:x", "Unobtainium", kind="page")])

    assert suggestion(asked("unobtaniun"), titles(asked("unobtaniun"), MOST_TITLES, ())) == ""
