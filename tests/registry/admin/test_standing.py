"""How far versions are in a language, whatever was translated: each has one standing, and the counts add up."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.admin.translating.standing import Standing, languages_to_translate, overview, rows_in, to_translate
from registry.enums import TranslationState
from registry.services.withdrawing import withdraw
from tests.factories.registry import (
    PUBLISHED_ON,
    CriteriaSetFactory,
    CriterionFactory,
    RegisterFactory,
    ReleaseFactory,
    TranslationFactory,
    VersionFactory,
    translated,
)
from tests.factories.translations import TranslationDraftFactory, followed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 1)
# of one version: how many blocks its newest Swedish revision has (None: there is none), and the state of an open draft
FARS = st.lists(
    st.tuples(st.none() | st.integers(0, 12), st.sampled_from([None, TranslationState.DRAFTING, "waiting"])), max_size=4
)


def versions_that_are(fars):
    """One version each, as far in Swedish as is said."""
    made = []
    for blocks, state in fars:
        version = VersionFactory()
        if blocks is not None:
            words = dict(list(translated(version, "sv").items())[:blocks])
            TranslationFactory(version=version, blocks=words)
        if state:
            TranslationDraftFactory(version=version, state=state)
        made.append(version)
    return made


def standing_of(version):
    return next(row for row in rows_in("sv", on=TODAY) if row.version == version)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FARS)
def test_counts_are_those_of_the_rows(fars):
    versions_that_are(fars)

    rows = rows_in("sv", on=TODAY)
    (counted,) = [each for each in overview(on=TODAY) if each.code == "sv"] or [None]

    if counted is None:
        assert rows == []
        return
    assert sum(counted.counts.values()) == len(rows)
    for standing in Standing:
        assert counted.counts[standing] == sum(row.standing is standing for row in rows)
    states = [row.draft.state for row in rows if row.draft]
    assert (counted.drafting, counted.waiting) == (states.count("drafting"), states.count("waiting"))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FARS)
def test_each_row_says_what_lacks(fars):
    versions = versions_that_are(fars)
    rows = {row.version: row for row in rows_in("sv", on=TODAY)}

    for version, (blocks, state) in zip(versions, fars, strict=True):
        row = rows[version]
        assert (row.missing, row.blocks) == (12 - (blocks or 0), 12)
        assert row.is_lacking is (blocks != 12)
        assert (row.draft and row.draft.state) == state
        assert (row.newest is None) is (blocks is None)


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [(None, Standing.NONE), (0, Standing.PARTLY), (11, Standing.PARTLY), (12, Standing.COMPLETE)],
)
def test_standing_follows_from_the_newest_revision(blocks, expected):
    (version,) = versions_that_are([(blocks, None)])

    assert standing_of(version).standing is expected


def test_version_of_which_an_earlier_one_was_translated_lags_behind():
    _first, second = followed("A battery.", "A good battery.")

    assert standing_of(second).standing is Standing.BEHIND
    assert {row.standing for row in rows_in("fi", on=TODAY)} == {Standing.NONE}


def test_translation_of_a_candidate_alone_makes_nothing_lag():
    criterion = CriterionFactory()
    version = VersionFactory(criterion=criterion)
    TranslationFactory(version=VersionFactory(criterion=criterion, number="1.1.0-rc.1", published=None))

    assert standing_of(version).standing is Standing.NONE


def test_withdrawn_version_is_translated_no_more():
    version = VersionFactory()
    withdraw(version, reason={"en": "Obsolete."}, use_instead=None, effective_on=TODAY, origin="test")

    assert list(to_translate(on=TODAY)) == []
    assert list(to_translate(on=PUBLISHED_ON)) == [version]


def test_version_that_will_be_in_force_is_translated_before():
    version = VersionFactory(published=date(2027, 1, 1))

    assert list(to_translate(on=TODAY)) == [version]


def test_versions_stand_by_their_codes():
    for code in ("REP-01", "ACC-01", "BAT-01"):
        VersionFactory(criterion__code=code)

    assert [row.version.criterion.code for row in rows_in("sv", on=TODAY)] == ["ACC-01", "BAT-01", "REP-01"]


def test_set_holds_the_criteria_of_its_releases_in_whatever_version():
    old, new = followed("A battery.", "A good battery.")
    VersionFactory()
    criteria_set = CriteriaSetFactory(slug="laptops")
    ReleaseFactory(criteria_set=criteria_set, members=[old])

    assert {row.version for row in rows_in("sv", on=TODAY, criteria_set=criteria_set)} == {old, new}


def test_nothing_is_translated_without_a_register():
    assert (languages_to_translate(), overview(on=TODAY)) == ([], [])


def test_language_is_left_out_only_if_every_register_writes_it():
    RegisterFactory(code="one", authoritative_languages=["en", "sv"])
    assert languages_to_translate() == ["nb", "fi", "da"]

    RegisterFactory(code="two", authoritative_languages=["en"])
    assert languages_to_translate() == ["sv", "nb", "fi", "da"]


def test_languages_have_names_and_numbers_in_order():
    versions_that_are([(12, None), (3, "waiting"), (None, None)])

    swedish = next(each for each in overview(on=TODAY) if each.code == "sv")

    with translation.override("en"):
        assert (swedish.name, swedish.numbers) == ("Swedish", [1, 1, 0, 1])
    assert [standing.name for standing in Standing] == ["COMPLETE", "PARTLY", "BEHIND", "NONE"]


@pytest.mark.parametrize("count", [1, 5])
def test_rows_take_the_same_queries_however_many(django_assert_num_queries, count):
    versions_that_are([(12, "drafting")] * count)

    with django_assert_num_queries(4):  # the versions, their translations, what was translated before, what is open
        assert len(rows_in("sv", on=TODAY)) == count
