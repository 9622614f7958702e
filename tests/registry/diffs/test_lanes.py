"""The history of a set: what each release did with each criterion."""

from datetime import date

import pytest

from registry.diffs.lanes import Mark, lanes_of
from registry.models import CriteriaSet
from registry.sealed.canonical import canonical
from tests.factories.history import withdrawn
from tests.factories.registry import (
    CriteriaSetFactory,
    CriterionFactory,
    ReleaseFactory,
    TranslationFactory,
    VersionFactory,
    battery_content,
)

pytestmark = pytest.mark.django_db

OLD = battery_content()
STRICTER = battery_content(levels={1: {"cycles": "1000", "share": "80"}, 2: OLD.levels[2]})
LEVEL_LESS = battery_content(levels={1: OLD.levels[1]})
REWORDED = battery_content(blocks={"follow_up": "The buyer looks."})
REFILED = battery_content(theme="climate")
DECLARED = canonical({"same_bids_comply": {"reason": "Typing error.", "declared_by": "city", "confirmed_by": "office"}})
TODAY = date(2026, 6, 1)


def version(code, number="1.0.0", **fields):
    found = VersionFactory.create(criterion__code=code, number=number, **fields)
    found.criterion.code = code
    return found


def follow(base, number, **fields):
    return VersionFactory.create(criterion=base.criterion, base_version=base, number=number, **fields)


def release(number, *members, **fields):
    return ReleaseFactory.create(number=number, members=list(members), **fields)


def lanes(on=TODAY, language="en"):
    return lanes_of(CriteriaSetFactory(), language, on=on)


def marks():
    """Of each lane, by code."""
    return {row.code: [stop and stop.mark for stop in row.stops] for row in lanes().rows}


def test_first_release_adds_and_the_next_leaves_alone():
    bat, rep = version("BAT-01"), version("REP-01")
    release("1.0.0", bat)
    release("1.1.0", bat, rep)

    assert marks() == {"BAT-01": [Mark.ADDED, Mark.UNCHANGED], "REP-01": [None, Mark.ADDED]}


@pytest.mark.parametrize(
    ("old", "new", "number", "mark"),
    [
        (OLD, STRICTER, "2.0.0", Mark.STRICTER),
        (STRICTER, OLD, "1.1.0", Mark.RELAXED),
        (OLD, REWORDED, "2.0.0", Mark.CHANGED),
        (OLD, REFILED, "1.0.1", Mark.EDITORIAL),
        (OLD, LEVEL_LESS, "2.0.0", Mark.CHANGED),
        (LEVEL_LESS, OLD, "1.1.0", Mark.CHANGED),
    ],
    ids=["stricter", "relaxed", "changed", "editorial", "a level less", "a level more"],
)
def test_change_bears_the_mark_of_its_gravest_effect(old, new, number, mark):
    first = version("BAT-01", body=old)
    release("1.0.0", first)
    release(number, follow(first, number, body=new))

    assert marks() == {"BAT-01": [Mark.ADDED, mark]}


def test_declared_change_of_wording_is_editorial():
    first = version("BAT-01")
    release("1.0.0", first)
    release("1.0.1", follow(first, "1.0.1", body=REWORDED, change=DECLARED))

    assert marks() == {"BAT-01": [Mark.ADDED, Mark.EDITORIAL]}


def test_criterion_that_a_release_leaves_out_is_gone_for_good_or_comes_back():
    bat, rep = version("BAT-01"), version("REP-01")
    release("1.0.0", bat, rep)
    release("2.0.0", bat)
    release("3.0.0", bat, follow(rep, "2.0.0"))

    assert marks()["REP-01"] == [Mark.ADDED, Mark.LEFT, Mark.ADDED]


def test_withdrawn_criterion_is_told_from_one_that_only_left():
    bat, rep, gone = version("BAT-01"), version("REP-01"), version("ZZZ-01")
    release("1.0.0", bat, rep, gone)
    release("2.0.0", bat)
    release("2.1.0", bat, version("LAB-01"))
    withdrawn(gone)

    assert marks() == {
        "BAT-01": [Mark.ADDED, Mark.UNCHANGED, Mark.UNCHANGED],
        "LAB-01": [None, None, Mark.ADDED],
        "REP-01": [Mark.ADDED, Mark.LEFT, None],
        "ZZZ-01": [Mark.ADDED, Mark.WITHDRAWN, None],
    }


def test_new_duty_is_stricter_and_leads_to_the_two_releases():
    bat = version("BAT-01")
    release("1.0.0", bat)
    release("2.0.0", bat, mandatory=[bat])
    release("2.1.0", bat, version("REP-01"))

    _added, mandatory, optional = lanes().rows[0].stops

    assert (mandatory.mark, optional.mark) == (Mark.STRICTER, Mark.RELAXED)
    assert (mandatory.url, mandatory.numbers) == ("/en/criteria/smartphones/compare/1.0.0...2.0.0/", "1.0.0")


def test_mark_leads_to_the_version_or_to_the_two_beside_each_other():
    first = version("BAT-01")
    second = follow(first, "2.0.0", body=STRICTER)
    other = version("REP-01")
    release("1.0.0", first, other)
    release("2.0.0", second, other)
    release("3.0.0", other)

    added, stricter, left = lanes().rows[1].stops

    assert (added.url, added.number, added.numbers) == ("/en/criterion/bat-01/1.0.0/", "1.0.0", "1.0.0")
    assert stricter.url == "/en/criterion/bat-01/compare/1.0.0...2.0.0/"
    assert (stricter.number, stricter.numbers) == ("2.0.0", "1.0.0 → 2.0.0")
    assert (left.url, left.number, left.numbers) == ("/en/criterion/bat-01/2.0.0/", "", "2.0.0")


def test_lanes_stand_in_the_order_of_the_newest_release_and_releases_in_that_of_their_numbers():
    bat, rep, lab = version("BAT-01"), version("REP-01"), version("LAB-01")
    release("1.10.0", rep, bat, published=date(2026, 4, 1))
    release("1.2.0", lab, bat)

    found = lanes()

    assert [row.code for row in found.rows] == ["REP-01", "BAT-01", "LAB-01"]
    assert [(str(column.release.number), column.day) for column in found.columns] == [
        ("1.2.0", date(2026, 2, 2)),
        ("1.10.0", date(2026, 4, 1)),
    ]


def test_release_that_does_not_count_yet_is_not_history():
    bat = version("BAT-01")
    release("1.0.0", bat)
    release("2.0.0", bat, version("REP-01"), published=date(2026, 6, 2))
    release("3.0.0", version("LAB-01"), published=None)

    assert list(marks()) == ["BAT-01"]
    assert [row.code for row in lanes(on=date(2026, 6, 2)).rows] == ["BAT-01", "REP-01"]


def test_title_is_that_of_the_last_version_in_the_language_of_the_reader():
    first = version("BAT-01")
    second = follow(first, "2.0.0", body=battery_content(blocks={"title": "Battery that lasts longer"}))
    TranslationFactory(version=second)
    release("1.0.0", first)
    release("2.0.0", second)

    [swedish], [finnish] = lanes(language="sv").rows, lanes(language="fi").rows

    assert (swedish.title, swedish.title.lang) == ("Battery that lasts longer [sv]", "sv")
    assert (finnish.title, finnish.title.lang) == ("Battery that lasts longer", "en")


def test_each_mark_is_counted():
    bat = version("BAT-01")
    release("1.0.0", bat, version("REP-01"))
    release("2.0.0", follow(bat, "2.0.0", body=STRICTER))

    assert {mark: number for mark, number in lanes().counts if number} == {
        Mark.ADDED: 2,
        Mark.STRICTER: 1,
        Mark.LEFT: 1,
    }


def test_set_of_another_name_is_not_looked_at():
    release("1.0.0", version("BAT-01"))
    other = CriteriaSetFactory(slug="laptops")

    assert (lanes_of(other, "en", on=TODAY).rows, CriteriaSet.objects.count()) == ([], 2)


@pytest.mark.parametrize("criteria", [1, 12])
def test_queries_do_not_grow_with_criteria_and_releases(criteria, django_assert_num_queries):
    line = [VersionFactory.create(criterion=CriterionFactory()) for _number in range(criteria)]
    for major in range(1, 2 + criteria // 4):
        release(f"{major}.0.0", *line)
        line = [follow(each, f"{major + 1}.0.0", body=STRICTER) for each in line]
    criteria_set = CriteriaSetFactory()

    with django_assert_num_queries(7):
        found = lanes_of(criteria_set, "sv", on=TODAY)

    assert len(found.rows) == criteria
