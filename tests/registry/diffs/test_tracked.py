"""Differences as tracked changes: accepting them gives the newer words, rejecting them the older ones."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring

from registry.diffs.tracked import Tracking
from registry.diffs.words import Line, Mark, Segment, diff_text
from registry.sealed.wording import ItemList, parse
from tests.strategies import LANGUAGES, sentences, texts

TRACKING = Tracking("Joint Demand", date(2026, 3, 1))
INS = '<span class="insertion" data-author="Joint Demand" data-date="2026-03-01T00:00:00Z">'
DEL = '<span class="deletion" data-author="Joint Demand" data-date="2026-03-01T00:00:00Z">'
END = "</span>"

languages = st.sampled_from(LANGUAGES)


def _tracked(old, new, language="en"):
    return TRACKING.lines(diff_text(old, new, language))


def _left(html, gone):
    """The paragraphs and items that stay once the spans of a class are taken out; those without words are gone."""
    page = fromstring(f"<div>{html}</div>")
    for span in page.xpath(f"//span[@class='{gone}']"):
        span.drop_tree()
    return [text for each in page.xpath("//p | //li") if (text := each.text_content())]


def _plain(text):
    """The same of a text in normal form, any white space as one space."""
    groups = (group.items if isinstance(group, ItemList) else (group.text,) for group in parse(text))
    return [" ".join(line.split()) for group in groups for line in group]


def _without_space(lines):
    return re.sub(r"\s", "", "".join(lines))


@given(texts(), texts(), languages)
def test_accepting_all_gives_the_newer_text(old, new, language):
    left = _left(_tracked(old, new, language), "deletion")

    assert [" ".join(line.split()) for line in left] == _plain(new)


@given(texts(), texts(), languages)
def test_rejecting_all_gives_the_words_of_the_older_text(old, new, language):
    left = _left(_tracked(old, new, language), "insertion")

    assert list(map(_without_space, left)) == list(map(_without_space, _plain(old)))


@given(sentences(), sentences(), languages)
def test_no_answer_leaves_a_space_too_many_or_takes_one_away(old, new, language):
    html = _tracked(old, new, language)

    for gone in ("deletion", "insertion"):
        [left] = _left(html, gone)
        assert left == left.strip()
        assert "  " not in left


@given(texts(), languages)
def test_text_and_itself_have_nothing_to_accept(text, language):
    assert "span" not in re.sub(r"&lt;.*?&gt;", "", _tracked(text, text, language))


def test_word_that_changed_takes_the_space_before_it_along():
    assert _tracked("Keep it for 3 years.", "Keep it for 4 years.") == (
        f"<p>Keep it for{DEL} 3 years{END}{INS} 4 years{END}.</p>"
    )


def test_first_word_that_changed_leaves_no_space_before_the_newer_one():
    assert _tracked("Each battery lasts.", "Every battery lasts.") == (
        f"<p>{DEL}Each{END}{INS}Every{END} battery lasts.</p>"
    )


def test_space_after_a_first_word_that_came_or_went_comes_and_goes_with_it():
    assert _tracked("battery lasts long.", "The battery lasts long.") == (
        f"<p>{INS}The{END}{INS} {END}battery lasts long.</p>"
    )
    assert _tracked("The battery lasts long.", "battery lasts long.") == (
        f"<p>{DEL}The{END}{DEL} {END}battery lasts long.</p>"
    )


def test_paragraph_that_is_too_different_goes_as_a_whole_before_the_newer_one_comes():
    assert _tracked("Last for years.", "A report of any laboratory") == (
        f"<p>{DEL}Last for years.{END}</p>\n<p>{INS}A report of any laboratory{END}</p>"
    )


def test_signs_of_markup_are_words():
    assert _tracked("Less than that.", "Less than that <b> & more.") == (
        f"<p>Less than that{INS} &lt;b&gt; &amp; more{END}.</p>"
    )


def test_author_is_escaped():
    html = Tracking('A "quoted" <name>', date(2026, 3, 1)).inserted("x")

    assert fromstring(html).get("data-author") == 'A "quoted" <name>'


def test_lists_stay_lists():
    html = _tracked("- one thing\n- two things", "- one thing\n- two things\n- three more")

    assert html == f"<ul><li>one thing</li><li>two things</li><li>{INS}three more{END}</li></ul>"


def test_numbered_list_begins_with_the_number_of_the_first_item_that_stays():
    gone = Line("ol", (Segment(Mark.DELETED, "gone"),), 1)
    stays = Line("ol", (Segment(Mark.EQUAL, "stays"),), 2)

    assert TRACKING.lines([gone, stays]).startswith('<ol start="2">')
    assert TRACKING.lines([gone]).startswith('<ol start="1">')


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ("no", "no", "<strong>Mandatory:</strong> no"),
        ("no", "yes", f"<strong>Mandatory:</strong> {DEL}no{END}{INS} yes{END}"),
        ("", "yes", f"{INS}<strong>Mandatory:</strong> yes{END}"),
        ("no", "", f"{DEL}<strong>Mandatory:</strong> no{END}"),
    ],
)
def test_fact_comes_or_goes_with_its_name_where_one_side_has_none(was, now, expected):
    assert TRACKING.fact("Mandatory", was, now) == expected


@pytest.mark.parametrize(
    ("was", "is_now", "expected"),
    [
        (True, True, "Purpose &amp; aim"),
        (False, True, f"{INS}Purpose &amp; aim{END}"),
        (True, False, f"{DEL}Purpose &amp; aim{END}"),
    ],
)
def test_heading_comes_or_goes_with_what_stands_under_it(was, is_now, expected):
    assert TRACKING.whole("Purpose & aim", was=was, is_now=is_now) == expected
