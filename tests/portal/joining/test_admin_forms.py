"""The forms of reviewers by themselves: what a letter becomes, and which texts are taken."""

import pytest
from django.http import QueryDict

from portal.joining.admin.forms import LetterForm, NoteForm, RecusalForm
from portal.joining.letters import draft
from portal.joining.models import JoinRequest
from portal.letters.editing import SeenForm


def request_to_join():
    return JoinRequest(pk=1, reference="JD-22222222", language="en", email="a@example.org", submission=3)


def sent(**fields):
    typed = QueryDict(mutable=True)
    typed.update({"seen": "3", **fields})
    return typed


def test_reason_takes_its_place_in_the_letter():
    form = LetterForm(request_to_join(), "ask", sent(letter="A {reason} B {reason}\n{link}", reason_text=" Why? "))

    assert form.is_valid()
    assert (form.text, form.reason) == ("A Why? B Why?\n{link}", "Why?")


def test_letter_may_say_the_reason_in_its_own_words():
    form = LetterForm(request_to_join(), "ask", sent(letter="Because of this.\n{link}", reason_text="Why?"))

    assert form.is_valid()
    assert form.text == "Because of this.\n{link}"


def test_reason_of_a_step_without_one_is_not_taken():
    form = LetterForm(request_to_join(), "resume", sent(letter="On we go. {link}", reason_text="Smuggled"))

    assert form.is_valid()
    assert (form.text, form.reason) == ("On we go. {link}", "")


@pytest.mark.parametrize("name", ["start_review", "ask", "hold", "resume", "approve", "decline"])
def test_unchanged_letter_is_valid_for_every_step(name):
    letter = draft(request_to_join(), name, language="en").body

    assert LetterForm(request_to_join(), name, sent(letter=letter, reason_text="Why?")).is_valid()


def test_overlong_letter_is_refused():
    form = LetterForm(request_to_join(), "resume", sent(letter="{link}" + "x" * 10_000))

    assert list(form.errors) == ["letter"]


def test_reason_comes_before_the_letter():
    assert list(LetterForm(request_to_join(), "ask").fields) == ["reason_text", "letter", "seen"]


def test_mere_yes_knows_only_the_submission():
    form = SeenForm(3, sent(letter="Smuggled"))

    assert (form.is_valid(), form.text, form.reason, form.cleaned_data) == (True, "", "", {"seen": 3})


@pytest.mark.parametrize(("text", "is_taken"), [("Called them.", True), ("", False), (" ", False), ("x" * 2001, False)])
def test_note_needs_words(text, is_taken):
    assert NoteForm({"text": text}).is_valid() is is_taken


@pytest.mark.parametrize(("reason", "is_taken"), [("My city.", True), ("", False), ("x" * 501, False)])
def test_recusal_needs_a_reason(reason, is_taken):
    assert RecusalForm({"reason": reason}).is_valid() is is_taken
