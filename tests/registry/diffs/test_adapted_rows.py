"""What a city changes, as a reader sees it: the right wording in the right language, with its reasons."""

import pytest

from registry.diffs.adapted_rows import Ground, adapted_rows, altered_fields, members_to_read
from registry.enums import Relation
from tests.factories.adaptations import changes, cycles, smartphones, without, words
from tests.factories.registry import TranslationFactory, VersionFactory, battery_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01")


def fields(version, *each, language="en"):
    return altered_fields(version, changes(*each), language)


def html(version, *each, language="en"):
    [altered] = fields(version, *each, language=language)
    return str(altered.field.text)


def test_value_is_seen_in_the_wording_of_its_level(version):
    [altered] = fields(version, cycles("1200", level=2, reason="Five years."))

    assert (altered.field.name, altered.field.anchor) == ("Requirement, level 2 Advanced", "bat-01-requirement-2")
    assert "<del>" in altered.field.text
    assert "1,200" in altered.field.text
    assert altered.grounds == (Ground(reason="Five years.", legal_basis=""),)


def test_value_that_no_wording_shows_is_told_beside_it():
    version = VersionFactory(criterion__code="BAT-01", body=battery_content(blocks={"requirement.1": "It shall last."}))

    [altered] = fields(version, cycles("1200"))

    [(name, shown)] = altered.field.facts
    assert name == "Parameter “cycles”"
    assert "800 cycles" in shown
    assert "1,200 cycles" in shown


def test_words_and_value_of_one_level_are_one_field_with_both_reasons(version):
    [altered] = fields(version, cycles("1200", reason="Why."), words("Keep {cycles}.", effect="stricter"))

    assert "Keep" in altered.field.text
    assert altered.grounds == (
        Ground(reason="Why.", legal_basis=""),
        Ground(reason="Our climate.", legal_basis="Our rule 7", declared="stricter"),
    )


def test_same_reason_of_two_values_is_told_once(version):
    share = cycles("85", reason="Why.")
    share = type(share)(**{**vars(share), "parameter": "share"})

    [altered] = fields(version, cycles("1200", reason="Why."), share)

    assert altered.grounds == (Ground(reason="Why.", legal_basis=""),)


def test_without_a_reason_there_is_no_ground(version):
    [altered] = fields(version, cycles("1200"))

    assert altered.grounds == ()


def test_fields_stand_in_reading_order(version):
    found = fields(version, words(block="guidance"), words(block="proof.eprel"), words(), cycles("1200", level=2))

    assert [each.field.anchor for each in found] == [
        *("bat-01-requirement-1", "bat-01-requirement-2", "bat-01-proof-eprel", "bat-01-guidance"),
    ]


def test_added_block_is_marked_as_added():
    texts = {block: text for block, text in battery_content().texts["en"].items() if block != "guidance"}
    version = VersionFactory(criterion__code="BAT-01", body=battery_content(texts={"en": texts}))

    [altered] = fields(version, words("Ask us.", block="guidance", how="add"))

    assert str(altered.field.kind) == "added"
    assert "Ask us." in altered.field.text


def test_value_is_shown_in_the_reader_s_translation(version):
    TranslationFactory(version=version, language="sv", blocks={"requirement.1": "Batteriet ska klara {cycles} cykler."})

    [altered] = fields(version, cycles("1200"), language="sv")

    assert altered.field.lang == "sv"
    assert "Batteriet ska klara" in altered.field.text


def test_words_without_translation_are_shown_in_the_authoritative_language(version):
    TranslationFactory(version=version, language="sv", blocks={"requirement.1": "Batteriet ska klara {cycles} cykler."})

    [altered] = fields(version, words("Keep it."), language="sv")

    assert altered.field.lang == "en"
    assert "Batteriet" not in altered.field.text


def test_words_with_the_city_s_own_translation_are_shown_in_it(version):
    TranslationFactory(version=version, language="sv", blocks={"requirement.1": "Batteriet ska klara {cycles} cykler."})

    [altered] = fields(version, words(text={"en": "Keep it.", "sv": "Behåll det."}), language="sv")

    assert altered.field.lang == "sv"
    assert "Behåll" in altered.field.text


def test_markup_in_a_city_s_words_stays_text(version):
    assert "<script>" not in html(version, words("<script>alert(1)</script>"))


def test_rows_follow_the_release_and_say_what_is_left_out():
    release = smartphones("BAT-01", "LAB-01", "REP-01")
    overrides = changes(cycles("1200"), without("REP-01"))

    rows = adapted_rows(
        members_to_read(release, "en"),
        overrides,
        {"BAT-01@1.0.0": "stricter", "LAB-01@1.0.0": "identical"},
        "en",
    )

    assert [(row.code, row.relation, row.is_changed) for row in rows] == [
        ("BAT-01", Relation.STRICTER, True),
        ("LAB-01", Relation.IDENTICAL, False),
        ("REP-01", Relation.LEFT_OUT, True),
    ]
    assert [row.left_out.reason if row.left_out else None for row in rows] == [None, None, "We rent our phones."]
    assert [row.summary for row in rows] == ["Requirement, level 1 Baseline", "", ""]


@pytest.mark.parametrize("codes", [("BAT-01",), ("BAT-01", "LAB-01", "REP-01")])
def test_members_are_read_in_three_queries(codes, django_assert_num_queries):
    release = smartphones(*codes)

    with django_assert_num_queries(3):
        rows = adapted_rows(members_to_read(release, "sv"), changes(), {}, "sv")
        assert [str(row.title) for row in rows] == ["Battery that lasts"] * len(codes)
