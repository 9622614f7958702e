"""Differences word by word and their laws, in several languages."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.diffs.words import Line, Mark, Segment, diff_text, diff_words, tokens
from tests.strategies import LANGUAGES, sentences, texts

languages = st.sampled_from(LANGUAGES)


def _without_space(text: str) -> str:
    return re.sub(r"\s", "", text)


def _side(segments: tuple[Segment, ...], *marks: Mark) -> str:
    return _without_space("".join(segment.text for segment in segments if segment.mark in marks))


def _mirrored(lines: tuple[Line, ...]) -> list[list[tuple[str, Mark, str]]]:
    return [[(line.style, seg.mark.mirrored, _without_space(seg.text)) for seg in line.segments] for line in lines]


def _shape(lines: tuple[Line, ...]) -> list[list[tuple[str, Mark, str]]]:
    return [[(line.style, seg.mark, _without_space(seg.text)) for seg in line.segments] for line in lines]


def _sorted_runs(shape: list[list[tuple[str, Mark, str]]]) -> list[tuple[str, Mark, str]]:
    return sorted(segment for line in shape for segment in line)


@given(st.text(max_size=60), languages)
def test_tokens_hold_every_sign_but_white_space(text: str, language: str):
    assert "".join(map(_without_space, tokens(text, language))) == _without_space(text)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "at least 80 % after 1,000 cycles.", ["at", "least", "80 %", "after", "1,000 cycles", "."]),
        ("sv", "minst 0,8 % efter 1 000 cykler", ["minst", "0,8 %", "efter", "1 000 cykler"]),
        ("sv", "efter 1\u00a0000 cykler i 5 år", ["efter", "1\u00a0000 cykler", "i", "5 år"]),
        ("nb", "i 30 arbeidsdager", ["i", "30 arbeidsdager"]),
        ("fi", "1\u00a0000 lataussykliä, 3 vuoden ajan", ["1\u00a0000 lataussykliä", ",", "3 vuoden", "ajan"]),
        ("da", "1.000 cyklusser og 2,5 %", ["1.000 cyklusser", "og", "2,5 %"]),
        ("en", "within 5 working days, 3–5 years", ["within", "5 working days", ",", "3", "–", "5 years"]),
        ("en", "(EU) 2023/1670, IEC 62133-2:2017", ["(", "EU", ")", "2023/1670", ",", "IEC", "62133-2:2017"]),
        ("en", "in 2025, 800 falls from 1.5 m", ["in", "2025", ",", "800 falls", "from", "1.5 m"]),
        ("en", "800 cyclists", ["800", "cyclists"]),
    ],
)
def test_token_is_a_word_or_a_number_with_its_unit(language: str, text: str, expected: list[str]):
    assert tokens(text, language) == expected


@given(sentences(), languages)
def test_words_of_a_text_and_itself_are_equal(text: str, language: str):
    assert {segment.mark for segment in diff_words(text, text, language)} == {Mark.EQUAL}


@given(sentences(), sentences(), languages)
def test_words_hold_both_texts(old: str, new: str, language: str):
    segments = diff_words(old, new, language)

    assert _side(segments, Mark.EQUAL, Mark.DELETED) == _without_space(old)
    assert _side(segments, Mark.EQUAL, Mark.INSERTED) == _without_space(new)


@given(sentences(), sentences(), languages)
def test_words_back_insert_what_words_there_delete(old: str, new: str, language: str):
    there, back = diff_words(old, new, language), diff_words(new, old, language)

    assert [seg.text for seg in there if seg.mark is Mark.DELETED] == [
        seg.text for seg in back if seg.mark is Mark.INSERTED
    ]
    assert [seg.text for seg in there if seg.mark is Mark.INSERTED] == [
        seg.text for seg in back if seg.mark is Mark.DELETED
    ]


@given(texts(), languages)
def test_text_and_itself_differ_nowhere(text: str, language: str):
    assert not any(line.is_changed for line in diff_text(text, text, language))


@given(texts(), texts(), languages)
def test_text_back_mirrors_text_there(old: str, new: str, language: str):
    there, back = diff_text(old, new, language), diff_text(new, old, language)

    assert _sorted_runs(_mirrored(there)) == _sorted_runs(_shape(back))


@given(texts(), texts(), languages)
def test_text_that_is_added_and_taken_away_again_leaves_no_trace(old: str, added: str, language: str):
    """All of a text stays equal when another is put behind it, and nothing of it is inserted going back."""
    longer = f"{old}\n\n{added}"
    there = diff_text(old, longer, language)

    kept = "".join(_side(line.segments, Mark.EQUAL, Mark.DELETED) for line in there)
    back = "".join(_side(line.segments, Mark.EQUAL, Mark.INSERTED) for line in diff_text(longer, old, language))

    assert kept == back


def test_words_of_white_space_only_are_equal():
    assert diff_words("80 %  of it", "80% of\u00a0it", "en") == (Segment(Mark.EQUAL, "80% of it"),)


def test_words_show_a_changed_number_whole():
    segments = diff_words("after 800 cycles at least", "after 1,000 cycles at least", "en")

    assert [(segment.mark, segment.text) for segment in segments] == [
        (Mark.EQUAL, "after"),
        (Mark.DELETED, "800 cycles"),
        (Mark.INSERTED, "1,000 cycles"),
        (Mark.EQUAL, "at least"),
    ]


def test_words_read_small_islands_as_part_of_the_change():
    segments = diff_words("give warranty of goods for free", "give insurance of everything for free", "en")

    assert [(segment.mark, segment.text) for segment in segments] == [
        (Mark.EQUAL, "give"),
        (Mark.DELETED, "warranty of goods"),
        (Mark.INSERTED, "insurance of everything"),
        (Mark.EQUAL, "for free"),
    ]


def test_words_never_swallow_a_number_that_stays():
    segments = diff_words("rather 800 than anything", "exactly 800 or whatever", "en")

    assert (Mark.EQUAL, "800") in [(segment.mark, segment.text) for segment in segments]


def test_text_compares_each_list_item_with_its_own():
    old = "The battery shall\n\n1. keep its capacity for years;\n2. tell its age to the user."
    new = "The battery shall\n\n1. be safe;\n2. keep its capacity for longer;\n3. tell its age to the user."

    lines = diff_text(old, new, "en")

    assert [(line.style, line.number, _side(line.segments, Mark.INSERTED)) for line in lines] == [
        ("p", 0, ""),
        ("ol", 1, "besafe;"),
        ("ol", 2, "longer"),
        ("ol", 3, ""),
    ]


def test_text_shows_a_paragraph_that_became_an_item_as_gone_and_come():
    lines = diff_text("Keep it safe.", "- Keep it safe.", "en")

    assert [(line.style, line.segments[0].mark) for line in lines] == [("p", Mark.DELETED), ("ul", Mark.INSERTED)]


def test_text_shows_what_went_before_what_came():
    lines = diff_text("One thing entirely.", "Something completely different", "en")

    assert [line.segments[0].mark for line in lines] == [Mark.DELETED, Mark.INSERTED]
