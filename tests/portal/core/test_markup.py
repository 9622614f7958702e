"""HTML around plain values says what Django's own would say."""

import hypothesis.strategies as st
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from hypothesis import given

from portal.core.markup import filled, filled_rows

VALUES = st.text() | st.integers() | st.text().map(SafeString)


@given(VALUES, VALUES)
def test_values_are_escaped_as_django_escapes_them(first, second):
    pattern = '<a href="{}">{}</a>'

    assert filled(pattern, first, second) == format_html(pattern, first, second)


@given(st.lists(st.tuples(VALUES, VALUES)))
def test_rows_are_lines(rows):
    pattern = "<dt>{}</dt><dd>{}</dd>"

    assert filled_rows(pattern, rows) == format_html_join("\n", pattern, rows)


def test_what_is_filled_is_html_and_is_not_escaped_again():
    inner = filled("<b>{}</b>", "1 < 2")

    assert filled("<p>{}</p>", inner) == "<p><b>1 &lt; 2</b></p>"
    assert isinstance(filled("<p>{}</p>", inner), SafeString)
