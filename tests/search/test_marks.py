"""What was found, as HTML."""

from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from search.marks import CLOSE, OPEN, marked_html, plain, unmarked


def test_marks_become_html_and_nothing_else_does():
    shown = marked_html(f"<b>A {OPEN}battery{CLOSE}</b> & more")

    assert shown == "&lt;b&gt;A <mark>battery</mark>&lt;/b&gt; &amp; more"
    assert isinstance(shown, SafeString)


def test_text_of_ours_loses_such_characters():
    assert unmarked(f"A {OPEN}battery{CLOSE}") == "A battery"


@given(st.text())
def test_unmarked_text_comes_back_from_its_html(text):
    kept = unmarked(text)

    assert plain(marked_html(kept)) == kept


@given(st.text(), st.text(), st.text())
def test_marks_are_left_out_of_plain_text(before, found, after):
    parts = [unmarked(part) for part in (before, found, after)]

    assert plain(marked_html(f"{parts[0]}{OPEN}{parts[1]}{CLOSE}{parts[2]}")) == "".join(parts)
