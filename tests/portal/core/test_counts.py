"""Counts as people hear them."""

import pytest
from django.template import Context, Template
from django.utils import translation

from portal.core.templatetags.counts import grouped, results


@pytest.mark.parametrize(
    ("language", "count", "words"),
    [
        ("en", 0, "(0 results)"),
        ("en", 1, "(1 result)"),
        ("en", 12, "(12 results)"),
        ("sv", 1, "(1 träff)"),
        ("sv", 12, "(12 träffar)"),
        ("en", 1234, "(1,234 results)"),
        ("sv", 1234, "(1\xa0234 träffar)"),
    ],
)
def test_results_are_counted_in_the_readers_language(language, count, words):
    with translation.override(language):
        assert results(count) == words


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "12,345"), ("sv", "12\xa0345"), ("nb", "12\xa0345"), ("fi", "12\xa0345"), ("da", "12.345")],
)
def test_digits_stand_in_the_groups_of_the_language(language, shown):
    with translation.override(language):
        assert (grouped(999), grouped(12_345)) == ("999", shown)


def test_templates_ask_for_them_as_a_filter():
    template = Template("{% load counts %}{{ count|grouped }} {{ count|results }}")

    assert template.render(Context({"count": 3000})) == "3,000 (3,000 results)"
