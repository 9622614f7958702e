"""The rules of a register: what the database takes for one."""

from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from registry.models import Register
from tests.factories.registry import RegisterFactory

pytestmark = pytest.mark.django_db


def test_new_register_asks_for_two_weeks_and_one_half_of_the_members_and_two_thirds():
    register = Register.objects.create(code="new", authoritative_languages=["en"])

    assert (register.consultation_min_days, register.voting_min_days, register.translations_percent) == (14, 7, 0)
    assert (register.quorum, register.majority) == (Fraction(1, 2), Fraction(2, 3))
    assert register.is_governed is False


@pytest.mark.parametrize(
    "rules",
    [
        {"quorum_numerator": 0},
        {"quorum_numerator": 3},
        {"quorum_denominator": 0},
        {"majority_numerator": 1, "majority_denominator": 2},  # then a text and its opposite could both win
        {"majority_numerator": 4},
        {"majority_numerator": 0},
        {"translations_percent": 101},
    ],
    ids=str,
)
def test_rules_that_are_none_are_refused_by_the_database(rules):
    register = RegisterFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Register.objects.filter(pk=register.pk).update(**rules)


@pytest.mark.parametrize(
    "rules",
    [
        {"quorum_numerator": 2},
        {"majority_numerator": 51, "majority_denominator": 100},
        {"majority_numerator": 3},
        {"translations_percent": 100},
        {"consultation_min_days": 0},
        {"voting_min_days": 0},
    ],
    ids=str,
)
def test_rules_at_their_bounds_are_taken(rules):
    register = RegisterFactory()

    assert Register.objects.filter(pk=register.pk).update(**rules) == 1
