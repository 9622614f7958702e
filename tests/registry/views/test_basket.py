"""The basket's page: every step a plain form, and nothing that was typed is lost."""

import pytest
from django.test import Client

from registry.enums import CriterionKind, LineageKind
from tests.factories.history import followed_by, withdrawn
from tests.factories.registry import LineageEdgeFactory, TranslationFactory, VersionFactory
from tests.registry.views.baskets import BASKET, L1, L2, add, findings, items_of, keys_of, step
from tests.registry.views.pages import all_words, form_of, messages_of, parsed

pytestmark = pytest.mark.django_db


@pytest.fixture
def battery():
    return VersionFactory(criterion__code="BAT-01")


def test_empty_basket_says_what_to_do(client):
    response = client.get(BASKET)

    assert all_words(response, "//main//h2") == ["Your basket is empty"]
    assert parsed(response).xpath("//main//a[@href='/en/criteria/']")


def test_changed_value_is_kept_and_stands_in_the_text(client, battery):
    add(client, L2)

    response = step(
        client, "save", **{f"value|{L2}|cycles": "1,200", "title": "Telephones", "heading.award": "Quality"}
    )

    assert messages_of(response) == ["The basket was saved."]
    assert items_of(client) == [(L2, {"cycles": "1200"}, "")]
    assert "after 1,200 full charge cycles" in all_words(response, "//div[contains(@class, 'requirement-text')]")[0]
    assert form_of(response)["title"] == "Telephones"
    assert client.session["basket"]["headings"] == {"award": "Quality"}


def test_value_out_of_its_bounds_says_which_they_are_and_nothing_is_lost(client, battery):
    VersionFactory(criterion__code="BAT-02")
    add(client, L2, "BAT-02@1.0.0/L1")

    response = step(
        client, "save", **{f"value|{L2}|cycles": "9,000", "value|BAT-02@1.0.0/L1|cycles": "850", "title": "Telephones"}
    )

    [field] = parsed(response).xpath("//input[@aria-invalid='true']")
    described = [parsed(response).get_element_by_id(each).text for each in field.get("aria-describedby").split()]
    assert described == ["800 to 2,000 cycles", "9,000 is outside the bounds. Enter a value from 800 to 2,000."]
    assert (field.get("value"), form_of(response)["title"]) == ("9000", "Telephones")
    assert items_of(client)[1] == ("BAT-02@1.0.0/L1", {"cycles": "850"}, "")
    assert findings(response) == ["value"]


def test_value_that_is_no_number_stays_as_it_was_typed(client, battery):
    add(client, L1)

    response = step(client, "save", **{f"value|{L1}|cycles": "many <b>"})

    assert parsed(response).xpath("//input[@aria-invalid='true']/@value") == ["many<b>"]


def test_form_that_is_saved_untouched_changes_nothing(client, battery):
    for language in ("sv", "fi", "da", "nb", "en"):
        address = f"/{language}/basket/"
        client.post(f"/{language}/basket/add/", {"item": L2})
        client.post(address, form_of(client.get(address)) | {"do": "save"})

        assert items_of(client) == [(L2, {}, "")], language


def test_changed_level_takes_the_values_of_that_level(client, battery):
    add(client, L1)

    response = step(client, "save", **{f"level|{L1}": "2"})

    assert items_of(client) == [(L2, {}, "")]
    assert "after 1,000 full charge cycles" in all_words(response, "//div[contains(@class, 'requirement-text')]")[0]


def test_changed_level_keeps_a_value_the_buyer_chose(client, battery):
    add(client, L1, **{"1.cycles": "900"})

    step(client, "save", **{f"level|{L1}": "2"})

    assert items_of(client) == [(L2, {"cycles": "900"}, "")]


def test_level_that_is_there_already_is_not_doubled(client, battery):
    add(client, L1, L2)

    step(client, "save", **{f"level|{L1}": "2"})

    assert keys_of(client) == [L2]


def test_two_levels_can_change_places(client, battery):
    add(client, L1, L2)

    step(client, "save", **{f"level|{L1}": "2", f"level|{L2}": "1"})

    assert keys_of(client) == [L2, L1]


@pytest.mark.parametrize("level", ["3", "9", "two", ""])
def test_level_that_does_not_exist_leaves_the_item_as_it_is(client, battery, level):
    add(client, L1)

    step(client, "save", **{f"level|{L1}": level})

    assert keys_of(client) == [L1]


@pytest.mark.parametrize(
    ("do", "left"),
    [
        (f"down:{L1}", ["BAT-02@1.0.0/L1", L2]),
        (f"remove:{L1}", ["BAT-02@1.0.0/L1"]),
        (f"up:{L1}", [L2, "BAT-02@1.0.0/L1"]),
    ],
)
def test_step_finds_its_item_although_its_level_was_changed_in_the_same_form(client, battery, do, left):
    VersionFactory(criterion__code="BAT-02")
    add(client, L1, "BAT-02@1.0.0/L1")

    step(client, do, **{f"level|{L1}": "2"})

    assert keys_of(client) == left


def test_items_move_within_their_group(client, battery):
    VersionFactory(criterion__code="AWA-01", criterion__kind=CriterionKind.AWARD)
    VersionFactory(criterion__code="BAT-02")
    add(client, L1, "AWA-01@1.0.0/L1", "BAT-02@1.0.0/L1")

    response = step(client, f"down:{L1}")

    assert keys_of(client) == ["BAT-02@1.0.0/L1", "AWA-01@1.0.0/L1", L1]
    assert all_words(response, "//article/p[@class='code']") == ["BAT-02@1.0.0", "BAT-01@1.0.0", "AWA-01@1.0.0"]


def test_first_cannot_go_up_nor_the_last_down(client, battery):
    VersionFactory(criterion__code="BAT-02")
    response = add(client, L1, "BAT-02@1.0.0/L1")
    response = client.get(BASKET)

    buttons = parsed(response).xpath("//article//button/@value")
    assert [value for value in buttons if not value.startswith("remove")] == [f"down:{L1}", "up:BAT-02@1.0.0/L1"]
    step(client, f"up:{L1}")
    assert keys_of(client) == [L1, "BAT-02@1.0.0/L1"]


def test_removed_item_comes_back_by_undo_and_goes_again_by_another(client, battery):
    add(client, L1, **{"1.cycles": "900"})

    removed = step(client, f"remove:{L1}")
    assert messages_of(removed)[0].startswith(f"{L1} was taken out of the basket.")
    assert keys_of(client) == []

    client.post(BASKET, {"do": "undo"})
    assert items_of(client) == [(L1, {"cycles": "900"}, "")]

    client.post(BASKET, {"do": "undo"})
    assert keys_of(client) == []


def test_emptied_basket_can_be_had_back(client, battery):
    add(client, L1, L2)
    step(client, "empty")

    response = client.post(BASKET, {"do": "undo"}, follow=True)

    assert (keys_of(client), response.status_code) == ([L1, L2], 200)


def test_saving_without_a_change_keeps_the_undo(client, battery):
    add(client, L1, L2)
    step(client, f"remove:{L1}")
    step(client, "save")

    client.post(BASKET, {"do": "undo"})

    assert keys_of(client) == [L1, L2]


@pytest.mark.parametrize(
    "do", ["", "nonsense", "up", "up:", "remove:nothing", "newest:nothing", "undo:x", "down:" + "x" * 999]
)
def test_unknown_step_loses_nothing(client, battery, do):
    add(client, L1)
    add(client, L2)

    response = step(client, do)

    assert response.status_code == 200
    assert set(keys_of(client)) >= {L1}


def test_weight_is_asked_for_award_criteria_and_kept(client, battery):
    VersionFactory(criterion__code="AWA-01", criterion__kind=CriterionKind.AWARD)
    award = "AWA-01@1.0.0/L1"
    add(client, L1, award)
    assert findings(client.get(BASKET)) == ["weight_missing"]

    response = step(client, "save", **{f"weight|{award}": "12,5 %"})

    assert items_of(client) == [(L1, {}, ""), (award, {}, "12.5")]
    assert findings(response) == []


def test_findings_stand_at_their_items(client, battery):
    edge = LineageEdgeFactory(kind=LineageKind.REQUIRES, source=battery.criterion, target__code="REP-01")
    withdrawn(battery)
    add(client, L1, L2)

    response = client.get(BASKET)

    assert findings(response) == ["withdrawn", "twice", "requires"] * 2
    assert edge.target.code in all_words(response, "//*[@data-finding='requires']")[0]


def test_newer_versions_are_counted_and_taken_with_the_values_that_fit(client, battery):
    for n in range(2, 15):
        VersionFactory(criterion__code=f"REP-{n:02}")
    followed_by(VersionFactory(criterion__code="REP-01"), "1.1.0")
    followed_by(battery, "2.0.0")
    add(client, L2, *(f"REP-{n:02}@1.0.0/L1" for n in range(1, 14)), **{"2.cycles": "1200"})

    response = client.get(BASKET)
    assert "2 of 14 have newer versions" in all_words(response, "//main//h2")

    step(client, f"newest:{L2}")
    assert items_of(client)[0] == ("BAT-01@2.0.0/L2", {"cycles": "1200"}, "")

    step(client, "newest")
    assert keys_of(client)[1] == "REP-01@1.1.0/L1"
    assert not [each for each in all_words(client.get(BASKET), "//main//h2") if "newer" in each]


def test_newest_of_one_level_leaves_the_other_level_alone(client, battery):
    followed_by(battery, "2.0.0")
    add(client, L1, L2)

    step(client, f"newest:{L2}")

    assert keys_of(client) == [L1, "BAT-01@2.0.0/L2"]


def test_item_whose_version_is_gone_can_be_taken_out(client, battery):
    session = client.session
    session["basket"] = {"items": [{"code": "OLD-01", "number": "1.0.0", "level": 1}]}
    session.save()

    response = client.get(BASKET)

    assert any(each.startswith("OLD-01@1.0.0/L1 does not exist.") for each in all_words(response, "//main//p"))
    step(client, "remove:OLD-01@1.0.0/L1")
    assert keys_of(client) == []


def test_basket_is_for_its_visitor_alone(client, battery):
    add(client, L1)

    assert all_words(Client().get(BASKET), "//main//h2") == ["Your basket is empty"]
    assert parsed(client.get(BASKET)).xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_basket_on_a_page_in_another_language_reads_and_writes_that_way(client, battery):
    TranslationFactory(version=battery, language="sv")
    client.post("/sv/basket/add/", {"item": L2, "2.cycles": "1\u00a0200"})

    page = client.get("/sv/basket/")
    client.post("/sv/basket/", form_of(page) | {"do": "save"})

    assert form_of(page)[f"value|{L2}|cycles"] == "1\u00a0200"
    assert items_of(client) == [(L2, {"cycles": "1200"}, "")]


@pytest.mark.parametrize("count", [1, 3])
def test_basket_takes_six_queries_however_full_it_is(client, django_assert_num_queries, count):
    for n in range(count):
        version = VersionFactory(criterion__code=f"BAT-0{n + 1}")
        TranslationFactory(version=version, language="sv")
        followed_by(version, "1.1.0")
    add(client, *(f"BAT-0{n + 1}@1.0.0/L{level}" for n in range(count) for level in (1, 2)))
    client.get("/sv/basket/")

    with django_assert_num_queries(6):  # the session, then versions, translations, errata, what is in force, edges
        client.get("/sv/basket/")
