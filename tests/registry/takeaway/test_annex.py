"""A basket read as an annex: grouped, in order, with its values, its findings and what is newer."""

import json
from datetime import date

import pytest

from registry.enums import CriterionKind, StatusKind
from registry.takeaway.annex import basket_of, make_annex
from registry.takeaway.basket import Basket, BasketError, BasketItem
from tests.factories.history import followed_by, happened, withdrawn
from tests.factories.registry import TranslationFactory, VersionFactory, battery_content

TODAY = date(2026, 11, 23)

pytestmark = pytest.mark.django_db


def item_of(version, level=1, weight="", **values):
    return BasketItem(
        code=version.criterion.code, number=str(version.number), level=level, values=values, weight=weight
    )


def annex_of(*items, language="en", on=TODAY, **facts):
    return make_annex(Basket(items=items, **facts), language=language, on=on)


def version_of_kind(kind, code):
    return VersionFactory(criterion__code=code, criterion__kind=kind)


def test_annex_groups_by_kind_in_the_order_of_a_tender_and_keeps_the_buyers_order_inside():
    clause = version_of_kind(CriterionKind.PERFORMANCE, "TAK-01")
    late, early = (version_of_kind(CriterionKind.TECHNICAL_SPECIFICATION, code) for code in ("REP-01", "BAT-01"))
    ground = version_of_kind(CriterionKind.EXCLUSION, "DUE-01")

    annex = annex_of(item_of(clause), item_of(late), item_of(ground), item_of(early))

    assert [(group.heading, [entry.item.code for entry in group.entries]) for group in annex.groups] == [
        ("Exclusion ground", ["DUE-01"]),
        ("Technical specification", ["REP-01", "BAT-01"]),
        ("Contract clause", ["TAK-01"]),
    ]
    assert annex.groups[1].keys == ("REP-01@1.0.0/L1", "BAT-01@1.0.0/L1")
    assert [entry.item.code for entry in annex.entries] == ["DUE-01", "REP-01", "BAT-01", "TAK-01"]


def test_own_heading_takes_the_place_of_the_usual_one():
    version = VersionFactory()

    [group] = annex_of(item_of(version), headings={"technical_specification": "3. The phones"}).groups

    assert (group.heading, group.own_heading, group.kind_label) == (
        "3. The phones",
        "3. The phones",
        "Technical specification",
    )


def test_empty_basket_makes_an_empty_annex():
    annex = annex_of(title="Phones")

    assert (annex.title, annex.groups, annex.entries, annex.unknown, annex.newer) == ("Phones", (), (), (), ())


def test_entry_has_the_requirement_of_its_level_with_the_buyers_values():
    version = VersionFactory(criterion__code="BAT-01")

    [entry] = annex_of(item_of(version, level=2, cycles="1200")).entries

    assert entry.values == {"cycles": "1200", "share": "80"}
    assert "after 1,200 full charge cycles" in entry.requirement_text
    assert "<li>keep at least 80 % of its capacity after 1,200 full charge cycles;</li>" in entry.requirement_html
    assert (entry.source_line, entry.levels) == ("BAT-01@1.0.0, level 2, en", [1, 2])
    assert [(field.name, field.shown) for field in entry.parameters] == [
        ("value|BAT-01@1.0.0/L2|cycles", "1,200"),
        ("value|BAT-01@1.0.0/L2|share", "80"),
    ]


def test_proof_and_follow_up_carry_the_values_of_the_item():
    blocks = {"proof.eprel": "A test of {cycles} cycles.", "follow_up": "A sample after {cycles} cycles."}
    version = VersionFactory(body=battery_content(blocks=blocks))

    [entry] = annex_of(item_of(version, level=2, cycles="1200")).entries

    assert entry.proof[0].html == "<p>A test of 1,200 cycles.</p>"
    assert entry.follow_up_html == "<p>A sample after 1,200 cycles.</p>"


def test_kind_of_an_entry_says_whether_it_has_a_weight_or_follows_the_contract():
    award = version_of_kind(CriterionKind.AWARD, "AWA-01")
    clause = version_of_kind(CriterionKind.PERFORMANCE, "TAK-01")

    first, second = annex_of(item_of(award, weight="12.5"), item_of(clause)).entries

    assert (first.is_award, first.is_clause, first.shown_weight) == (True, False, "12.5")
    assert (second.is_award, second.is_clause) == (False, True)


def test_annex_is_in_its_language_and_falls_back_openly():
    version = VersionFactory(criterion__code="BAT-01")
    TranslationFactory(version=version, language="sv")
    other = VersionFactory(criterion__code="BAT-02")

    first, second = annex_of(item_of(version, level=2), item_of(other), language="sv").entries

    assert first.requirement_text.endswith("[sv]")
    assert "efter" not in first.requirement_text
    assert (first.source_line, second.source_line) == ("BAT-01@1.0.0, level 2, sv", "BAT-02@1.0.0, level 1, en")


def test_unknown_versions_and_levels_are_set_aside_and_the_rest_stays():
    version = VersionFactory(criterion__code="BAT-01")
    gone = [
        BasketItem(code="BAT-01", number="9.0.0", level=1),
        BasketItem(code="NOT-01", number="1.0.0", level=1),
        BasketItem(code="BAT-01", number="1.0.0", level=3),
    ]

    annex = annex_of(gone[0], item_of(version), *gone[1:])

    assert [entry.item.key for entry in annex.entries] == ["BAT-01@1.0.0/L1"]
    assert list(annex.unknown) == gone


def test_numbers_of_one_criterion_do_not_stand_for_those_of_another():
    VersionFactory(criterion__code="BAT-01", number="1.0.0")
    VersionFactory(criterion__code="BAT-02", number="2.0.0")
    crossed = BasketItem(code="BAT-01", number="2.0.0", level=1)

    assert annex_of(crossed, BasketItem(code="BAT-02", number="1.0.0", level=1)).entries == ()


def test_superseded_version_keeps_its_text_and_names_the_newer_one():
    old = VersionFactory(criterion__code="BAT-01")
    new = followed_by(old, "2.0.0", body=battery_content(blocks={"requirement.1": "Something else."}))

    [entry] = annex_of(item_of(old)).entries

    assert "after 800 full charge cycles" in entry.requirement_text
    assert (entry.newer, entry.status) == (new, "superseded")


def test_newer_versions_are_counted_over_the_whole_annex():
    old = VersionFactory(criterion__code="BAT-01")
    new = followed_by(old, "1.1.0")
    current = VersionFactory(criterion__code="BAT-02")

    annex = annex_of(item_of(old), item_of(current))

    assert [(entry.item.citation, entry.newer) for entry in annex.newer] == [("BAT-01@1.0.0", new)]
    assert annex_of(item_of(new), item_of(current)).newer == ()


def test_version_that_supersedes_only_later_is_not_newer_yet():
    old = VersionFactory()
    new = followed_by(old, "1.1.0", on=date(2026, 12, 1))

    assert annex_of(item_of(old), on=date(2026, 11, 30)).newer == ()
    assert [entry.newer for entry in annex_of(item_of(old), on=date(2026, 12, 1)).newer] == [new]


def test_version_that_is_yet_to_take_effect_has_nothing_newer():
    old = VersionFactory()
    new = followed_by(old, "2.0.0", on=date(2026, 12, 1))

    [entry] = annex_of(item_of(new)).entries

    assert (entry.newer, entry.status) == (None, "upcoming")


def test_candidate_has_nothing_newer_while_its_final_is_to_come():
    final = VersionFactory()
    candidate = VersionFactory(criterion=final.criterion, number="1.1.0-rc.2", published=None)

    assert annex_of(item_of(candidate)).newer == ()


def test_deprecated_version_with_a_later_one_beside_it_has_a_newer_one():
    old = VersionFactory()
    happened(old, StatusKind.DEPRECATED)
    new = VersionFactory(criterion=old.criterion, number="2.0.0")

    assert [entry.newer for entry in annex_of(item_of(old), item_of(new)).newer] == [new]


def test_withdrawn_version_has_a_finding_and_nothing_newer():
    [entry] = annex_of(item_of(withdrawn(VersionFactory()))).entries

    assert ([finding.code for finding in entry.findings], entry.newer, entry.status) == (
        ["withdrawn"],
        None,
        "withdrawn",
    )


@pytest.mark.parametrize(("cycles", "faulty"), [("900", False), ("9000", True), ("many", True)])
def test_annex_with_a_value_out_of_its_bounds_has_faults(cycles, faulty):
    annex = annex_of(item_of(VersionFactory(), cycles=cycles))

    assert (annex.has_faults, annex.entries[0].has_faults) == (faulty, faulty)


def test_weights_of_an_annex_are_a_finding_about_the_whole():
    first, second = (version_of_kind(CriterionKind.AWARD, code) for code in ("AWA-01", "AWA-02"))

    annex = annex_of(item_of(first, weight="70"), item_of(second, weight="70"))

    assert [finding.code for finding in annex.findings] == ["weights"]


@pytest.mark.parametrize("count", [1, 3])
def test_annex_takes_five_queries_however_long_it_is(django_assert_num_queries, count):
    versions = [VersionFactory() for _ in range(count)]
    for version in versions:
        TranslationFactory(version=version, language="sv")
        followed_by(version, "1.1.0")
    items = [item_of(version, level=level) for version in versions for level in (1, 2)]

    with django_assert_num_queries(5):  # versions, translations, errata, what is in force, edges
        annex = annex_of(*items, language="sv")
        shown = [(entry.requirement_html, entry.proof, entry.follow_up_html, entry.newer) for entry in annex.entries]

    assert len(shown) == 2 * count


def test_shared_content_is_read_as_a_basket_and_anything_else_is_refused():
    basket = Basket(items=(BasketItem(code="BAT-01", number="1.0.0", level=1),), title="Phones")

    assert basket_of(json.dumps(basket.as_dict())) == basket
    with pytest.raises(BasketError):
        basket_of('{"items": [1]}')
