"""A text becomes a question in every language, and the question an expression of each database."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.database.expressions import fts5, tsquery
from search.terms import MOST_TERMS, Term, question


def test_question_has_the_terms_of_every_language():
    asked = question("batteries", "sv")

    assert asked.reader == asked.terms("sv") == (Term("svbateri"),)
    assert set(asked.by_language) == {"en", "sv", "nb", "fi", "da"}
    assert asked.terms("en") == (Term("enbateri"),)


def test_reader_of_another_language_has_terms_too():
    assert question("battery", "de").reader == (Term("debattery"),)


def test_words_that_say_nothing_are_left_out():
    assert question("the price of a battery", "en").reader == (Term("enpric"), Term("enbateri"))


def test_words_that_say_nothing_stay_where_there_are_no_others():
    assert question("what is this", "en").reader == (Term("enwhat"), Term("enis"), Term("enthi"))


def test_word_counts_once():
    assert question("battery batteries BATTERY", "en").reader == (Term("enbateri"),)


def test_only_so_many_words_count():
    assert len(question(" ".join(f"w{n}" for n in range(99)), "en").reader) == MOST_TERMS


def test_terms_that_are_alike_in_all_languages_are_looked_for_once():
    assert question("BAT-01", "en").everywhere == [(Term("xbat01"),)]


@pytest.mark.parametrize("text", ["", "  ", "?!", "—"])
def test_text_without_words_is_no_question(text):
    assert question(text, "en").is_empty


@pytest.mark.parametrize(
    ("text", "has_many"), [("battery", False), ("battery battery", False), ("battery price", True), ("", False)]
)
def test_question_knows_whether_it_has_more_than_one_term(text, has_many):
    assert question(text, "en").has_many is has_many


@pytest.mark.parametrize(("text", "has_neutral"), [("battery", False), ("BAT-01", True), ("battery 800", True)])
def test_question_knows_whether_a_term_is_of_no_language(text, has_neutral):
    assert question(text, "en").has_neutral is has_neutral


def test_codes_are_kept_as_they_are_written():
    assert question("bat-01 battery", "en").codes == ("BAT-01",)


@pytest.mark.parametrize(
    ("term", "token", "fits"),
    [
        ("enbateri", "enbateri", True),
        ("enbateri", "enbaterihealth", True),
        ("enbateri", "svbateri", False),
        ("enpar", "enpar", True),
        ("enpar", "enparameter", False),
        ("xbat01", "xbat01", True),
    ],
)
def test_term_fits_its_word_and_longer_ones_if_it_is_long_enough(term, token, fits):
    assert Term(term).fits(token) is fits


def test_expression_of_fts5_quotes_every_word():
    asked = question("battery use", "en")

    assert fts5(asked, [asked.reader]) == '(("enbateri" OR "enbateri"*) AND "enuse")'


def test_expression_of_postgresql_quotes_every_word():
    asked = question("battery use", "en")

    assert tsquery(asked, [asked.reader]) == "(('enbateri' | 'enbateri':*) & 'enuse')"


def test_expression_of_postgresql_can_ask_for_a_weight():
    asked = question("battery use", "en")

    assert tsquery(asked, [asked.reader], weight="B") == "(('enbateri':B | 'enbateri':*B) & 'enuse':B)"


def test_expressions_join_languages_by_or():
    sets = [(Term("ena"),), (Term("svb"), Term("svc"))]
    asked = question("x", "en")

    assert fts5(asked, sets) == '("ena") OR ("svb" AND "svc")'
    assert tsquery(asked, sets) == "('ena') | ('svb' & 'svc')"


PHONE = Term("enphon", others=((Term("enmobil"),), (Term("encel"), Term("entel"))))


def test_expressions_hold_the_synonyms_of_a_term_each_with_all_of_its_words():
    asked = question("x", "en")

    assert fts5(asked, [(PHONE,)]) == (
        '((("enphon" OR "enphon"*) OR (("enmobil" OR "enmobil"*)) OR ("encel" AND "entel")))'
    )
    assert tsquery(asked, [(PHONE,)]) == (
        "((('enphon' | 'enphon':*) | (('enmobil' | 'enmobil':*)) | ('encel' & 'entel')))"
    )


@pytest.mark.parametrize(("token", "fits"), [("enphon", True), ("enmobilt", True), ("entel", True), ("ensal", False)])
def test_term_fits_the_words_of_its_synonyms_too(token, fits):
    assert PHONE.fits(token) is fits


def test_what_was_typed_has_no_synonyms():
    asked = replace(question("x", "en"), by_language={"en": (PHONE,)})

    assert (asked.is_widened, asked.typed.is_widened) == (True, False)
    assert asked.reader_typed == asked.typed.reader == (Term("enphon"),)


def test_last_word_that_is_only_begun_goes_on_as_a_word_or_a_code():
    [that, la] = question("battery la", "en").begun.reader

    assert (that, la) == (Term("enbateri"), Term("enla", goes_on=True, others=((Term("xla", goes_on=True),),)))
    assert question("bat-01", "en").begun.reader == (Term("xbat01", goes_on=True),)
    assert question("", "en").begun.is_empty


@given(st.text(max_size=200), st.sampled_from(["en", "sv", "fi", "de"]))
def test_expressions_hold_nothing_of_the_text_but_words(text, language):
    asked = question(text, language)

    written = fts5(asked, asked.everywhere) + tsquery(asked, asked.everywhere)

    assert re.sub(r"\"[a-z][a-z0-9]*\"|'[a-z][a-z0-9]*'|AND|OR|[ &|:*()]", "", written) == ""
