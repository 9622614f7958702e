"""Each block: its template, what it refuses, and that nothing in it can run."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from wagtail.blocks import StreamBlockValidationError

from portal.cms.blocks import (
    AmbitionBlock,
    BodyBlock,
    CallToActionBlock,
    DoorBlock,
    HeadingBlock,
    ParagraphsBlock,
    QuoteBlock,
    StatementBlock,
    in_this_language,
    is_address,
)
from portal.cms.fields import BlocksField
from tests.factories.cms import block

HOSTILE = '"><script>alert(1)</script>'
INVITATION = {"heading": "Join", "text": "All are welcome.", "label": "How to join", "address": "/call-to-join/"}
AMBITION = {"key": "A4", "title": "Longer lifespan", "text": "Repair before replacement."}
DOOR = {"leads_to": "criteria", "heading": "Take criteria", "text": "With their version.", "label": "Criteria"}


def rendered(definition, value, **context):
    """A block's HTML on one line."""
    return " ".join(definition.render(definition.to_python(value), context=context).split())


def test_heading_is_a_second_level_heading():
    assert rendered(HeadingBlock(), "Why & how") == "<h2>Why &amp; how</h2>"


def test_text_is_shown_in_a_readable_width():
    assert rendered(ParagraphsBlock(), "<p>Words</p>") == '<div class="prose"><p>Words</p></div>'


def test_quotation_names_its_source():
    html = rendered(QuoteBlock(), {"text": "We <3 repair", "source": "A buyer"})

    assert "<blockquote><p>We &lt;3 repair</p></blockquote>" in html
    assert '<figcaption class="subtle">A buyer</figcaption>' in html


def test_quotation_without_source_has_no_caption():
    assert "figcaption" not in rendered(QuoteBlock(), {"text": "Words", "source": ""})


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("/call-to-join/", "/sv/call-to-join/"),
        ("https://example.org/a", "https://example.org/a"),
        ("mailto:office@example.org", "mailto:office@example.org"),
    ],
)
def test_call_to_action_leads_into_the_readers_language(address, href):
    with override("sv"):
        html = rendered(CallToActionBlock(), {**INVITATION, "address": address})

    assert f'<a class="ds-button" href="{href}">How to join</a>' in html


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//example.org/", "buyers/", "http://example.org/", "/a b/", ""]
)
def test_call_to_action_refuses_an_address_that_leads_astray(address):
    with pytest.raises(ValidationError):
        is_address(address)


def test_address_of_another_site_stays_as_it_is():
    with override("fi"):
        assert [in_this_language(address) for address in ("/members/", "//example.org/")] == [
            "/fi/members/",
            "//example.org/",
        ]


def test_ambition_leads_to_the_criteria_that_serve_it():
    with override("sv"):
        html = rendered(AmbitionBlock(), AMBITION)

    assert '<article class="card" id="A4">' in html
    assert 'href="/sv/criteria/smartphones/?ambition=A4"' in html


def test_door_leads_where_the_page_says():
    html = rendered(DoorBlock(), DOOR, door_urls={"criteria": "/en/criteria/smartphones/"})

    assert '<a href="/en/criteria/smartphones/">Criteria</a>' in html


def test_door_with_nothing_behind_it_has_no_link():
    assert "<a " not in rendered(DoorBlock(), DOOR)


@pytest.mark.parametrize(
    ("definition", "value"),
    [
        (HeadingBlock(), HOSTILE),
        (ParagraphsBlock(), HOSTILE),
        (QuoteBlock(), {"text": HOSTILE, "source": HOSTILE}),
        (CallToActionBlock(), {"heading": HOSTILE, "text": HOSTILE, "label": HOSTILE, "address": f"/{HOSTILE}"}),
        (AmbitionBlock(), {"key": HOSTILE, "title": HOSTILE, "text": HOSTILE}),
        (DoorBlock(), {"leads_to": "criteria", "heading": HOSTILE, "text": HOSTILE, "label": HOSTILE}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_nothing_in_a_block_can_run(definition, value):
    html = rendered(definition, value, door_urls={"criteria": f"/{HOSTILE}"})

    assert "<script" not in html


def test_statement_takes_each_ambition_once():
    definition = StatementBlock()
    twice = definition.to_python([block("ambition", AMBITION), block("heading", "Words"), block("ambition", AMBITION)])

    with pytest.raises(StreamBlockValidationError) as refusal:
        definition.clean(twice)

    assert list(refusal.value.block_errors) == [2]


def test_statement_with_different_ambitions_is_accepted():
    definition = StatementBlock()
    value = definition.to_python([block("ambition", {**AMBITION, "key": key}) for key in ("A1", "A2")])

    assert [child.value["key"] for child in definition.clean(value)] == ["A1", "A2"]


def test_pages_are_made_of_few_blocks():
    assert list(BodyBlock().child_blocks) == ["heading", "text", "quote", "call_to_action"]


def test_blocks_stay_out_of_migrations():
    _name, path, arguments, options = BlocksField(BodyBlock(), blank=True).deconstruct()

    assert (path, arguments, options) == ("portal.cms.fields.BlocksField", [[]], {"blank": True})
