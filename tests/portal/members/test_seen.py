"""The mark of stored values."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from hypothesis import given
from hypothesis import strategies as st

from portal.members.seen import seen_of


def test_same_values_have_the_same_mark():
    assert seen_of("Malmö", 1, None, date(2026, 1, 2)) == seen_of("Malmö", 1, None, date(2026, 1, 2))


def test_mark_fits_a_hidden_field():
    assert len(seen_of("x" * 100_000)) == 16
    assert seen_of(Decimal("1.0")).isalnum()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", ""), ("", "a")),
        ((None,), ("",)),
        ((1,), ("1",)),
        ((["sv", "en"],), (["en", "sv"],)),
        ((), (None,)),
    ],
)
def test_different_values_have_different_marks(one, other):
    assert seen_of(*one) != seen_of(*other)


VALUES = st.lists(st.one_of(st.none(), st.text(), st.integers(), st.dates(), st.lists(st.text(max_size=3))), max_size=4)


@given(one=VALUES, other=VALUES)
def test_marks_are_the_same_only_for_the_same_values(one, other):
    written = [json.dumps(each, cls=DjangoJSONEncoder) for each in (one, other)]

    assert (seen_of(*one) == seen_of(*other)) is (written[0] == written[1])
