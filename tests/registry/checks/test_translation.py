"""What keeps a translation from being sealed: words that lack, values that are lost, a source that moved on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.checks.translation import placeholder_faults, translation_faults
from registry.diffs.suggestions import Suggestion
from registry.models import VersionTranslation
from registry.sealed.wording import placeholders

SOURCE = "At least {share} % after {cycles} cycles."
WORDS = st.text("ab {}", max_size=20)
CODES = st.lists(st.sampled_from(["share", "cycles", "years"]), max_size=3)
MOVED_ON = "The source has changed and the translation has not: change it too, or tick that it still holds."
EMPTY = "There is no translation yet: write it, or take over what is suggested."


def text_with(codes, words=""):
    return words + "".join(f" {{{code}}}" for code in codes)


def faults(text, *, source=SOURCE, offer=None, settled=None, kept=()):
    found = translation_faults(
        {"title": source},
        {"title": text} if text else {},
        offered={"title": offer} if offer else {},
        settled={"title": settled} if settled else {},
        kept=kept,
    )
    return found.get("title", [])


def earlier(text, *, holds=False):
    return Suggestion(text, VersionTranslation(), "At least {share} % in {cycles} cycles.", holds)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Minst {share} % efter {cycles} cykler.", []),
        ("Efter {cycles} cykler minst {share} %.", []),
        ("Minst {share} %.", ["{cycles} is missing, where the value stands: copy it from the source."]),
        ("Minst.", ["{cycles}, {share} is missing, where the value stands: copy it from the source."]),
        (
            "Minst {share} % efter {cykler}.",
            [
                "{cycles} is missing, where the value stands: copy it from the source.",
                "{cykler} is not in the source, so no value would stand there: take it out.",
            ],
        ),
        (
            "Minst {share} % efter { cycles }.",
            ["{cycles} is missing, where the value stands: copy it from the source."],
        ),
        ("", [EMPTY]),
    ],
)
def test_fault_says_what_to_do(text, expected):
    assert faults(text) == expected


@given(CODES, CODES, WORDS)
def test_placeholders_are_kept_exactly_where_there_is_no_fault(wanted, written, words):
    source, text = text_with(wanted), text_with(written, words)

    is_fine = list(placeholder_faults(source, text)) == []

    assert is_fine is (placeholders(source) == placeholders(text))


@given(WORDS, CODES)
def test_text_keeps_its_own_placeholders(words, codes):
    text = text_with(codes, words)

    assert list(placeholder_faults(text, text)) == []


def test_earlier_words_of_a_changed_source_are_to_be_touched():
    old = "Minst {share} % i {cycles} cykler."

    assert faults(old, offer=earlier(old)) == [MOVED_ON]
    assert faults("Minst {share} % efter {cycles} cykler.", offer=earlier(old)) == []


def test_tick_says_that_they_still_hold():
    old = "Minst {share} % i {cycles} cykler."

    assert faults(old, offer=earlier(old), kept=["title"]) == []
    assert faults(old, offer=earlier(old), kept=["purpose"]) == [MOVED_ON]


def test_words_whose_source_stayed_need_nothing():
    old = "Minst {share} % efter {cycles} cykler."

    assert faults(old, offer=earlier(old, holds=True)) == []


def test_words_that_were_confirmed_for_this_source_need_nothing_again():
    old = "Minst {share} % i {cycles} cykler."

    assert faults(old, offer=earlier(old), settled=old) == []


def test_tick_does_not_excuse_a_lost_value():
    assert faults("Minst.", offer=earlier("Minst."), kept=["title"]) == [
        "{cycles}, {share} is missing, where the value stands: copy it from the source."
    ]


def test_blocks_without_a_fault_are_not_named():
    found = translation_faults({"title": "A", "purpose": "B"}, {"title": "A"}, offered={}, settled={}, kept=())

    assert found == {"purpose": [EMPTY]}


def test_complete_translation_has_no_fault():
    assert translation_faults({"title": "A"}, {"title": "Ä"}, offered={}, settled={}, kept=()) == {}
