"""An adaptation in a basket: its items, and the city's words in the texts of an annex."""

from datetime import date

import pytest

from registry.enums import Relation
from registry.takeaway.adapted import adaptations_named, adapted, basket_items, counted
from registry.takeaway.annex import make_annex
from registry.takeaway.basket import Basket, BasketItem
from tests.factories.adaptations import (
    AdaptationDraftFactory,
    changes,
    cycles,
    published_adaptation,
    smartphones,
    without,
    words,
)
from tests.factories.members import OrganisationFactory
from tests.factories.registry import TranslationFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
CITATION = "examplehaven/smartphones@1.0.0"


def adaptation_of(*each, release=None):
    city = OrganisationFactory(name="Examplehaven", slug="examplehaven")
    facts = {"release": release or smartphones("BAT-01", "LAB-01")}
    return published_adaptation(AdaptationDraftFactory(organisation=city, changed=changes(*each), **facts))


def entries(basket, language="en"):
    return make_annex(basket, language=language, on=TODAY).entries


def test_items_follow_the_release_with_only_the_city_s_own_values():
    found = basket_items(adaptation_of(cycles("1200")), 1)

    assert [(item.key, item.values, item.adaptation) for item in found] == [
        ("BAT-01@1.0.0/L1", {"cycles": "1200"}, CITATION),
        ("LAB-01@1.0.0/L1", {}, CITATION),
    ]


def test_items_are_without_what_is_left_out():
    assert [item.code for item in basket_items(adaptation_of(without("LAB-01")), 1)] == ["BAT-01"]


@pytest.mark.parametrize(("level", "taken"), [(1, 1), (2, 2), (3, 2)])
def test_items_are_at_the_level_or_the_next_lower_one(level, taken):
    assert {item.level for item in basket_items(adaptation_of(), level)} == {taken}


def test_values_of_another_level_stay_there():
    found = basket_items(adaptation_of(cycles("1200", level=2)), 1)

    assert [item.values for item in found] == [{}, {}]


def test_item_keeps_its_adaptation_when_it_is_stored_and_read():
    [item, *_rest] = basket_items(adaptation_of(cycles("1200")), 1)

    again = Basket.from_dict(Basket(items=(item,)).as_dict())

    assert again.items == (item,)


def test_item_without_adaptation_is_stored_as_before():
    """A basket that was shared before keeps its link."""
    item = BasketItem(code="BAT-01", number="1.0.0", level=1)

    assert item.as_dict() == {"code": "BAT-01", "number": "1.0.0", "level": 1, "values": {}, "weight": ""}


def test_annex_has_the_city_s_words_and_says_so():
    items = basket_items(adaptation_of(words("Keep {cycles} cycles."), cycles("1200")), 1)

    [battery, labour] = entries(Basket(items=items))

    assert battery.requirement_text == "Keep 1,200 cycles."
    assert battery.source_line == f"BAT-01@1.0.0, level 1, en; {CITATION}#BAT-01"
    assert (battery.adapted.city, battery.adapted.altered) == ("Examplehaven", ["Requirement, level 1 Baseline"])
    assert battery.adapted.note == "Own words in: Requirement, level 1 Baseline."
    assert (labour.source_line, labour.adapted.note) == (f"LAB-01@1.0.0, level 1, en; {CITATION}#LAB-01", "")


def test_annex_adds_the_city_s_words_after_those_of_the_release():
    release = smartphones("BAT-01")
    base = release.members.get().version.parsed.texts["en"]["follow_up"]
    items = basket_items(adaptation_of(words("Ask us.", block="follow_up", how="add"), release=release), 1)

    [battery] = entries(Basket(items=items))

    assert battery.follow_up_text == f"{base}\n\nAsk us."


def test_annex_in_another_language_shows_words_without_translation_in_their_own():
    release = smartphones("BAT-01")
    TranslationFactory(version=release.members.get().version, language="sv")
    items = basket_items(adaptation_of(words("Keep it."), release=release), 1)

    [battery] = entries(Basket(items=items), language="sv")

    assert (battery.requirement, battery.requirement.lang) == ("Keep it.", "en")
    assert battery.texts.title == "Battery that lasts [sv]"


def test_annex_in_another_language_shows_the_city_s_own_translation():
    release = smartphones("BAT-01")
    TranslationFactory(version=release.members.get().version, language="sv")
    own = words(text={"en": "Keep it.", "sv": "Behåll det."})
    items = basket_items(adaptation_of(own, release=release), 1)

    [battery] = entries(Basket(items=items), language="sv")

    assert (battery.requirement, battery.requirement.lang) == ("Behåll det.", "sv")


@pytest.mark.parametrize("named", ["nowhere/smartphones@1.0.0", "nonsense", "examplehaven/smartphones@9.9.9"])
def test_item_of_an_unknown_adaptation_is_the_release_s_own(named):
    adaptation_of(words("Keep it."))
    item = BasketItem(code="BAT-01", number="1.0.0", level=1, adaptation=named)

    [entry] = entries(Basket(items=(item,)))

    assert entry.adapted is None
    assert "Keep it." not in entry.requirement_text


def test_item_of_a_criterion_that_the_city_leaves_out_is_the_release_s_own():
    adaptation = adaptation_of(without("LAB-01"))
    version = adaptation.release.members.get(version__criterion__code="LAB-01").version
    item = BasketItem(code="LAB-01", number="1.0.0", level=1, adaptation=str(adaptation))

    assert adapted(item, version, adaptations_named([item])) is None


@pytest.mark.parametrize("count", [1, 3])
def test_named_adaptations_take_one_query(count, django_assert_num_queries):
    adaptation = adaptation_of()
    items = [BasketItem(code="BAT-01", number="1.0.0", level=1, adaptation=str(adaptation))] * count

    with django_assert_num_queries(1):
        assert adaptations_named(items) == {CITATION: adaptation}


def test_basket_without_adaptations_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert adaptations_named([BasketItem(code="BAT-01", number="1.0.0", level=1)]) == {}


def test_counts_tell_how_many_criteria_stand_in_which_way(django_assert_num_queries):
    adaptation = adaptation_of(cycles("1200"), without("LAB-01"))

    with django_assert_num_queries(1):
        assert counted([adaptation]) == [(adaptation, [(Relation.STRICTER, 1), (Relation.LEFT_OUT, 1)])]
