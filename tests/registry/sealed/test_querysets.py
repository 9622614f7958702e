"""Which version was in force on which day: the question a citation stands on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.enums import IN_FORCE, REMARKS, StatusKind
from registry.models import CriterionVersion, Release
from registry.sealed.chain import append_event
from registry.sealed.numbers import VersionNumber
from tests.factories.registry import (
    CriteriaSetFactory,
    CriterionFactory,
    ReleaseFactory,
    TranslationFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db

MAY = date(2026, 5, 1)
JUNE = date(2026, 6, 1)
JULY = date(2026, 7, 1)
DAY = timedelta(days=1)


def status(version: CriterionVersion, on: date) -> str | None:
    return CriterionVersion.objects.with_status(on=on).get(pk=version.pk).status


def in_force(on: date) -> list[str]:
    return [str(version.number) for version in CriterionVersion.objects.in_force(on=on)]


def record(version: CriterionVersion, kind: StatusKind, on: date) -> None:
    """One more event, with the reason that a withdrawal needs."""
    details = {"reason": {"en": "Nobody can prove it."}} if kind == StatusKind.WITHDRAWN else {}
    append_event(version, kind, effective_on=on, details=details)


@pytest.fixture
def followed():
    """1.0.0 from May, superseded by 1.1.0 on the first of July."""
    first = VersionFactory(published=MAY)
    second = VersionFactory(criterion=first.criterion, number="1.1.0", base_version=first, published=JULY)
    record(first, StatusKind.SUPERSEDED, JULY)
    return first, second


def test_status_is_none_before_the_first_event():
    version = VersionFactory(published=MAY)

    assert status(version, MAY - DAY) is None


def test_status_begins_on_the_day_of_the_event():
    version = VersionFactory(published=MAY)

    assert (status(version, MAY), status(version, JULY)) == (StatusKind.PUBLISHED, StatusKind.PUBLISHED)


def test_status_says_since_when():
    version = VersionFactory(published=MAY)
    record(version, StatusKind.DEPRECATED, JUNE)

    row = CriterionVersion.objects.with_status(on=JULY).get()

    assert (row.status, row.status_since) == (StatusKind.DEPRECATED, JUNE)


def test_event_of_a_later_day_waits_for_that_day(followed):
    first, _second = followed

    assert (status(first, JULY - DAY), status(first, JULY)) == (StatusKind.PUBLISHED, StatusKind.SUPERSEDED)


def test_of_two_events_on_one_day_the_later_sealed_counts():
    version = VersionFactory(published=MAY)
    record(version, StatusKind.WITHDRAWN, MAY)

    assert status(version, MAY) == StatusKind.WITHDRAWN


def test_event_sealed_later_for_an_earlier_day_does_not_undo_a_later_day():
    version = VersionFactory(published=MAY)
    record(version, StatusKind.WITHDRAWN, JULY)
    record(version, StatusKind.DEPRECATED, JUNE)

    assert (status(version, JUNE), status(version, JULY)) == (StatusKind.DEPRECATED, StatusKind.WITHDRAWN)


def test_erratum_leaves_the_status_as_it_was():
    version = VersionFactory(published=MAY)
    record(version, StatusKind.DEPRECATED, JUNE)
    record(version, StatusKind.ERRATUM, JULY)

    row = CriterionVersion.objects.with_status(on=JULY).get()

    assert (row.status, row.status_since) == (StatusKind.DEPRECATED, JUNE)


def test_status_is_that_of_the_version_and_of_no_other():
    version, other = VersionFactory(published=MAY), VersionFactory(published=MAY)
    record(other, StatusKind.WITHDRAWN, JUNE)

    assert (status(version, JUNE), status(other, JUNE)) == (StatusKind.PUBLISHED, StatusKind.WITHDRAWN)


def test_in_force_is_exactly_one_version_on_each_day_of_a_succession(followed):
    assert in_force(MAY - DAY) == []
    assert in_force(MAY) == ["1.0.0"]
    assert in_force(JULY - DAY) == ["1.0.0"]
    assert in_force(JULY) == ["1.1.0"]


@pytest.mark.parametrize("kind", [kind for kind in StatusKind if kind != StatusKind.SUPERSEDED])
def test_in_force_is_what_is_published_or_deprecated(kind):
    version = VersionFactory(published=None)
    earlier = StatusKind.VOTING if kind is StatusKind.CONSULTATION else StatusKind.CONSULTATION
    record(version, earlier, MAY - DAY)
    record(version, kind, MAY)

    assert in_force(MAY) == (["1.0.0"] if kind in IN_FORCE else [])


def test_candidate_is_never_in_force():
    VersionFactory(number="1.0.0-rc.1", published=MAY)

    assert in_force(MAY) == []


@given(st.lists(st.tuples(st.sampled_from([*StatusKind]), st.integers(0, 5)), max_size=5, unique_by=lambda e: e[0]))
def test_status_on_a_day_is_the_last_of_the_events_up_to_it(events):
    """The same answer as a plain loop over the events gives."""
    version = VersionFactory(published=None)
    VersionFactory(criterion=version.criterion, number="1.1.0", base_version=version)  # so that it can be superseded
    for kind, day in events:
        record(version, kind, MAY + day * DAY)

    for today in range(6):
        past = [(day, place, kind) for place, (kind, day) in enumerate(events) if day <= today]
        telling = [event for event in past if event[2] not in REMARKS]
        assert status(version, MAY + today * DAY) == (max(telling)[2] if telling else None)


def test_newest_first_is_by_number_and_a_final_before_its_candidates():
    criterion = CriterionFactory()
    numbers = ["1.2.0", "1.10.0", "2.0.0-rc.9", "1.2.1", "2.0.0-rc.10", "1.10.0-rc.1", "2.0.0-rc.8"]
    for number in numbers:
        VersionFactory(criterion=criterion, number=number)

    found = [version.number for version in criterion.versions.newest_first()]

    assert found == sorted(map(VersionNumber.parse, numbers), reverse=True)


def test_numbered_finds_the_one_with_that_number():
    final = VersionFactory(number="1.2.0")
    candidate = VersionFactory(criterion=final.criterion, number="1.2.0-rc.1")

    assert final.criterion.versions.numbered(final.number).get() == final
    assert final.criterion.versions.numbered(candidate.number).get() == candidate


def test_finals_are_those_that_are_no_candidates():
    final = VersionFactory(number="1.2.0")
    VersionFactory(criterion=final.criterion, number="1.3.0-rc.1")

    assert list(CriterionVersion.objects.finals()) == [final]


def test_finals_are_asked_for_without_a_value_that_sqlite_would_compile_the_statement_for_anew():
    _sql, values = CriterionVersion.objects.finals().query.sql_with_params()

    assert values == ()


def test_for_cards_in_one_language_leaves_the_others_in_the_database():
    version = VersionFactory()
    for language, revision in (("sv", 1), ("sv", 2), ("fi", 1)):
        TranslationFactory(version=version, language=language, revision=revision)

    [card] = CriterionVersion.objects.for_cards(language="sv")

    assert [str(row) for row in card.translations.all()] == [f"{version}/sv.r2", f"{version}/sv.r1"]


def test_release_is_published_from_its_day_on():
    release = ReleaseFactory(published=MAY)

    assert list(Release.objects.published(on=MAY - DAY)) == []
    assert list(Release.objects.published(on=MAY)) == [release]


def test_releases_newest_first_are_by_number():
    criteria_set = CriteriaSetFactory()
    for number in ("1.9.0", "1.10.0", "1.9.9"):
        ReleaseFactory(criteria_set=criteria_set, number=number)

    found = [str(release.number) for release in criteria_set.releases.newest_first()]

    assert found == ["1.10.0", "1.9.9", "1.9.0"]
    assert criteria_set.releases.numbered(VersionNumber(1, 9, 9)).get().patch == 9


def test_erratum_marks_its_version_from_its_day_on_and_no_other():
    version, other = VersionFactory(published=MAY), VersionFactory(published=MAY)
    record(version, StatusKind.ERRATUM, JUNE)
    record(other, StatusKind.DEPRECATED, JUNE)

    def marked(on):
        rows = CriterionVersion.objects.with_erratum_mark(on=on)
        return {row.pk for row in rows if row.has_erratum}

    assert (marked(JUNE - DAY), marked(JUNE)) == (set(), {version.pk})


@pytest.mark.parametrize("count", [1, 3])
def test_errata_of_a_list_take_one_query_and_come_oldest_first(django_assert_num_queries, count):
    versions = [VersionFactory(published=MAY) for _ in range(count)]
    for version in versions:
        for on in (JULY, JUNE):
            record(version, StatusKind.ERRATUM, on)

    with django_assert_num_queries(2):  # the versions, their errata
        rows = list(CriterionVersion.objects.with_errata(on=JULY))

    assert [[event.effective_on for event in row.errata] for row in rows] == [[JULY, JUNE]] * count


def test_erratum_is_no_status():
    version = VersionFactory(published=MAY)
    record(version, StatusKind.ERRATUM, JUNE)

    assert status(version, JUNE) == StatusKind.PUBLISHED
