"""Countries in the reader's language."""

import pytest
from django.utils.translation import override

from portal.members.countries import CODES, country_choices, country_name, nuts_prefix


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Norway"), ("sv", "Norge"), ("nb", "Norge"), ("fi", "Norja"), ("da", "Norge")]
)
def test_country_has_its_name_in_every_language(language, name):
    with override(language):
        assert country_name("NO") == name


def test_name_follows_the_language_from_one_question_to_the_next():
    for language, name in [("fi", "Norja"), ("en", "Norway"), ("fi", "Norja")]:
        with override(language):
            assert country_name("NO") == name
            assert dict(country_choices())["NO"] == name


def test_without_a_language_names_are_those_of_the_portal():
    with override(None):
        assert country_name("NO") == "Norway"


def test_unknown_country_shows_its_code():
    assert country_name("QZ") == "QZ"


def test_choices_stand_in_the_order_of_their_names():
    with override("fi"):
        choices = country_choices()

    assert [name for _code, name in choices] == sorted(name for _code, name in choices)
    assert sorted(code for code, _name in choices) == sorted(CODES)


def test_no_code_is_listed_twice():
    assert len(set(CODES)) == len(CODES)


@pytest.mark.parametrize(("code", "prefix"), [("SE", "SE"), ("GR", "EL"), ("GB", "UK")])
def test_regions_begin_with_the_letters_of_nuts(code, prefix):
    assert nuts_prefix(code) == prefix
