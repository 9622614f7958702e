"""Choosing from a release: what is shown at a level, and how many each filter would leave."""

from datetime import date

import pytest

from registry.enums import CriterionKind, StatusKind
from registry.takeaway.selection import select
from tests.factories.history import followed_by, happened, withdrawn
from tests.factories.registry import ReleaseFactory, TranslationFactory, VersionFactory, battery_content

TODAY = date(2026, 11, 23)

pytestmark = pytest.mark.django_db


def member(code, *, kind=CriterionKind.TECHNICAL_SPECIFICATION, levels=(1, 2), **facts):
    body = battery_content()
    own = {level: body.levels[min(level, 2)] for level in levels}
    blocks = {f"requirement.{level}": f"At level {level}: {{cycles}} cycles." for level in levels}
    body = battery_content(blocks=blocks, levels=own, **facts)
    return VersionFactory(criterion__code=code, criterion__kind=kind, body=body)


@pytest.fixture
def release():
    """Four criteria: two about batteries, one on climate, one clause on take-back that has the first level only."""
    return ReleaseFactory(
        members=[
            member("BAT-01"),
            member("BAT-02", levels=(2, 3), stages=("use", "repair")),
            member("CLI-01", kind=CriterionKind.AWARD, theme="climate", ambitions=("A1", "A4")),
            member(
                "TAK-01", kind=CriterionKind.PERFORMANCE, theme="take_back", levels=(1,), applies_to=("refurbished",)
            ),
        ]
    )


def chosen_from(release, level=None, language="en", **chosen):
    return select(release, language=language, on=TODAY, level=level, chosen=chosen)


def codes(selection):
    return [card.version.criterion.code for card in selection.cards]


def counts(selection, name):
    facet = next(facet for facet in selection.facets if facet.name == name)
    return {option.value: option.count for option in facet.options}


def test_selection_keeps_the_order_of_the_release(release):
    selection = chosen_from(release)

    assert (codes(selection), selection.total) == (["BAT-01", "BAT-02", "CLI-01", "TAK-01"], 4)
    assert not selection.is_filtered


def test_facets_count_all_members_where_nothing_is_chosen(release):
    selection = chosen_from(release)

    assert {facet.name: counts(selection, facet.name) for facet in selection.facets} == {
        "kind": {"technical_specification": 2, "award": 1, "performance": 1},
        "theme": {"battery": 2, "take_back": 1, "climate": 1},
        "stage": {"use": 4, "repair": 1},
        "applies_to": {"new": 3, "refurbished": 1},
        "ambition": {"A1": 1, "A4": 4},
        "has_level": {"1": 3, "2": 3, "3": 1},
    }


def test_facets_and_options_have_words(release):
    by_name = {facet.name: facet for facet in chosen_from(release).facets}

    assert by_name["stage"].legend == "Life-cycle stage"
    assert [option.label for option in by_name["ambition"].options] == [
        "A1 Harmonised criteria and clauses",
        "A4 Longer lifespan",
    ]
    assert [option.label for option in by_name["has_level"].options] == ["1 Baseline", "2 Advanced", "3 Frontrunner"]


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        ({"kind": ["award"]}, ["CLI-01"]),
        ({"kind": ["award", "performance"]}, ["CLI-01", "TAK-01"]),
        ({"theme": ["battery"], "stage": ["repair"]}, ["BAT-02"]),
        ({"ambition": ["A1"]}, ["CLI-01"]),
        ({"applies_to": ["refurbished"]}, ["TAK-01"]),
        ({"has_level": ["3"]}, ["BAT-02"]),
        ({"kind": ["award"], "theme": ["battery"]}, []),
    ],
)
def test_options_of_one_facet_add_and_facets_narrow(release, chosen, left):
    selection = chosen_from(release, **chosen)

    assert (codes(selection), selection.total, selection.is_filtered) == (left, 4, True)


def test_chosen_option_keeps_the_counts_of_its_siblings_and_narrows_the_other_facets(release):
    selection = chosen_from(release, theme=["battery"])

    assert counts(selection, "theme") == {"battery": 2, "take_back": 1, "climate": 1}
    assert counts(selection, "kind") == {"technical_specification": 2, "award": 0, "performance": 0}
    assert counts(selection, "stage") == {"use": 2, "repair": 1}


def test_each_count_is_what_choosing_that_option_alone_would_leave(release):
    for facet in chosen_from(release, stage=["use"]).facets:
        for option in facet.options:
            chosen = {"stage": ["use"]} | {facet.name: [option.value]}
            assert option.count == len(chosen_from(release, **chosen).cards), option


@pytest.mark.parametrize("chosen", [{"theme": ["battery "]}, {"kind": ["x" * 999]}, {"page": ["2"]}])
def test_values_and_facets_that_do_not_exist_choose_nothing(release, chosen):
    selection = chosen_from(release, **chosen)

    assert (len(selection.cards), selection.is_filtered) == (4, False)


def test_unknown_value_beside_a_known_one_is_left_out(release):
    assert codes(chosen_from(release, theme=["nonsense", "climate"])) == ["CLI-01"]


@pytest.mark.parametrize(
    ("level", "shown"),
    [
        (None, [("BAT-01", 1, False), ("BAT-02", 2, False), ("CLI-01", 1, False), ("TAK-01", 1, False)]),
        (1, [("BAT-01", 1, True), ("BAT-02", 2, False), ("CLI-01", 1, True), ("TAK-01", 1, True)]),
        (2, [("BAT-01", 2, True), ("BAT-02", 2, True), ("CLI-01", 2, True), ("TAK-01", 1, True)]),
        (3, [("BAT-01", 2, True), ("BAT-02", 3, True), ("CLI-01", 2, True), ("TAK-01", 1, True)]),
    ],
)
def test_level_ticks_what_has_it_or_the_highest_below_it(release, level, shown):
    cards = chosen_from(release, level=level).cards

    assert [(card.version.criterion.code, card.level, card.is_ticked) for card in cards] == shown


def test_card_shows_the_requirement_of_its_level_under_its_key(release):
    [card] = chosen_from(release, level=2, theme=["climate"]).cards

    assert (card.key, card.requirement, card.theme) == (
        "CLI-01@1.0.0/L2",
        "<p>At level 2: 1,000 cycles.</p>",
        "Climate",
    )


def test_card_knows_whether_every_tender_must_take_it_and_how_it_stands():
    must, may, old, gone = (member(code) for code in ("BAT-01", "BAT-02", "BAT-03", "BAT-04"))
    release = ReleaseFactory(members=[must, may, old, gone], mandatory=[must])
    happened(may, StatusKind.DEPRECATED)
    followed_by(old, "2.0.0")
    withdrawn(gone)

    cards = chosen_from(release).cards

    assert [(card.mandatory, card.version.status) for card in cards] == [
        (True, "published"),
        (False, "deprecated"),
        (False, "superseded"),
        (False, "withdrawn"),
    ]


def test_card_is_in_the_readers_language_or_openly_in_another():
    translated, other = member("BAT-01"), member("BAT-02")
    TranslationFactory(version=translated, language="da")
    release = ReleaseFactory(members=[translated, other])

    cards = chosen_from(release, language="da").cards

    assert [(card.texts.title, card.texts.title.lang) for card in cards] == [
        ("Battery that lasts [da]", "da"),
        ("Battery that lasts", "en"),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_selection_takes_three_queries(django_assert_num_queries, count):
    members = [member(f"BAT-0{n + 1}") for n in range(count)]
    for version in members:
        TranslationFactory(version=version, language="sv")
    release = ReleaseFactory(members=members)

    with django_assert_num_queries(3):  # the members, their versions, the translations
        selection = chosen_from(release, level=2, language="sv", theme=["battery"])
        shown = [(str(card.version), card.texts.title, card.key) for card in selection.cards]

    assert len(shown) == count
