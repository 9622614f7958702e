"""What is shown of a text: the right part of it, marked, escaped."""

import html
import re

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from search.database.highlights import LENGTH, Highlighter
from search.marks import CLOSE, OPEN, unmarked
from search.terms import Term, question

FILLER = "Nothing to see here, move along please. " * 20


def terms(text, language="en"):
    return question(text, language).terms(language)


def marked(text, language, terms):
    return Highlighter(language, terms).marked(text)


def excerpt(text, language, terms):
    return Highlighter(language, terms).excerpt(text)


def plain(shown):
    """The text of marked HTML."""
    return html.unescape(re.sub("</?mark>", "", shown))


def test_all_forms_of_a_word_are_marked():
    assert marked("Battery, batteries; BATTERY!", "en", terms("battery")) == (
        "<mark>Battery</mark>, <mark>batteries</mark>; <mark>BATTERY</mark>!"
    )


def test_compound_is_marked_whole_for_its_last_part():
    assert marked("Ramavtalet, avtalet: kunskap", "sv", terms("avtal", "sv")) == (
        "<mark>Ramavtalet</mark>, <mark>avtalet</mark>: kunskap"
    )


def test_text_without_terms_is_only_escaped():
    assert marked("<b>Battery</b>", "en", ()) == "&lt;b&gt;Battery&lt;/b&gt;"


def test_code_is_marked_with_its_version():
    assert marked("See BAT-01@1.0.0.", "en", terms("bat-01")) == "See <mark>BAT-01@1.0.0</mark>."


def test_excerpt_of_a_short_text_is_all_of_it():
    assert excerpt("A battery.", "en", terms("battery")) == "A <mark>battery</mark>."


def test_excerpt_of_nothing_is_nothing():
    assert excerpt("", "en", terms("battery")) == ""


def test_excerpt_begins_where_the_text_does_if_nothing_is_found():
    shown = excerpt(FILLER, "en", terms("battery"))

    assert shown.startswith("Nothing to see here")
    assert shown.endswith(" …")
    assert LENGTH - 60 < len(shown) <= LENGTH + 2


def test_excerpt_shows_what_was_found_far_down():
    shown = excerpt(f"{FILLER}The battery lasts. {FILLER}", "en", terms("battery"))

    assert "The <mark>battery</mark> lasts." in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")


def test_excerpt_shows_the_end_of_a_text():
    shown = excerpt(f"{FILLER}The battery", "en", terms("battery"))

    assert shown.endswith("The <mark>battery</mark>")


def test_excerpt_prefers_the_place_with_most_terms():
    text = f"A battery. {FILLER} A price. {FILLER} The price of a battery. {FILLER}"

    assert "The <mark>price</mark> of a <mark>battery</mark>." in excerpt(text, "en", terms("battery price"))


def test_excerpt_prefers_the_first_of_equal_places():
    text = f"{FILLER} First battery. {FILLER} Second battery."

    assert "First <mark>battery</mark>." in excerpt(text, "en", terms("battery"))


def test_excerpt_cuts_no_word():
    text = " ".join(["wordsworth"] * 100)

    assert set(plain(excerpt(text, "en", terms("battery"))).split()) == {"wordsworth", "…"}


def test_excerpt_of_one_endless_word_is_cut_all_the_same():
    assert len(plain(excerpt("x" * 5000, "en", terms("battery")))) <= LENGTH + 2


def test_characters_that_stand_for_marks_mark_nothing():
    assert marked(f"{OPEN}Battery{CLOSE}", "en", ()) == "Battery"


def test_terms_of_several_texts_are_counted_once_each():
    highlighter = Highlighter("en", terms("battery price"))

    assert [highlighter.count("A battery", "Batteries"), highlighter.count("A battery", "Its price")] == [1, 2]


@pytest.mark.parametrize("show", [marked, excerpt])
def test_what_is_shown_is_safe(show):
    assert isinstance(show("<script>", "en", terms("script")), SafeString)


@given(st.text(max_size=600), st.lists(st.sampled_from(["enbateri", "enx", "x1", "ena"]), max_size=3))
def test_marked_text_is_the_text(text, tokens):
    assert plain(marked(text, "en", [Term(token) for token in tokens])) == unmarked(text)


@given(st.text("abc <>&\"'\n1é", max_size=900), st.lists(st.sampled_from(["ena", "enabc", "x1"]), max_size=3))
def test_excerpt_is_a_part_of_the_text(text, tokens):
    shown = plain(excerpt(text, "en", [Term(token) for token in tokens]))

    assert shown.removeprefix("… ").removesuffix(" …") in text
    assert len(shown) <= LENGTH + 4
