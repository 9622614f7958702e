"""What of a wording that a city has typed is new: nothing, something after the text, or another text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.diffs.adapted_words import Wording, wordings_of
from registry.enums import Alteration
from registry.sealed.canonical import normal_text
from registry.sealed.overrides import BlockAltered
from tests.factories.registry import TranslationFactory, VersionFactory, battery_content

GROUND = {"reason": "Our climate.", "legal_basis": "Our rule 7", "effect": ""}
BASE = {"en": "Keep 80 %.", "sv": "Behåll 80 %."}


def wording(base=None, *, authoritative=("en",), block="requirement.1"):
    return Wording(
        criterion="BAT-01", block=block, label="Requirement", base=base or BASE, authoritative=tuple(authoritative)
    )


def altered(typed, **facts):
    """How a typed wording stands to the text, and the words; None if nothing is new."""
    found = wording(**facts).altered({**BASE, **typed}, **GROUND)
    return (found.how, dict(found.text)) if found else None


def test_text_that_reads_as_before_changes_nothing():
    assert altered({}) is None
    assert altered({"en": "  Keep   80 %.\r\n"}) is None


def test_another_text_is_a_replacement_in_every_authoritative_language():
    assert altered({"en": "Keep 90 %."}) == (Alteration.REPLACE, {"en": "Keep 90 %."})
    assert altered({"en": "Keep 90 %."}, authoritative=("en", "sv")) == (
        Alteration.REPLACE,
        {"en": "Keep 90 %.", "sv": "Behåll 80 %."},
    )


def test_words_after_the_text_are_an_addition():
    assert altered({"en": "Keep 80 %.\n\nAsk our store."}) == (Alteration.ADD, {"en": "Ask our store."})


def test_addition_in_one_language_and_another_text_in_the_other_are_a_replacement():
    assert altered({"en": "Keep 80 %.\n\nAsk us.", "sv": "Behåll 90 %."}) == (
        Alteration.REPLACE,
        {"en": "Keep 80 %.\n\nAsk us.", "sv": "Behåll 90 %."},
    )


def test_text_that_goes_on_in_the_same_paragraph_is_a_replacement():
    assert altered({"en": "Keep 80 %. Ask us."}) == (Alteration.REPLACE, {"en": "Keep 80 %. Ask us."})


def test_translation_that_is_emptied_is_no_change():
    assert altered({"sv": ""}) is None


def test_authoritative_text_that_is_emptied_is_a_change_without_words():
    assert altered({"en": ""}) == (Alteration.REPLACE, {})


def test_own_translation_goes_with_the_text_that_it_translates():
    assert altered({"en": "Keep 90 %.", "sv": "Behåll 90 %."}) == (
        Alteration.REPLACE,
        {"en": "Keep 90 %.", "sv": "Behåll 90 %."},
    )


def test_block_that_was_not_there_is_added():
    found = wording({"en": ""}, block="guidance").altered({"en": "Ask us."}, **GROUND)

    assert (found.how, found.text, found.reason) == (Alteration.ADD, {"en": "Ask us."}, "Our climate.")


def test_shown_text_of_an_addition_is_the_whole_block_in_each_language():
    words = BlockAltered(criterion="BAT-01", block="requirement.1", how="add", text={"en": "Ask us."})

    assert wording().shown(words) == {"en": "Keep 80 %.\n\nAsk us.", "sv": "Behåll 80 %."}


def test_shown_text_of_a_replacement_has_no_translation_of_the_old_one():
    words = BlockAltered(criterion="BAT-01", block="requirement.1", how="replace", text={"en": "Keep 90 %."})

    assert wording().shown(words) == {"en": "Keep 90 %.", "sv": ""}


TEXTS = st.text("ab \n", max_size=20)


@given(en=TEXTS, sv=TEXTS)
def test_what_is_typed_is_shown_again(en, sv):
    """Whatever a city writes in the authoritative language stands in its form the next time."""
    typed = {"en": en, "sv": sv}
    found = wording().altered(typed, **GROUND)

    shown = wording().shown(found)
    assert normal_text(shown["en"]) == (normal_text(en) if found and found.text.get("en") else BASE["en"])


@given(en=TEXTS.filter(normal_text), sv=TEXTS)
def test_form_that_is_sent_again_says_the_same(en, sv):
    found = wording().altered({"en": en, "sv": sv}, **GROUND)
    again = wording().altered(wording().shown(found), **GROUND)

    assert again == found


@pytest.mark.django_db
def test_wordings_of_a_version_are_its_own_blocks_and_those_that_may_be_added():
    version = VersionFactory(body=battery_content())

    found = wordings_of(version, [])

    assert [each.block for each in found] == [
        *("requirement.1", "requirement.2", "proof.eprel", "proof.label"),
        *("follow_up", "purpose", "guidance"),
    ]
    assert [each.block for each in found if not each.binds] == ["purpose", "guidance"]
    assert {tuple(each.languages) for each in found} == {("en",)}


@pytest.mark.django_db
def test_wordings_are_in_the_city_s_language_too():
    version = VersionFactory(criterion__code="BAT-01")
    TranslationFactory(version=version, language="sv", blocks={"requirement.1": "Batteriet ska hålla."})

    requirement, *_rest, guidance = wordings_of(version, ["sv"])

    assert (requirement.languages, requirement.base["sv"]) == (["en", "sv"], "Batteriet ska hålla.")
    assert guidance.base["sv"] == ""
    assert requirement.label_in("sv") == "Requirement, level 1 Baseline: Swedish"
