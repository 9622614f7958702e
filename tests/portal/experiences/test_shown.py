"""What an audience sees as a value: written as JSON and read back the same."""

import json
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.experiences.shown import (
    Shown,
    ShownCitation,
    ShownDocument,
    ShownLesson,
    ShownOutcome,
    ShownSupplier,
    ShownValues,
)

words = st.text(max_size=8)
counts = st.none() | st.integers(0, 99)
SEVERAL = 3


def some(kind):
    """Any value of one of the plain parts."""
    return st.builds(kind, **{"pk": st.integers(1), "size": st.integers(0)} if kind is ShownDocument else {})


citations = st.builds(ShownCitation, values=st.dictionaries(words, words, max_size=SEVERAL), bidders_met=counts)
outcomes = st.builds(ShownOutcome, bids=counts, suppliers=st.lists(some(ShownSupplier), max_size=SEVERAL).map(tuple))
shown_values = st.builds(
    Shown,
    cpv=st.lists(words, max_size=SEVERAL).map(tuple),
    values=st.none() | some(ShownValues),
    criteria=st.none() | st.lists(citations, max_size=SEVERAL).map(tuple),
    outcome=st.none() | outcomes,
    lessons=st.none() | st.lists(some(ShownLesson), max_size=SEVERAL).map(tuple),
    contact=st.none() | words,
    documents=st.lists(some(ShownDocument), max_size=SEVERAL).map(tuple),
    more_for_members=st.lists(words, max_size=SEVERAL).map(tuple),
)


@given(shown_values)
def test_face_is_read_back_as_it_was_written(shown):
    assert Shown.from_dict(json.loads(json.dumps(shown.as_dict()))) == shown


@given(shown_values)
def test_face_is_plain_json_with_a_key_for_each_field(shown):
    written = shown.as_dict()

    assert list(written) == [field.name for field in fields(Shown)]
    assert json.loads(json.dumps(written)).keys() == written.keys()


@given(shown_values)
def test_section_that_is_closed_stays_apart_from_one_that_is_empty(shown):
    read = Shown.from_dict(json.loads(json.dumps(shown.as_dict())))

    sections = ("values", "criteria", "outcome", "lessons", "contact")
    assert [getattr(read, name) is None for name in sections] == [getattr(shown, name) is None for name in sections]


def test_value_cannot_be_changed_once_it_is_shown():
    with pytest.raises(AttributeError):
        ShownLesson(topic="price", text="Cheaper.").text = "Dearer."
