"""A letter that somebody edits before it leaves: its reason and its link keep their places."""

import pytest
from django.http import QueryDict

from portal.letters.editing import EditedLetterForm, SeenForm
from portal.letters.kinds import Words

WORDS = Words("Subject", "Hello\n\n{reason}\n\n{link}\n")


def form(*, words=WORDS, needs_reason=True, **typed):
    sent = QueryDict(mutable=True)
    sent.update({"seen": "3", "reason_text": "Why not?", "letter": words.body, **typed})
    return EditedLetterForm(words, language="sv", seen=3, sent=sent, needs_reason=needs_reason)


def test_unchanged_letter_is_filled_with_its_reason():
    edited = form()

    assert edited.is_valid()
    assert (edited.text, edited.reason) == ("Hello\n\nWhy not?\n\n{link}", "Why not?")


def test_letter_comes_prefilled_in_its_language_with_what_was_seen():
    edited = EditedLetterForm(WORDS, language="sv", seen=3, sent=None, needs_reason=True)

    assert (edited["letter"].value(), edited["seen"].value()) == (WORDS.body, 3)
    assert {name: field.widget.attrs.get("lang") for name, field in edited.fields.items()} == {
        "reason_text": "sv",
        "letter": "sv",
        "seen": "sv",
    }


def test_letter_without_its_link_is_refused():
    edited = form(letter="Hello")

    assert edited.errors == {"letter": ["The letter has lost its link. Put {link} back on a line of its own."]}


def test_letter_that_never_had_a_link_needs_none():
    assert form(words=Words("Subject", "Hello"), letter="Bye").is_valid()


@pytest.mark.parametrize("reason", ["", " ", "\n"])
def test_reason_has_words(reason):
    assert list(form(reason_text=reason).errors) == ["reason_text"]


def test_letter_without_a_reason_takes_none():
    edited = form(needs_reason=False, letter="{link}")

    assert edited.is_valid()
    assert (edited.text, edited.reason) == ("{link}", "")


@pytest.mark.parametrize(("seen", "is_taken"), [("3", True), ("", False), ("x", False)])
def test_what_was_seen_is_a_number(seen, is_taken):
    assert SeenForm(3, QueryDict(f"seen={seen}")).is_valid() is is_taken


def test_mere_yes_has_neither_letter_nor_reason():
    assert (SeenForm(3).text, SeenForm(3).reason) == ("", "")
