"""What is said of a criterion that was found: read when it is shown, whatever the index knows."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from portal.outbox.models import OutboxEvent
from search.entries import version_key
from search.finding import find
from search.pages import Note, SearchPage
from search.standing import standing_notes
from search.sync import concerned
from tests.factories.experiences import published
from tests.factories.history import withdrawn
from tests.factories.proposals import deprecation, erratum, proposed, taken, withdrawal
from tests.factories.registry import VersionFactory
from tests.factories.search import TODAY, asked, deliver, rebuild

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01")


def notes(version, *, on=TODAY):
    return standing_notes([version_key(version.pk)], on=on)[version_key(version.pk)]


def now(make, **more):
    return make(effective_on=TODAY, **more)


def test_version_in_force_has_no_note(version):
    assert notes(version) == []


def test_erratum_and_deprecation_are_noted_from_their_day_on(version):
    taken(version, erratum(effective_on=TODAY), on=TODAY)
    taken(version, deprecation(effective_on=TOMORROW), on=TODAY)

    assert (notes(version), notes(version, on=TOMORROW)) == (["Erratum"], ["Deprecated", "Erratum"])


def test_step_that_waits_is_not_noted(version):
    proposed(version, now(erratum), on=TODAY)

    assert notes(version) == []


def test_hits_of_other_kinds_take_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert standing_notes(["experience:7.members", "member:3", "page:0"], on=TODAY) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_notes_take_one_query(django_assert_num_queries, count):
    keys = [version_key(VersionFactory().pk) for _ in range(count)]

    with django_assert_num_queries(1):
        assert standing_notes(keys, on=TODAY) == {key: [] for key in keys}


def test_card_carries_the_notes_as_tags(version):
    taken(version, now(deprecation), on=TODAY)
    taken(version, now(erratum), on=TODAY)
    list(rebuild())
    deliver()
    query = asked("battery")

    [card] = SearchPage(query, find(query)).cards

    assert list(card.notes) == [Note("Deprecated", "warning"), Note("Erratum", "warning")]


@pytest.mark.parametrize("step", [erratum, deprecation, withdrawal])
def test_event_of_a_step_concerns_every_version_of_its_criterion(version, step):
    other = VersionFactory(criterion=version.criterion, number="1.1.0", base_version=version)
    VersionFactory()
    taken(version, now(step), on=TODAY)

    event = OutboxEvent.objects.get(name="registry.status-changed")

    assert concerned([(event.label, event.object_id)]) == {version_key(version.pk), version_key(other.pk)}


def test_withdrawn_version_is_found_until_its_day_and_not_after(version):
    list(rebuild())
    today = localdate()
    taken(version, withdrawal(effective_on=today + timedelta(days=1)), on=today)
    deliver()

    found = [find(asked("battery", on=today + timedelta(days=days))).total for days in (0, 1)]

    assert found == [1, 0]


def test_version_that_leaves_takes_nobody_with_it(version):
    other = VersionFactory(criterion__code="BAT-02")
    withdrawn(version)
    published()
    list(rebuild())
    deliver()

    assert [hit.code for hit in find(asked("battery", kinds=("criterion",))).hits if hit.code == "BAT-02"] == [
        other.criterion.code
    ]
