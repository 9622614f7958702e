"""A text becomes words of plain ASCII, the same for every database."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.folding import fold
from search.words import LONGEST_WORD, codes, is_stop_word, tokens, words

LANGUAGES = st.sampled_from(["en", "sv", "nb", "fi", "da"])


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Battery", "battery"),
        ("ÅTERTAGNING", "atertagning"),
        ("Bærekraft", "baerekraft"),
        ("nøkkel", "nokkel"),
        ("Straße", "strasse"),
        ("cafe\u0301", "cafe"),
        ("café", "cafe"),
        ("Łódź", "lodz"),
        ("ﬁ", "fi"),
        ("½", "12"),
        ("жук", "u436u443u43a"),
        ("…", ""),
    ],
)
def test_folding_leaves_letters_and_digits_of_ascii(word, folded):
    assert fold(word) == folded


@given(st.text(max_size=50))
def test_folding_twice_is_folding_once(word):
    assert fold(fold(word)) == fold(word)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Batteriet och batterier", "sv", "svbateri svoch svbateri"),
        ("batteries", "en", "enbateri"),
        ("BAT-01", "sv", "xbat01"),
        ("bat–01@1.2.0-rc.3/L2.", "en", "xbat01"),
        ("A11Y-01", "en", "xa11y01"),
        ("32250000-0", "en", "x322500000"),
        ("1,000 1 000 1.000 1\u00a0000 1\u202f000", "en", "x1000 x1000 x1000 x1000 x1000"),
        ("1,000,000", "en", "x1000000"),
        ("10,00", "en", "x10 x00"),
        ("(EU) 2023/1670", "en", "eneu x2023 x1670"),
        ("IP68", "fi", "xip68"),
        ("CO₂", "en", "xco2"),
        ("EUs", "fi", "fieus"),
        ("Ramavtalet, 4Gtelefon", "sv", "svramavtal svavtal0 x4gtelefon"),
        ("take-back", "en", "entake enback"),
        ("_under_score_", "en", "enund enscor"),
        ("", "en", ""),
        ("?! …", "en", ""),
    ],
)
def test_text_becomes_tokens(text, language, expected):
    assert tokens(text, language) == expected


def test_a_code_and_a_version_after_it_are_one_word_in_its_place():
    text = "See BAT-01@1.2.0/L2, please."

    found = [(word.token, text[word.start : word.end]) for word in words(text, "en")]

    assert found == [("ensee", "See"), ("xbat01", "BAT-01@1.2.0/L2"), ("enpleas", "please")]


def test_endless_word_is_cut():
    assert tokens("x" * 1000 + "y", "de") == "de" + "x" * LONGEST_WORD


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("BAT-01", ("BAT-01",)),
        ("bat01 and Rep-02, bat–01", ("BAT-01", "REP-02")),
        ("a11y-01@1.0.0", ("A11Y-01",)),
        ("battery", ()),
        ("XBAT-011", ()),
        ("32250000-0", ()),
    ],
)
def test_codes_are_read_from_a_text(text, found):
    assert codes(text) == found


@pytest.mark.parametrize(
    ("word", "language"), [("The", "en"), ("och", "sv"), ("på", "nb"), ("og", "da"), ("että", "fi")]
)
def test_word_that_says_nothing_is_known(word, language):
    assert [is_stop_word(each, language) for each in words(word, language)] == [True]


@pytest.mark.parametrize(("word", "language"), [("battery", "en"), ("the", "sv"), ("och", "en"), ("BAT-01", "en")])
def test_word_that_says_something_is_kept(word, language):
    assert [is_stop_word(each, language) for each in words(word, language)] == [False]


@given(st.text(max_size=100), LANGUAGES)
def test_tokens_are_only_letters_and_digits_of_ascii_that_begin_with_a_letter(text, language):
    assert all(re.fullmatch(r"[a-z][a-z0-9]{1,60}", token) for token in tokens(text, language).split())


@given(st.text(max_size=100), LANGUAGES)
def test_words_stand_in_the_text_one_after_the_other(text, language):
    places = [place for word in words(text, language) for place in (word.start, word.end)]

    assert places == sorted(places)
    assert all(text[word.start : word.end].strip() for word in words(text, language))


@given(st.lists(st.sampled_from(["battery", "BAT-01", "1,000", "åäö", "IP68"]), max_size=8), LANGUAGES)
def test_tokens_of_a_text_are_those_of_its_parts(parts, language):
    assert tokens("; ".join(parts), language) == " ".join(tokens(part, language) for part in parts)
