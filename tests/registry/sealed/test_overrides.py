"""What a city changes, written down in one form, and put into effect."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.sealed.canonical import canonical
from registry.sealed.overrides import BlockAltered, Overrides, resolve
from tests.factories.adaptations import changes, cycles, without, words
from tests.factories.registry import battery_content
from tests.strategies import contents

OLD = battery_content()
ALL = changes(cycles(reason="Long use."), words(effect="stricter"), without("LAB-01"))


def test_keys_say_what_is_changed():
    assert [each.key for each in ALL] == ["BAT-01/levels.1.cycles", "BAT-01/texts.requirement.1", "LAB-01"]


def test_overrides_read_back_as_they_were_written():
    assert Overrides.from_dict(ALL.as_dict()) == ALL
    assert ALL.as_dict() == {
        "set": [
            {
                "criterion": "BAT-01",
                "level": 1,
                "parameter": "cycles",
                "value": "1200",
                "reason": "Long use.",
                "legal_basis": "",
            }
        ],
        "alter": [
            {
                "criterion": "BAT-01",
                "block": "requirement.1",
                "how": "replace",
                "text": {"en": "The bidder shall say so."},
                "effect": "stricter",
                "reason": "Our climate.",
                "legal_basis": "Our rule 7",
            }
        ],
        "left_out": [{"criterion": "LAB-01", "reason": "We rent our phones.", "legal_basis": ""}],
    }


@given(
    st.permutations([cycles(), cycles(level=2), words(), words(block="follow_up"), without("A-01"), without("B-01")])
)
def test_order_makes_no_difference(each):
    assert changes(*each).as_dict() == changes(
        cycles(), cycles(level=2), *changes(*each).of("BAT-01").blocks
    ).as_dict() | {"left_out": changes(without("A-01"), without("B-01")).as_dict()["left_out"]}


def test_white_space_makes_no_difference():
    one, other = words("The  bidder\r\nshall say so. "), words("The bidder shall say so.")

    assert changes(one).as_dict() == changes(other).as_dict()


def test_nothing_changed_is_written_too():
    assert Overrides().as_dict() == {"set": [], "alter": [], "left_out": []}
    assert list(Overrides.from_dict(Overrides().as_dict())) == []


def test_overrides_of_one_criterion():
    assert ALL.of("BAT-01") == changes(cycles(reason="Long use."), words(effect="stricter"))
    assert ALL.of("LAB-01") == changes(without("LAB-01"))
    assert ALL.of("CLI-01") == Overrides()


@pytest.mark.parametrize("facts", [{"how": "remove"}, {"how": ""}, {"effect": "softer"}])
def test_unknown_words_are_an_error(facts):
    with pytest.raises(ValueError, match="is not known"):
        words(**facts)


def test_value_is_put_in_at_its_level_alone():
    resolved = resolve(OLD, changes(cycles("1200", level=2)))

    assert resolved.levels == {1: {"cycles": "800", "share": "80"}, 2: {"cycles": "1200", "share": "80"}}
    assert OLD.levels[2]["cycles"] == "1000"


def test_words_take_the_place_of_a_block():
    resolved = resolve(OLD, changes(words("It shall last.")))

    assert resolved == battery_content(blocks={"requirement.1": "It shall last."})


def test_words_are_added_after_a_block():
    resolved = resolve(OLD, changes(words("Ask by mail.", block="guidance", how="add")))

    assert resolved.texts["en"]["guidance"] == "Level 2 suits devices that are kept for five years.\n\nAsk by mail."


def test_words_stand_alone_where_the_criterion_says_nothing():
    texts = {block: text for block, text in OLD.texts["en"].items() if block != "guidance"}
    silent = replace(OLD, texts={"en": texts})

    resolved = resolve(silent, changes(words("Ask by mail.", block="guidance", how="add")))

    assert resolved.texts["en"] == {**texts, "guidance": "Ask by mail."}


def test_each_authoritative_language_gets_its_own_words():
    both = replace(OLD, texts={"en": OLD.texts["en"], "sv": {**OLD.texts["en"], "follow_up": "Köparen ser efter."}})
    said = words({"en": "Twice.", "sv": "Två gånger.", "fi": "Kahdesti."}, block="follow_up", how="add")

    resolved = resolve(both, changes(said))

    assert resolved.texts["sv"]["follow_up"] == "Köparen ser efter.\n\nTvå gånger."
    assert list(resolved.texts) == ["en", "sv"]
    assert said.further(both) == {"fi"}


def test_words_missing_in_a_language_leave_it_as_it_was():
    both = replace(OLD, texts={"en": OLD.texts["en"], "sv": OLD.texts["en"]})

    resolved = resolve(both, changes(words("It shall last.")))

    assert resolved.texts["sv"] == OLD.texts["en"]


@given(contents())
def test_without_overrides_a_criterion_stays_as_it_is(content):
    assert canonical(resolve(content, Overrides()).as_dict()) == canonical(content.as_dict())


@given(contents())
def test_replacing_words_by_the_same_words_changes_nothing(content):
    said = {language: blocks["follow_up"] for language, blocks in content.texts.items()}
    same = BlockAltered(criterion="BAT-01", block="follow_up", how="replace", text=said)

    assert canonical(resolve(content, changes(same)).as_dict()) == canonical(content.as_dict())
