"""Plain text keeps the parts of a page apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.cms.plain_text import as_sentences


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (["In short.", "Versions", "Sealed for ever"], "In short. Versions. Sealed for ever."),
        (["Why?", "Because!", "And so on …", "First:"], "Why? Because! And so on … First:"),
        (["They said “yes.”", "(All of it.)", "Lund (Sweden)"], "They said “yes.” (All of it.) Lund (Sweden)."),
        (["", "  Two\n lines ", "\t"], "Two lines."),
        ([], ""),
    ],
)
def test_parts_are_put_apart_as_sentences(parts, text):
    assert as_sentences(parts) == text


@given(st.lists(st.text("ab .!?\n", max_size=12), max_size=5))
def test_no_word_is_lost_and_a_second_time_changes_nothing(parts):
    text = as_sentences(parts)

    assert text.replace(".", " ").split() == " ".join(parts).replace(".", " ").split()
    assert as_sentences([text]) == text
