"""A sealed text as a reader sees it: paragraphs, lists, numbers in her language, and nothing of it ever markup."""

import re
from html import unescape

import pytest
from django.utils.html import format_html
from hypothesis import given
from hypothesis import strategies as st

from registry.sealed.canonical import normal_text
from registry.sealed.wording import (
    ItemList,
    Paragraph,
    as_html,
    as_plain,
    filled,
    parse,
    placeholders,
    shown_value,
)

HOSTILE = st.text(alphabet=st.sampled_from("<>&\"'{}/ab1.- \n")) | st.text()
VALUES = {"cycles": "1000", "share": "0.8", "grade": "A"}
TAGS = re.compile(r"</?(?:p|ul|ol|li)>")


def test_parse_reads_paragraphs_and_lists():
    text = normal_text("The phone shall\n\n1. last;\n2. be repairable.\n\nThe buyer may\n- look,\n- ask.")

    assert parse(text) == [
        Paragraph("The phone shall"),
        ItemList(("last;", "be repairable."), is_numbered=True),
        Paragraph("The buyer may"),
        ItemList(("look,", "ask."), is_numbered=False),
    ]


def test_parse_of_nothing_is_nothing():
    assert parse("") == []


@pytest.mark.parametrize("text", ["1.5 metres", "-5 degrees", "2023/1670", "…"])
def test_paragraph_that_begins_like_a_list_is_a_paragraph(text):
    assert parse(normal_text(text)) == [Paragraph(text)]


@given(HOSTILE)
def test_parsed_and_written_again_is_the_normal_text(text):
    written = []
    for group in parse(normal_text(text)):
        if isinstance(group, Paragraph):
            written.append(group.text)
        else:
            markers = [f"{place}." if group.is_numbered else "-" for place in range(1, len(group.items) + 1)]
            pairs = zip(markers, group.items, strict=True)
            written.append("\n".join(f"{marker} {item}".rstrip() for marker, item in pairs))

    assert "\n\n".join(written) == normal_text(text)


def test_placeholders_are_the_codes_in_braces():
    assert placeholders("{cycles} cycles at {share} %, {cycles} again, not {Share}, { x } or {1}") == {
        "cycles",
        "share",
    }


@pytest.mark.parametrize(
    ("language", "thousand", "share"),
    [
        ("en", "1,000", "0.8"),
        ("sv", "1\u00a0000", "0,8"),
        ("nb", "1\u00a0000", "0,8"),
        ("fi", "1\u00a0000", "0,8"),
        ("da", "1.000", "0,8"),
    ],
)
def test_filled_writes_numbers_the_way_of_the_language(language, thousand, share):
    assert filled("{cycles} / {share} / {grade}", VALUES, language) == f"{thousand} / {share} / A"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("1000000", "1,000,000"),
        ("0.123456", "0.123456"),
        ("-5", "-5"),
        ("0", "0"),
        ("A", "A"),
        ("", ""),
        ("NaN", "NaN"),
        ("1e9999999999", "1e9999999999"),
        ("9" * 40, "9" * 40),
    ],
)
def test_shown_value_keeps_every_digit_and_leaves_what_is_no_number(value, shown):
    assert shown_value(value, "en") == shown


def test_placeholder_without_a_value_stays_as_it_is():
    assert filled("{cycles} and {unknown}", VALUES, "en") == "1,000 and {unknown}"


def test_value_that_looks_like_a_placeholder_is_not_filled_again():
    values = {"grade": "{cycles}", "cycles": "1000"}

    assert filled("{grade}", values, "en") == "{cycles}"
    assert as_html("{grade}", values, "en") == "<p>{cycles}</p>"


def test_as_plain_parts_paragraphs_and_lists_by_a_blank_line():
    text = normal_text("The phone shall\n1. last {cycles} cycles;\n2. be repairable.")

    assert as_plain(text, VALUES, "en") == "The phone shall\n\n1. last 1,000 cycles;\n2. be repairable."


def test_as_html_has_paragraphs_and_both_kinds_of_list():
    text = normal_text("It shall\n1. last {cycles} cycles;\n2. be repairable.\n\nThe buyer may\n- look.")

    assert as_html(text, VALUES, "sv") == (
        "<p>It shall</p>\n<ol><li>last 1\u00a0000 cycles;</li><li>be repairable.</li></ol>\n"
        "<p>The buyer may</p>\n<ul><li>look.</li></ul>"
    )


def test_as_html_lets_the_caller_wrap_each_value():
    html = as_html(
        "{cycles} of {grade}",
        VALUES,
        "en",
        parameter_html=lambda code, shown: format_html('<span class="{}">{}</span>', code, shown),
    )

    assert html == '<p><span class="cycles">1,000</span> of <span class="grade">A</span></p>'


def test_as_html_escapes_text_and_values():
    html = as_html("<script>alert(1)</script> & {grade}", {"grade": '<img src="x">'}, "en")

    assert html == "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;img src=&quot;x&quot;&gt;</p>"


@given(text=HOSTILE, value=HOSTILE)
def test_as_html_of_a_hostile_text_has_no_markup_but_ours(text, value):
    html = as_html(normal_text(f"{{grade}} {text}"), {"grade": value}, "en")

    rest = TAGS.sub("", html)
    assert (rest.count("<"), rest.count(">"), rest.count('"'), rest.count("'")) == (0, 0, 0, 0)


@given(HOSTILE)
def test_as_html_says_what_the_text_says(text):
    groups = parse(normal_text(text))
    said = [group.text if isinstance(group, Paragraph) else "".join(group.items) for group in groups]

    assert unescape(TAGS.sub("", as_html(normal_text(text), {}, "en"))) == "\n".join(said)
