"""A form that is sent twice says one thing."""

import pytest
from django import forms

from portal.core.sent_once import LONGEST_KEY, key_field
from portal.experiences.models import CriterionFeedback
from tests.factories.experiences import SuggestionFactory


class Form(forms.Form):
    key = key_field()


def test_each_page_with_a_form_has_a_key_of_its_own():
    keys = {Form()["key"].value() for _page in range(3)}

    assert (len(keys), {len(key) for key in keys}) == (3, {LONGEST_KEY})


def test_form_that_comes_back_keeps_its_key():
    assert Form({"key": "k1"})["key"].value() == "k1"


def test_key_is_asked_of_nobody_and_not_endless():
    assert (Form({}).is_valid(), Form({"key": "k" * (LONGEST_KEY + 1)}).is_valid()) == (True, False)


@pytest.mark.django_db
def test_same_form_finds_what_it_has_made_and_no_form_finds_nothing():
    made, keyless = SuggestionFactory(key="k1", text="Why?"), SuggestionFactory(key="", text="Why?")
    rows = CriterionFeedback.objects

    assert rows.sent_before(key="k1", text="Why?") == made
    assert rows.sent_before(key="k1", text="How?") is None
    assert rows.sent_before(key="", text="Why?", email=keyless.email) is None
    assert rows.sent_before(text="Why?") is None
