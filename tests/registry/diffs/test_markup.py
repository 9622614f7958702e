"""Differences as HTML."""

from django.utils.translation import override

from registry.diffs.markup import change_html, lines_html, segments_html
from registry.diffs.words import diff_text, diff_words

ADDED = '<ins><span class="ds-sr-only">added: </span>'
REMOVED = '<del><span class="ds-sr-only">removed: </span>'


def test_segments_say_in_words_what_they_show():
    html = segments_html(diff_words("after 800 cycles.", "after 1,000 cycles.", "en"))

    assert html == f"after {REMOVED}800 cycles</del> {ADDED}1,000 cycles</ins>."


def test_segments_escape_what_they_show():
    html = segments_html(diff_words("a < b", "a <script> b", "en"))

    assert html == f"a &lt;{ADDED}script&gt;</ins> b"


def test_lines_keep_paragraphs_and_lists():
    old = "It shall\n\n1. last;\n2. be safe.\n\n- Either way."
    new = "It shall\n\n1. last.\n\n- Either way."

    html = lines_html(diff_text(old, new, "en"))

    assert html.split("\n") == [
        "<p>It shall</p>",
        f'<ol><li value="1">last{REMOVED};</del>{ADDED}.</ins></li><li value="2">{REMOVED}be safe.</del></li></ol>',
        "<ul><li>Either way.</li></ul>",
    ]


def test_lines_mark_a_new_text_as_added():
    assert lines_html(diff_text("", "All new.", "en")) == f"<p>{ADDED}All new.</ins></p>"


def test_change_of_a_fact_shows_both_sides():
    assert change_html("B", "A") == f"{REMOVED}B</del> {ADDED}A</ins>"
    assert change_html("", "A & B") == f"{ADDED}A &amp; B</ins>"
    assert change_html("B", "") == f"{REMOVED}B</del>"
    assert change_html("A", "A") == "A"


def test_words_for_screen_readers_are_translated_when_shown():
    with override("en"):
        assert "added:" in change_html("", "x")
