"""The basket: a value that steps make anew, and a link that pins it."""

import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.enums import CriterionKind
from registry.models import SharedBasket
from registry.sealed.verify import find_faults
from registry.takeaway.annex import basket_of
from registry.takeaway.basket import MOST_CHARACTERS, MOST_ITEMS, Basket, BasketError, BasketItem, one_line, share
from tests.races import race

CODES = st.sampled_from(["BAT-01", "OS-01", "A2345-99"])
PARTS = st.integers(min_value=0, max_value=99)
NUMBERS = st.builds("{}.{}.{}".format, PARTS, PARTS, PARTS)
VALUES = st.dictionaries(st.text(string.ascii_lowercase, min_size=1, max_size=8), st.text(max_size=40), max_size=3)
LINES = st.text(max_size=MOST_CHARACTERS).map(one_line)
ITEMS = st.builds(
    BasketItem,
    code=CODES,
    number=NUMBERS,
    level=st.sampled_from([1, 2, 3]),
    values=VALUES,
    weight=st.text(string.digits + ".", max_size=10),
)
BASKETS = st.builds(
    Basket,
    items=st.lists(ITEMS, max_size=6, unique_by=lambda item: item.key).map(tuple),
    title=LINES,
    headings=st.dictionaries(st.sampled_from(CriterionKind.values), LINES.filter(bool), max_size=3),
)


def item(code="BAT-01", number="1.0.0", level=1, **facts):
    return BasketItem(code=code, number=number, level=level, **facts)


def codes(basket):
    return [each.code for each in basket.items]


@given(BASKETS)
def test_basket_comes_back_from_its_dict_and_from_json(basket):
    assert Basket.from_dict(basket.as_dict()) == basket
    assert Basket.from_dict(json.loads(json.dumps(basket.as_dict()))) == basket


@given(BASKETS, ITEMS)
def test_adding_twice_is_adding_once_and_removing_takes_it_back(basket, more):
    once = basket.added(more)

    assert once.added(more) == once
    assert once.removed(more.key) == basket.removed(more.key)


@given(BASKETS, st.data())
def test_moving_down_and_up_again_changes_nothing(basket, data):
    keys = tuple(each.key for each in basket.items)
    key = data.draw(st.sampled_from(keys)) if keys else ""
    moved = basket.moved(key, 1, among=keys)

    assert sorted(each.key for each in moved.items) == sorted(keys)
    assert moved == basket or moved.moved(key, -1, among=tuple(each.key for each in moved.items)) == basket


@given(BASKETS, ITEMS, st.data())
def test_changing_an_item_never_doubles_one(basket, other, data):
    keys = [each.key for each in basket.items]
    changed = basket.changed(data.draw(st.sampled_from(keys)) if keys else "", other)

    left = [each.key for each in changed.items]
    assert len(set(left)) == len(left)
    assert (other.key in left) == bool(keys)


def test_steps_leave_the_basket_they_start_from_as_it_was():
    basket = Basket(items=(item("BAT-01"), item("BAT-02")), title="Phones")
    keys = tuple(each.key for each in basket.items)

    basket.added(item("BAT-03"))
    basket.removed(keys[0])
    basket.moved(keys[0], 1, among=keys)
    basket.changed(keys[0], item("BAT-09"))

    assert basket == Basket(items=(item("BAT-01"), item("BAT-02")), title="Phones")


def test_added_item_that_is_there_keeps_the_values_it_has():
    basket = Basket(items=(item(values={"cycles": "900"}),))

    assert basket.added(item(values={"cycles": "1200"}), item(level=2)).items == (
        item(values={"cycles": "900"}),
        item(level=2),
    )


def test_item_that_is_added_twice_at_once_is_added_once_and_the_order_stays():
    basket = Basket().added(item("BAT-02"), item(values={"cycles": "900"}), item("BAT-02"))

    assert basket.items == (item("BAT-02"), item(values={"cycles": "900"}))


def test_item_moves_among_its_own_group_only():
    basket = Basket(items=(item("BAT-01"), item("AWA-01"), item("BAT-02")))
    group = ("BAT-01@1.0.0/L1", "BAT-02@1.0.0/L1")

    assert codes(basket.moved("BAT-01@1.0.0/L1", 1, among=group)) == ["BAT-02", "AWA-01", "BAT-01"]
    assert basket.moved("BAT-01@1.0.0/L1", -1, among=group) == basket
    assert basket.moved("BAT-02@1.0.0/L1", 1, among=group) == basket
    assert basket.moved("NOT-01@1.0.0/L1", 1, among=group) == basket


def test_changed_item_takes_the_place_of_the_one_it_becomes():
    basket = Basket(items=(item(level=1), item("BAT-02"), item(level=2)))

    changed = basket.changed("BAT-01@1.0.0/L1", item(level=2, values={"cycles": "1200"}))

    assert changed.items == (item(level=2, values={"cycles": "1200"}), item("BAT-02"))


def test_full_basket_takes_no_more_and_says_how_many_it_holds():
    full = Basket().added(*(item(number=f"{n}.0.0") for n in range(MOST_ITEMS)))

    with pytest.raises(BasketError, match="a basket holds at most 200 criteria"):
        full.added(item("BAT-02"))
    assert full.added(item(number="7.0.0")) == full


def numbered(count):
    return [{"code": "BAT-01", "number": f"{n}.0.0", "level": 1} for n in range(count)]


@pytest.mark.parametrize(
    "data",
    [
        {"items": numbered(MOST_ITEMS + 1)},
        {"items": numbered(1) * 2},
        {"items": [{"code": "BAT-01", "number": "1.0.0"}]},
        {"items": [{"code": "BAT-01", "number": "one", "level": 1}]},
        {"items": [{"code": "<script>", "number": "1.0.0", "level": 1}]},
        {"items": [{"code": "BAT-01", "number": "1.0.0", "level": 4}]},
        {"items": [{"code": "BAT-01", "number": "1.0.0", "level": "two"}]},
        {"items": [{"code": "BAT-01", "number": "1.0.0", "level": 1, "values": "cycles"}]},
        {"items": ["BAT-01@1.0.0"]},
        {"items": 3},
        {"items": None},
        {"headings": {"chapter": "One"}},
        {"headings": ["award"]},
        [],
        "basket",
        None,
    ],
)
def test_what_is_no_basket_is_refused(data):
    with pytest.raises(BasketError):
        Basket.from_dict(data)


def test_overlong_texts_are_cut_where_a_basket_is_read():
    data = {"items": [{**numbered(1)[0], "values": {"cycles": "9" * 99}, "weight": "1" * 99}], "title": "t" * 999}
    basket = Basket.from_dict({**data, "headings": {"award": "h" * 999}})

    assert (len(basket.title), len(basket.headings["award"])) == (MOST_CHARACTERS, MOST_CHARACTERS)
    assert basket.items == (item(number="0.0.0", values={"cycles": "9" * 40}, weight="1" * 10),)


def test_same_basket_has_the_same_link_and_any_other_another(db):
    basket = Basket(items=(item(values={"cycles": "900"}), item("BAT-02")), title="Phones")
    reordered = Basket(items=(item("BAT-02"), item(values={"cycles": "900"})), title="Phones")

    first, again, other = share(basket), share(basket), share(reordered)

    assert (first.pk, SharedBasket.objects.count()) == (again.pk, 2)
    assert first.key != other.key
    assert (len(first.key), first.key) == (26, first.key.lower())
    assert list(find_faults()) == []


@given(BASKETS.filter(lambda basket: basket.items))
@pytest.mark.django_db
def test_shared_basket_is_read_back_word_for_word(basket):
    assert basket_of(share(basket).content) == basket


@given(st.text(max_size=2 * MOST_CHARACTERS))
def test_line_is_normal_once_and_for_all(text):
    line = one_line(text)

    assert one_line(line) == line
    assert len(line) <= MOST_CHARACTERS
    assert line.isprintable() or not line.isascii()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  Two\t\nwords ", "Two words"), ("cafe\u0301", "caf\u00e9"), ("nul\x00 byte", "nul byte"), ("\r\n", "")],
)
def test_line_loses_stray_white_space_and_control_characters(typed, kept):
    assert one_line(typed) == kept


@pytest.mark.parametrize("title", ["3. Telephones", "- Telephones", "Telephones: 12 {cycles}"])
def test_shared_title_stays_as_it_was_written(db, title):
    basket = Basket(items=(item(),), title=title, headings={"award": title})

    assert basket_of(share(basket).content) == basket


def test_empty_basket_is_not_shared(db):
    with pytest.raises(BasketError, match="an empty basket cannot be shared"):
        share(Basket(title="Phones"))

    assert SharedBasket.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_who_share_the_same_basket_at_once_get_the_same_link():
    basket = Basket(items=(item(),))

    first, second = race(lambda: share(basket), lambda: share(basket))

    assert first.key == second.key
    assert [each.key for each in SharedBasket.objects.all()] == [first.key]
