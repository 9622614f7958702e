"""What the register needs, on a day: reviews, values at the law's height, translations."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.admin.upkeep import behind, below_floor, in_force, languages_behind, months_before, undercut, unreviewed
from registry.services.sealing import seal_next, seal_translation
from registry.services.withdrawing import withdraw
from tests.factories.registry import VersionFactory, battery_content, translated

TODAY = date(2027, 9, 1)
CONTENT = battery_content()
LOW = battery_content(levels={1: {"cycles": "800", "share": "80"}, 2: {"cycles": "700", "share": "80"}})
[FLOOR] = CONTENT.legal_floor


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2900, 1, 1)), st.integers(0, 60))
def test_months_before_a_day_count_back_to_it(day, months):
    earlier = months_before(day, months)

    passed = (day.year - earlier.year) * 12 + day.month - earlier.month
    assert (passed, earlier.day <= day.day) == (months, True)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 11, 27), date(2025, 5, 27)),
        (date(2027, 8, 31), date(2026, 2, 28)),
        (date(2025, 8, 29), date(2024, 2, 29)),
    ],
)
def test_eighteen_months_before_a_day(day, before):
    assert months_before(day, 18) == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("published", "due"), [(date(2026, 3, 1), True), (date(2026, 3, 2), False), (date(2024, 1, 1), True)]
)
def test_criterion_is_due_for_review_after_eighteen_months(published, due):
    version = VersionFactory(published=published)

    assert list(unreviewed(on=TODAY)) == ([version] if due else [])


@pytest.mark.django_db
def test_new_version_counts_as_a_review():
    old = VersionFactory(published=date(2024, 1, 1))
    assert list(unreviewed(on=TODAY)) == [old]

    change = {"summary": {"en": "Reviewed."}}
    seal_next(old, battery_content(theme="warranty"), change=change, effective_on=date(2027, 8, 1), origin="x")

    assert list(unreviewed(on=TODAY)) == []


@pytest.mark.django_db
def test_version_that_takes_effect_later_counts_as_a_review_already():
    old = VersionFactory(published=date(2024, 1, 1))
    change = {"summary": {"en": "Reviewed."}}
    seal_next(old, battery_content(theme="warranty"), change=change, effective_on=date(2027, 12, 1), origin="x")

    assert list(unreviewed(on=TODAY)) == []


@pytest.mark.django_db
def test_what_is_withdrawn_or_a_candidate_needs_nothing():
    gone = VersionFactory(published=date(2024, 1, 1), body=LOW)
    withdraw(gone, reason={"en": "Wrong."}, effective_on=date(2026, 1, 1), origin="x", use_instead=None)
    VersionFactory(number="1.0.0-rc.1", published=None, body=LOW)

    assert (list(in_force(on=TODAY)), below_floor(on=TODAY), behind(on=TODAY)) == ([], [], {})


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (CONTENT, []),
        (LOW, [(2, FLOOR)]),
        (replace(LOW, legal_floor=()), []),
        (replace(LOW, legal_floor=(replace(FLOOR, parameter="", value=""),)), []),
    ],
    ids=["at the floor", "below it", "no floor", "a floor without value"],
)
def test_level_below_the_law_is_found_with_its_floor(content, found):
    assert list(undercut(content)) == found


@pytest.mark.django_db
def test_versions_below_the_law_are_listed():
    VersionFactory()
    low = VersionFactory(body=LOW)

    assert below_floor(on=TODAY) == [low.pk]


@pytest.mark.django_db
def test_translation_is_behind_where_a_block_is_missing():
    version = VersionFactory()
    assert languages_behind(version) == ["sv", "nb", "fi", "da"]

    seal_translation(version, "sv", translated(version, "sv"))
    seal_translation(version, "fi", {"title": "Akku, joka kestää"})

    assert behind(on=TODAY) == {version.pk: ["nb", "fi", "da"]}


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_what_lags_behind_takes_two_queries(django_assert_num_queries, count):
    for _number in range(count):
        version = VersionFactory()
        seal_translation(version, "sv", translated(version, "sv"))

    with django_assert_num_queries(2):
        assert len(behind(on=TODAY)) == count
