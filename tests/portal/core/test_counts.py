"""Counts as people hear them."""

import pytest
from django.template import Context, Template
from django.utils import translation

from portal.core.templatetags.counts import results


@pytest.mark.parametrize(
    ("language", "count", "words"),
    [
        ("en", 0, "(0 results)"),
        ("en", 1, "(1 result)"),
        ("en", 12, "(12 results)"),
        ("sv", 1, "(1 träff)"),
        ("sv", 12, "(12 träffar)"),
    ],
)
def test_results_are_counted_in_the_readers_language(language, count, words):
    with translation.override(language):
        assert results(count) == words


def test_templates_ask_for_them_as_a_filter():
    template = Template("{% load counts %}{{ count|results }}")

    assert template.render(Context({"count": 3})) == "(3 results)"
