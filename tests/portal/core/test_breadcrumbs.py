"""The way down to a page says which language a title in it is in."""

from django.template.loader import render_to_string
from django.utils.translation import override
from lxml.html import fromstring

from portal.core.breadcrumbs import Named, trail


def drawn(crumbs):
    page = fromstring(render_to_string("components/breadcrumbs.html", {"items": crumbs}))
    return [(item.text_content().strip(), item[0].get("lang"), item[0].get("href")) for item in page.xpath("//li")]


def test_way_begins_at_the_front_page_of_the_language():
    with override("sv"):
        assert drawn(trail(("Kriterier", "/sv/criteria/"), ("BAT-01", ""))) == [
            ("Start", None, "/sv/"),
            ("Kriterier", None, "/sv/criteria/"),
            ("BAT-01", None, None),
        ]


def test_title_in_another_language_says_so_wherever_it_stands():
    with override("fi"):
        crumbs = trail((Named("Phones for the city", "en"), "/fi/x/"), (Named("Telefoner", "sv"), ""))

    assert [(label, lang) for label, lang, _href in drawn(crumbs)[1:]] == [
        ("Phones for the city", "en"),
        ("Telefoner", "sv"),
    ]


def test_named_label_is_a_text_like_any_other():
    label = Named("Telefoner", "sv")

    assert (label, label.lang, f"{label}!") == ("Telefoner", "sv", "Telefoner!")
