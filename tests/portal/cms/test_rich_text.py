"""Rich text is cleaned on its way in and on its way out."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.rich_text import RichText

from portal.cms.rich_text import SCHEMES, TAGS, CleanRichTextBlock, clean_shown, clean_stored

HOSTILE = [
    "<script>alert(1)</script>",
    '<img src="x" onerror="alert(1)">',
    '<a href="javascript:alert(1)">here</a>',
    '<p style="position:fixed" onclick="alert(1)">here</p>',
    '<iframe src="https://example.org"></iframe>',
    '<svg><a xlink:href="javascript:alert(1)"><text>here</text></a></svg>',
    '<embed embedtype="media" url="https://example.org/video">',
]
fragments = st.sampled_from(
    [*HOSTILE, "<p>", "</p>", "<b>", "<!--", "&lt;script&gt;", "<h3>", "text ", '" onload="', "<a href='"]
)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<p>plain <b>bold</b> <i>italic</i></p>", "<p>plain <b>bold</b> <i>italic</i></p>"),
        ("<h3>Heading</h3><ul><li>one</li></ul>", "<h3>Heading</h3><ul><li>one</li></ul>"),
        ('<a href="/sv/members/">buyers</a>', '<a href="/sv/members/">buyers</a>'),
        ('<a href="mailto:office@example.org">mail</a>', '<a href="mailto:office@example.org">mail</a>'),
        ('<a href="javascript:alert(1)">here</a>', "<a>here</a>"),
        ("<script>alert(1)</script><p>text</p>", "<p>text</p>"),
        ('<p style="color:red" onclick="x()">text</p>', "<p>text</p>"),
        ("<h1>too big</h1>", "too big"),
    ],
)
def test_only_our_tags_are_shown(source, shown):
    assert clean_shown(source) == shown


def test_link_to_a_page_is_stored_as_wagtail_writes_it():
    source = '<p data-block-key="k1"><a linktype="page" id="7">buyers</a></p>'

    assert clean_stored(source) == source


@pytest.mark.parametrize("hostile", HOSTILE)
def test_block_cleans_what_a_form_or_an_import_brings(hostile):
    block = CleanRichTextBlock()

    from_form = block.value_from_form(f"<p>kept</p>{hostile}").source
    from_import = block.get_prep_value(RichText(f"<p>kept</p>{hostile}"))

    assert from_form == from_import == clean_stored(f"<p>kept</p>{hostile}")
    assert not any(word in from_form for word in ("alert", "<script", "onerror", "onclick", "<iframe", "<embed"))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_is_stored_uncleaned_is_cleaned_when_shown(hostile):
    value = CleanRichTextBlock().to_python(f"<p>kept</p>{hostile}")

    shown = str(value)

    assert shown == clean_shown(shown)
    assert not any(word in shown for word in ("alert", "<script", "onerror", "onclick", "<iframe", "<embed"))


@given(st.lists(fragments, max_size=12).map("".join))
def test_cleaning_twice_changes_nothing_more(source):
    once = clean_stored(source)

    assert clean_stored(once) == once
    assert clean_shown(clean_shown(once)) == clean_shown(once)


@given(st.lists(fragments | st.text(max_size=20), max_size=12).map("".join))
def test_only_our_tags_with_safe_links_come_out_of_anything(source):
    reader = TagReader()
    reader.feed(clean_shown(clean_stored(source)))

    assert {tag for tag, _ in reader.tags} <= TAGS
    for _, attributes in reader.tags:
        assert list(attributes) in ([], ["href"])
        assert urlsplit(attributes.get("href", "")).scheme in {"", *SCHEMES}


class TagReader(HTMLParser):
    """Every start tag that a browser would see, with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_block_keeps_a_text_that_is_rich_text_already():
    block = CleanRichTextBlock()

    assert block.normalize(RichText("<p>text</p>")).source == "<p>text</p>"
    assert block.normalize(None).source == ""


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("<h3>Why</h3><p>One <b>two</b><br/>three</p>", ["Why", "One two three"]),
        ("<ul><li>a</li><li>b &amp; c</li></ul><p></p>", ["a", "b & c"]),
        ("", []),
    ],
)
def test_paragraphs_headings_and_items_are_searched_each_by_itself(source, parts):
    assert CleanRichTextBlock().get_searchable_content(RichText(source)) == parts
