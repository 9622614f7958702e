"""Putting criteria into the basket, from any page, with or without values."""

import pytest
from django.contrib.sessions.models import Session

from registry.sealed.content import Parameter
from registry.takeaway.basket import MOST_ITEMS
from tests.factories.registry import VersionFactory, battery_content
from tests.registry.views.baskets import ADD, BASKET, L1, L2, add, findings, items_of, keys_of, step
from tests.registry.views.pages import all_words, messages_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def battery():
    return VersionFactory(criterion__code="BAT-01")


def test_ticked_criteria_are_added_and_counted(client, battery):
    VersionFactory(criterion__code="BAT-02")

    response = add(client, L2, "BAT-02@1.0.0/L1")

    assert messages_of(response) == ["2 criteria are in the basket."]
    assert items_of(client) == [(L2, {}, ""), ("BAT-02@1.0.0/L1", {}, "")]
    assert all_words(response, "//a[@class='basket-link']//span[@class='count']") == ["2"]


def test_added_level_brings_the_values_that_differ_from_its_own(client, battery):
    add(client, L2, **{"2.cycles": "1,200", "2.share": "80", "1.cycles": "900", "2.evil": "1"})

    assert items_of(client) == [(L2, {"cycles": "1200"}, "")]


def test_adding_goes_back_to_the_page_it_came_from(client, battery):
    response = client.post(ADD, {"item": L1, "next": "/en/criterion/bat-01/1.0.0/?2.cycles=900"})

    assert (response.status_code, response.url) == (302, "/en/criterion/bat-01/1.0.0/?2.cycles=900")


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example", ""]
)
def test_adding_never_leads_to_another_site(client, battery, target):
    assert client.post(ADD, {"item": L1, "next": target}).url == BASKET


def test_adding_nothing_says_so(client):
    response = add(client)

    assert messages_of(response) == ["Nothing was ticked, so nothing was added. Tick a criterion first."]
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("phone", "'phone' is no citation: write it like BAT-01@1.2.0 or BAT-01@1.2.0/L2"),
        ("BAT-01@9.0.0/L1", "BAT-01@9.0.0/L1 does not exist, so it was not added. Choose from the list again."),
        ("BAT-01@1.0.0/L3", "BAT-01@1.0.0/L3 does not exist, so it was not added. Choose from the list again."),
    ],
)
def test_adding_what_does_not_exist_names_it(client, battery, item, said):
    assert messages_of(add(client, item)) == [said]


def test_basket_that_is_full_takes_no_more_and_keeps_what_it_has(client, battery):
    full = [{"code": "OLD-01", "number": f"{n}.0.0", "level": 1} for n in range(MOST_ITEMS)]
    session = client.session
    session["basket"] = {"items": full}
    session.save()

    assert messages_of(add(client, L1)) == ["a basket holds at most 200 criteria"]
    assert len(items_of(client)) == MOST_ITEMS


def test_basket_in_the_session_that_cannot_be_read_is_an_empty_one(client):
    session = client.session
    session["basket"] = {"items": "broken"}
    session.save()

    assert all_words(client.get(BASKET), "//main//h2") == ["Your basket is empty"]


def test_item_that_is_ticked_twice_is_added_once_and_nothing_is_lost(client, battery):
    add(client, L2)

    response = add(client, L1, L1)

    assert messages_of(response) == ["2 criteria are in the basket."]
    assert keys_of(client) == [L2, L1]


def test_overlong_list_of_items_is_refused_as_a_whole(client, battery):
    response = add(client, *(f"BAT-01@{n}.0.0/L1" for n in range(900)))

    assert messages_of(response) == ["a basket holds at most 200 criteria"]


def test_option_with_a_space_or_a_comma_is_read_as_it_stands(client):
    grade = Parameter(code="grade", type="choice", stricter="down", options=("1,000 days", "0.50", "class A"))
    blocks = {"requirement.1": "Grade {grade}.", "parameter.grade": "grade"}
    body = battery_content(blocks=blocks, parameters={"grade": grade}, levels={1: {"grade": "class A"}}, legal_floor=())
    VersionFactory(criterion__code="GRA-01", body=body)
    key = "GRA-01@1.0.0/L1"
    add(client, key, **{"1.grade": "0.50"})
    assert items_of(client) == [(key, {"grade": "0.50"}, "")]

    response = step(client, "save", **{f"value|{key}|grade": "1,000 days"})

    assert (items_of(client), findings(response)) == ([(key, {"grade": "1,000 days"}, "")], [])
