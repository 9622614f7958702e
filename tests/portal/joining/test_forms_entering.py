"""The short forms around a request."""

import pytest
from django.test import RequestFactory

from portal.joining.forms.entering import (
    SIGNING,
    SUPPORTING,
    ColleagueForm,
    EmailForm,
    ResumeForm,
    SuitabilityForm,
    WithdrawForm,
)
from portal.joining.services.applying import begin
from portal.members.enums import LegalType
from tests.factories.guarded import guards


def resume(reference, email="it@example.org"):
    data = {**guards("joining.resume"), "reference": reference, "email": email}
    return ResumeForm(data, request=RequestFactory().post("/"))


def test_every_answer_to_the_suitability_question_is_taken():
    kinds = [*SIGNING, *SUPPORTING]

    assert [kind for kind in kinds if not SuitabilityForm({"organisation": kind}).is_valid()] == []
    assert set(SIGNING) <= set(LegalType)


def test_no_answer_asks_for_one():
    form = SuitabilityForm({})

    assert form.errors == {"organisation": ["Choose the kind that comes closest."]}


@pytest.mark.parametrize(
    "typed", ["JD-7Q4KM2XP", "jd-7q4km2xp", " JD 7Q4K M2XP ", "7Q4KM2XP", "JD–7Q4KM2XP", "JD7Q4KM2XP\u200b"]
)
def test_reference_is_read_however_it_is_written(typed):
    form = resume(typed)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["reference"] == "JD-7Q4KM2XP"


@pytest.mark.django_db
def test_reference_that_we_give_out_is_read_as_it_is():
    reference = begin(kind="public_buyer", email="it@example.org", language="en").reference
    form = resume(reference)

    assert form.is_valid()
    assert form.cleaned_data["reference"] == reference


@pytest.mark.parametrize(
    ("form", "messages"),
    [
        (
            resume("", ""),
            ["Write the reference of the request.", "Write the address with which the request was begun."],
        ),
        (
            EmailForm({**guards("joining.begin"), "email": " "}, request=RequestFactory().post("/")),
            ["Write the address to which we may mail your link."],
        ),
        (ColleagueForm({}), ["Write the address of your colleague."]),
    ],
    ids=["resume", "email", "colleague"],
)
def test_empty_form_says_what_to_write(form, messages):
    assert [str(error) for errors in form.errors.values() for error in errors] == messages


def test_withdrawing_needs_no_reason():
    assert WithdrawForm({"reason": ""}).is_valid()
    assert not WithdrawForm({"reason": "x" * 1001}).is_valid()
