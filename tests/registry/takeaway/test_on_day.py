"""What was in force on a day, with events behind and ahead."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from registry.enums import IN_FORCE, StatusKind
from registry.models import CriterionVersion
from registry.takeaway.on_day import release_on, rows_on, set_document, version_document, version_on
from registry.takeaway.standing import standing_of
from tests.factories.history import followed_by, happened, withdrawn
from tests.factories.proposals import deprecation, replacement, taken, withdrawal
from tests.factories.registry import CriteriaSetFactory, ReleaseFactory, VersionFactory

FEBRUARY, MAY, SEPTEMBER = date(2026, 2, 2), date(2026, 5, 4), date(2026, 9, 1)
DAY = timedelta(days=1)


@pytest.mark.django_db
class TestOneCriterion:
    def test_version_that_was_in_force_on_the_day_is_found(self):
        first = VersionFactory(published=FEBRUARY)
        second = followed_by(first, "1.1.0", MAY)

        days = (FEBRUARY - DAY, FEBRUARY, MAY - DAY, MAY, SEPTEMBER)
        assert [version_on(first.criterion, day) for day in days] == [None, first, first, second, second]

    def test_day_ahead_counts_what_is_dated_ahead(self):
        version = VersionFactory(published=FEBRUARY)
        taken(version, withdrawal(effective_on=SEPTEMBER))

        assert version_on(version.criterion, SEPTEMBER - DAY) == version
        assert version_on(version.criterion, SEPTEMBER) is None

    def test_candidate_is_never_in_force(self):
        candidate = VersionFactory(number="1.0.0-rc.1")

        assert version_on(candidate.criterion, SEPTEMBER) is None

    def test_document_names_the_version_and_its_status_of_that_day(self):
        version = VersionFactory(criterion__code="BAT-01", published=FEBRUARY)
        taken(version, deprecation(effective_on=SEPTEMBER))

        assert version_document(version.criterion, SEPTEMBER) == {
            "criterion": "BAT-01",
            "day": "2026-09-01",
            "version": {
                "citation": "BAT-01@1.0.0",
                "uri": "http://127.0.0.1:8000/id/criterion/bat-01/v1.0.0",
                "status": "deprecated",
                "status_since": "2026-09-01",
            },
        }
        assert version_document(version.criterion, FEBRUARY - DAY)["version"] is None


@pytest.mark.django_db
class TestWholeSet:
    def test_release_of_the_day_is_the_newest_published_by_then(self):
        criteria_set = CriteriaSetFactory()
        first = ReleaseFactory(criteria_set=criteria_set, published=FEBRUARY)
        second = ReleaseFactory(criteria_set=criteria_set, number="1.1.0", published=MAY)

        days = (FEBRUARY - DAY, FEBRUARY, MAY)
        assert [release_on(criteria_set, day) for day in days] == [None, first, second]

    def test_members_stand_as_they_stood_that_day(self):
        kept, replaced, gone, followed = (
            VersionFactory(criterion__code=f"BAT-0{n}", published=FEBRUARY) for n in range(1, 5)
        )
        release = ReleaseFactory(members=[kept, replaced, gone, followed])
        newer = followed_by(followed, "1.1.0", MAY)
        withdrawn(gone, MAY)
        taken(replaced, replacement(kept, effective_on=SEPTEMBER))

        before, after = (rows_on(release, day, language="en") for day in (MAY - DAY, SEPTEMBER))

        assert [row.is_pinned_in_force for row in before] == [True] * 4
        assert [row.in_force for row in after] == [kept, None, None, newer]
        assert [row.pinned.status for row in after] == ["published", "superseded", "withdrawn", "superseded"]

    @pytest.mark.parametrize("count", [1, 3])
    def test_rows_take_four_queries_however_many(self, django_assert_num_queries, count):
        release = ReleaseFactory(members=[VersionFactory() for _ in range(count)])

        with django_assert_num_queries(4):  # members, their versions, translations, what was in force
            assert len(rows_on(release, MAY, language="en")) == count

    def test_document_says_so_where_there_was_no_release(self):
        criteria_set = CriteriaSetFactory()

        assert set_document(criteria_set, MAY, language="en") == {
            "set": "smartphones",
            "day": "2026-05-04",
            "release": None,
            "members": [],
        }

    def test_document_has_each_member_with_what_was_in_force(self):
        version = VersionFactory(criterion__code="BAT-01", published=FEBRUARY)
        ReleaseFactory(criteria_set=(criteria_set := CriteriaSetFactory()), members=[version])
        withdrawn(version, MAY)

        document = set_document(criteria_set, MAY, language="en")

        assert document["release"] == {
            "citation": "smartphones@1.0.0",
            "uri": "http://127.0.0.1:8000/id/set/smartphones/v1.0.0",
        }
        [member] = document["members"]
        assert (member["pinned"]["status"], member["in_force"]) == ("withdrawn", None)


ENDS = (StatusKind.DEPRECATED, StatusKind.WITHDRAWN, StatusKind.SUPERSEDED, StatusKind.ERRATUM)
events_at = st.lists(st.tuples(st.sampled_from(ENDS), st.integers(0, 40)), max_size=5, unique_by=lambda pair: pair[0])


class TimeTravel(TestCase):
    """On any day: the status is the last event by (effective day, place in the chain), whichever way it is asked."""

    @given(events_at, st.integers(-5, 45))
    @settings(max_examples=60, deadline=None)
    def test_status_of_any_day_is_the_last_event_by_then(self, drawn, offset):
        version = VersionFactory(published=FEBRUARY)
        VersionFactory(criterion=version.criterion, number="1.1.0", base_version=version, published=FEBRUARY + 60 * DAY)
        for kind, days in drawn:
            happened(version, kind, FEBRUARY + days * DAY, reason={"en": "So."}, note={"en": "So."})
        on = FEBRUARY + offset * DAY

        past = [(FEBRUARY + days * DAY, n, kind) for n, (kind, days) in enumerate(drawn) if kind != StatusKind.ERRATUM]
        happened_by_then = [each for each in [(FEBRUARY, -1, StatusKind.PUBLISHED), *past] if each[0] <= on]
        expected = max(happened_by_then)[2] if happened_by_then else None

        status = CriterionVersion.objects.with_status(on=on).get(pk=version.pk).status
        standing = standing_of(list(version.events.all()), on=on, language="en")
        assert status == expected
        assert standing.kind == (expected or "upcoming")
        assert len(standing.errata) == sum(k == StatusKind.ERRATUM and FEBRUARY + d * DAY <= on for k, d in drawn)
        assert (version_on(version.criterion, on) == version) == (expected in IN_FORCE)
