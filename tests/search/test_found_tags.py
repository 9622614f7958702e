"""What stands on a page of results for each hit, tab and order."""

from dataclasses import replace

from django.utils import translation
from django.utils.safestring import SafeString
from lxml.html import fromstring

from search.backends import Hit
from search.pages import Card, Link, Note
from search.templatetags.found import hits, orders, tabs

HIT = Hit(
    key="criterion:1",
    kind="criterion",
    language="en",
    title=SafeString("A <mark>battery</mark> &amp; its case"),
    excerpt=SafeString("It keeps <mark>80</mark> %."),
    path="/criterion/bat-01/",
    code="BAT-01",
    version="1.0.0",
    facets={},
)


def card(hit=HIT, **changes):
    told = {"lang": "", "url": "/en/criterion/bat-01/", "more_url": "/en/search/?like=criterion%3A1"}
    return Card(hit, **told | {"facts": SafeString("<span>Battery</span>")} | changes)


def article(shown):
    (item,) = fromstring(f"<ul>{hits([shown])}</ul>")
    return item[0]


def test_hit_shows_code_version_title_and_where_it_was_found():
    shown = article(card())

    assert shown.xpath("string(p[@class='code'])") == "BAT-01@1.0.0"
    assert shown.xpath("h3/a/@href") == ["/en/criterion/bat-01/"]
    assert shown.xpath("//mark/text()") == ["battery", "80"]
    assert shown.xpath("//@lang") == []


def test_way_to_more_like_it_names_it_in_full():
    (link,) = article(card()).xpath(".//a[@class='small']")

    assert link.get("href") == "/en/search/?like=criterion%3A1"
    assert link.text_content() == "More like this: A battery & its case"


def test_what_is_no_criterion_has_no_code():
    page = replace(HIT, kind="page", code="", version="")

    assert article(card(page)).xpath("p[@class='code']") == []


def test_hit_in_another_language_says_so_and_is_marked_as_such():
    with translation.override("sv"):
        shown = article(card(lang="fi", notes=(Note("Fiktiv", "warning"),)))

    assert shown.xpath("//h3/@lang | //h3/following-sibling::p[1]/@lang | //a//span/@lang") == ["fi", "fi", "fi"]
    tags = shown.xpath(".//span[@class='ds-tag']")
    assert [(tag.get("data-color"), tag.text) for tag in tags] == [
        ("warning", "Fiktiv"),
        ("info", "Hittat på Suomi"),
    ]


def test_what_somebody_wrote_is_text():
    shown = article(card(lang="", notes=(Note("<script>", "info"),), url='/"><script>'))

    assert shown.xpath("//script") == []
    assert shown.xpath(".//span[@class='ds-tag']/text()") == ["<script>"]


def test_tabs_tell_their_counts_and_which_is_open():
    shown = fromstring(f"<ul>{tabs([Link('All', '?q=a', 12, current=True), Link('Pages', '?q=a&kind=page', 1)])}</ul>")

    assert shown.xpath("//a/@href") == ["?q=a", "?q=a&kind=page"]
    assert [item.text_content() for item in shown] == ["All 12(12 results)", "Pages 1(1 result)"]
    assert shown.xpath("//a[@aria-current]/text()") == ["All "]


def test_order_in_effect_is_no_link():
    shown = fromstring(
        f"<nav>{orders([Link('Relevance', '?q=a', current=True), Link('Newest', '?q=a&sort=new')])}</nav>"
    )

    assert shown.xpath("//strong[@aria-current]/text()") == ["Relevance"]
    assert [(link.text, link.get("href")) for link in shown.xpath("//a")] == [("Newest", "?q=a&sort=new")]
