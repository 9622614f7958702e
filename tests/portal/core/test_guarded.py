"""What programs do is refused in words for people; what people do goes through, with and without script."""

import time

import pytest
import time_machine
from django import forms
from django.test import RequestFactory
from lxml.html import fragment_fromstring

from portal.core.guarded import LEAST_SECONDS, MOST_SECONDS, PROOF, STAMP, TRAP, GuardedForm, age, new_stamp
from portal.core.proof_of_work import LIFETIME, new_challenge
from portal.front.forms import Designed
from tests.factories.guarded import guards, solved

PURPOSE = "tests.sample"
UNPROVEN = (
    "Nothing was sent: without script in your browser only three of these an hour come through from your network. "
    "Switch script on and reload the page, write to the secretariat, or wait. Try again in 60 minutes."
)


class SampleForm(Designed, GuardedForm):
    purpose = PURPOSE

    email = forms.EmailField()


class OtherForm(SampleForm):
    purpose = "tests.other"


def filled(form=SampleForm, address="192.0.2.1", **changes):
    data = {**guards(PURPOSE), "email": "a@example.org", **changes}
    return form(data, request=RequestFactory().post("/", REMOTE_ADDR=address))


def empty():
    return SampleForm(request=RequestFactory().get("/"))


def faults(form):
    return form.errors.get_json_data()


def message(form):
    """The one thing that the form complains about as a whole."""
    [[fault]] = form.errors.values()
    assert list(form.errors) == ["__all__"]
    return fault


def hidden(form):
    """The guard fields as the page has them, by name."""
    fields = (fragment_fromstring(str(field)) for field in form.hidden_fields())
    return {field.get("name") or field.find(".//input").get("name"): field for field in fields}


def test_person_with_script_goes_through_and_leaves_nothing_of_the_guards():
    form = filled()

    assert (form.is_valid(), form.cleaned_data) == (True, {"email": "a@example.org"})


def test_guards_are_hidden_fields_with_their_script():
    form = empty()

    assert list(hidden(form)) == [TRAP, STAMP, PROOF]
    assert [field.name for field in form.visible_fields()] == ["email"]
    assert str(form.media) == '<script src="/static/js/proof-of-work.js" type="module"></script>'


def test_trap_is_out_of_reach_of_people():
    trap = hidden(empty())[TRAP]
    field = trap.find(".//input")

    assert (trap.get("class"), trap.get("aria-hidden")) == ("ds-sr-only", "true")
    assert (field.get("type"), field.get("tabindex"), field.get("autocomplete")) == ("text", "-1", "off")


def test_trap_that_was_filled_in_refuses_and_says_so():
    form = filled(**{TRAP: "Cheap <watches>"})

    assert message(form) == (
        "A hidden field was filled in that people leave empty. Empty it, or write to the secretariat."
    )
    assert hidden(form)[TRAP].find(".//input").get("value") == "Cheap <watches>"


def test_form_that_comes_too_fast_is_refused():
    form = filled(**{STAMP: new_stamp(PURPOSE)})

    assert message(form) == (
        "This came faster than people write, so nothing was sent. Wait two seconds and send it again."
    )


def test_form_that_came_too_fast_goes_through_when_it_is_sent_again():
    first = filled(**{STAMP: new_stamp(PURPOSE)})
    stamp = hidden(first)[STAMP].get("value")

    with time_machine.travel(time.time() + LEAST_SECONDS + 1):
        assert filled(**{STAMP: stamp}).is_valid()


@pytest.mark.parametrize(
    "stamp",
    [
        new_stamp(PURPOSE, at=time.time() - MOST_SECONDS - 60),
        "",
        "rubbish",
        new_stamp("tests.other", at=time.time() - 60),
    ],
    ids=["too old", "none", "not ours", "of another form"],
)
def test_stamp_that_cannot_be_used_is_replaced_and_the_answers_stay(stamp):
    form = filled(**{STAMP: stamp})

    assert message(form) == (
        "This page was open for too long, so nothing was sent. What you wrote is still here: send it now."
    )
    assert form["email"].value() == "a@example.org"
    assert 0 <= age(hidden(form)[STAMP].get("value"), PURPOSE) < 5


def test_form_that_comes_back_for_another_fault_keeps_its_stamp():
    given = new_stamp(PURPOSE, at=time.time() - 60)

    assert hidden(filled(email="none", **{STAMP: given}))[STAMP].get("value") == given


def test_form_that_comes_back_has_a_new_challenge_and_no_answer():
    form = filled(email="none")
    first, second = hidden(form)[PROOF], hidden(form)[PROOF]

    assert first.get("value") is None
    assert first.get("data-challenge") != second.get("data-challenge")
    assert first.get("autocomplete") is None  # HTML has none on a hidden field; the script empties what a browser kept


def test_own_faults_use_nothing_up():
    proof = solved(new_challenge(PURPOSE, tries=1))

    first = filled(email="none", **{PROOF: proof})

    assert list(faults(first)) == ["email"]
    assert filled(**{PROOF: proof}).is_valid()


def test_without_script_three_an_hour_come_through():
    answers = [filled(**{PROOF: ""}) for _ in range(4)]

    assert [form.is_valid() for form in answers] == [True, True, True, False]
    assert message(answers[-1]) == UNPROVEN


def test_without_script_other_networks_and_other_forms_are_not_held_up():
    for _ in range(4):
        filled(**{PROOF: ""}).is_valid()

    assert filled(address="192.0.2.2", **{PROOF: ""}).is_valid()
    assert filled(OtherForm, **{PROOF: "", STAMP: new_stamp("tests.other", at=time.time() - 60)}).is_valid()


def test_with_script_nobody_is_held_up_by_those_without():
    for _ in range(4):
        filled(**{PROOF: ""}).is_valid()

    assert filled().is_valid()


def test_proof_that_was_used_before_counts_as_none():
    proof = solved(new_challenge(PURPOSE, tries=1))

    answers = [filled(**{PROOF: proof}).is_valid() for _ in range(5)]

    assert answers == [True, True, True, True, False]  # one with proof, three without


def test_proof_on_a_page_that_was_open_for_an_hour_counts_as_none():
    proof = solved(new_challenge(PURPOSE, tries=1))

    with time_machine.travel(time.time() + LIFETIME + 60):
        assert [filled(**{PROOF: proof}).is_valid() for _ in range(4)] == [True, True, True, False]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "%0a", "\u2028"])
def test_address_with_a_line_break_in_it_is_refused(newline):
    form = filled(email=f"a@example.org{newline}Bcc: b@example.org")

    assert list(faults(form)) == ["email"]


def test_form_that_nobody_has_sent_complains_about_nothing():
    assert faults(empty()) == {}
