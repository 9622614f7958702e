"""The registry's words: codes that never change, and what the rules say of them."""

import re

import pytest
from django.db.models import Choices

from registry import eforms, enums
from registry.cpv import CPV
from registry.enums import IN_FORCE, REPLACING, SUCCESSION, Bump, CriterionKind, Level, LineageKind, StatusKind

ENUMS = [value for value in vars(enums).values() if isinstance(value, type) and issubclass(value, Choices)]


@pytest.mark.parametrize("words", ENUMS, ids=lambda words: words.__name__)
def test_every_word_has_a_label_of_its_own(words):
    labels = [str(label) for label in words.labels]

    assert all(labels)
    assert len(set(labels)) == len(labels)


def test_kinds_are_those_of_the_directive():
    """Directive 2014/24/EU, articles 57, 58, 42, 67 and 70, in the order of a tender."""
    assert CriterionKind.values == ["exclusion", "selection", "technical_specification", "award", "performance"]


def test_levels_and_steps_are_ordered():
    assert Level.BASELINE < Level.ADVANCED < Level.FRONTRUNNER
    assert Bump.PATCH < Bump.MINOR < Bump.MAJOR


def test_in_force_is_published_or_deprecated():
    assert set(IN_FORCE) == {StatusKind.PUBLISHED, StatusKind.DEPRECATED}


def test_replacing_kinds_are_those_that_take_a_place():
    others = {LineageKind.ESCALATES, LineageKind.REQUIRES, LineageKind.CONFLICTS_WITH, LineageKind.RELATED}

    assert set(REPLACING) == set(LineageKind) - others
    assert set(REPLACING) - set(SUCCESSION) == {LineageKind.REPLACES}


def test_cpv_codes_have_eight_digits_and_a_check_digit():
    assert [code for code in CPV if not re.fullmatch(r"[0-9]{8}-[0-9]", code)] == []
    assert list(CPV) == sorted(CPV)


def test_eforms_terms_have_codes_and_codes_a_term():
    assert list(eforms.TERMS) == list(eforms.CODES)
    assert [term for term in eforms.TERMS if not re.fullmatch(r"BT-[0-9]+", term)] == []
    assert all(eforms.CODES.values())
