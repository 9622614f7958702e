"""Where links stand: in criteria in force and on published pages, in every language."""

from datetime import date

import pytest

from portal.cms.links.found import Link, all_links
from tests.factories.cms import block, home_in, page_under
from tests.factories.registry import TranslationFactory, VersionFactory, battery_content, translated

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 23)
LAW = "https://eur-lex.europa.eu/eli/reg/2023/1670"


def on_a_page(*blocks, language="en"):
    """The links of a page with these blocks."""
    page_under(home_in(language), title="Versions", slug="versions", body=list(blocks))
    return [link for link in all_links(on=TODAY) if link.place.startswith("Versions")]


def test_legal_floor_leads_to_its_law():
    version = VersionFactory(criterion__code="BAT-01")

    assert all_links(on=TODAY) == [Link(f"{version}, Legal floor “ecodesign”", "/en/criterion/bat-01/1.0.0/", LAW)]


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("See https://example.org/a.", ["https://example.org/a"]),
        (
            "See (http://example.org/a), and https://example.org/b?c=d!",
            ["http://example.org/a", "https://example.org/b?c=d"],
        ),
        ("An address such as example.org is none.", []),
    ],
)
def test_address_in_a_text_is_a_link(text, addresses):
    version = VersionFactory(body=battery_content(blocks={"guidance": text}, legal_floor=()))

    links = all_links(on=TODAY)

    assert [link.address for link in links] == addresses
    assert {link.place for link in links} <= {f"{version}, Advice to the buyer, English"}


def test_newest_translation_is_read_and_named_by_its_language():
    version = VersionFactory(body=battery_content(legal_floor=()))
    for revision, address in ((1, "https://example.org/old"), (2, "https://example.org/new")):
        blocks = {**translated(version, "sv"), "purpose": f"Se {address}"}
        TranslationFactory(version=version, revision=revision, blocks=blocks)

    assert [(link.place, link.address) for link in all_links(on=TODAY)] == [
        (f"{version}, Purpose, Swedish", "https://example.org/new")
    ]


def test_text_that_is_not_in_force_is_left_alone():
    first = VersionFactory(published=None)
    VersionFactory(published=date(2027, 1, 1))

    assert (all_links(on=TODAY), first.prerelease) == ([], "")


def test_text_of_a_page_has_links_by_address_and_by_page():
    source = '<p><a href="/en/members/">Us</a> <a linktype="page" id="7">it</a> <a href="https://a.example/?b=1&amp;c=2">x</a></p>'

    links = on_a_page(block("text", source))

    assert [link.address for link in links] == ["/en/members/", "page:7", "https://a.example/?b=1&c=2"]
    assert {(link.place, link.place_url) for link in links} == {("Versions, English", "/en/versions/")}


def test_call_to_action_leads_below_the_language_of_its_page():
    action = {"heading": "Join", "text": "", "label": "Join", "address": "/join/"}

    links = on_a_page(
        block("call_to_action", action),
        block("call_to_action", {**action, "address": "https://example.org/"}),
        language="sv",
    )

    assert [(link.place, link.address) for link in links] == [
        ("Versions, Swedish", "/sv/join/"),
        ("Versions, Swedish", "https://example.org/"),
    ]


def test_other_blocks_have_no_links():
    blocks = [block("heading", "<a href='/x/'>"), block("quote", {"text": "https://a.example", "source": ""})]

    assert on_a_page(*blocks) == []


def test_page_that_is_not_published_is_left_alone():
    page_under(home_in(), live=False, body=[block("text", '<p><a href="/x/">x</a></p>')])

    assert all_links(on=TODAY) == []


@pytest.mark.parametrize("count", [1, 3])
def test_links_take_the_same_queries_however_many_there_are(django_assert_num_queries, count):
    home = home_in()
    for number in range(count):
        version = VersionFactory(body=battery_content())
        TranslationFactory(version=version)
        page_under(home, slug=f"page-{number}", body=[block("text", '<p><a href="/x/">x</a></p>')])

    with django_assert_num_queries(7):  # versions, translations, five kinds of pages
        all_links(on=TODAY)
