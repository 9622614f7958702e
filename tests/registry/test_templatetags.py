"""How templates ask for the registry's texts and numbers."""

import pytest
from django.template import Context, Template
from django.utils.translation import override


def rendered(source, **context):
    return Template("{% load registry_texts %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "24,500"), ("sv", "24\u00a0500"), ("fi", "24\u00a0500"), ("da", "24.500")]
)
def test_number_is_written_the_way_of_the_page(language, shown):
    with override(language):
        assert rendered("{{ volume|number }}", volume=24500) == shown


@pytest.mark.parametrize(("code", "name"), [("sv", "Svenska"), ("nb", "Norsk bokmål"), ("xx", "xx")])
def test_language_has_its_own_name(code, name):
    assert rendered("{{ code|language_name }}", code=code) == name


def test_level_has_a_name():
    assert rendered("{% for level in levels %}{{ level|level_label }} {% endfor %}", levels=[1, 2, 3]) == (
        "Baseline Advanced Frontrunner "
    )
