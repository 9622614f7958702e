"""What is said of a criterion that was found: read when it is shown, whatever the index knows."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from portal.outbox.models import OutboxEvent
from search.entries import version_key
from search.finding import find
from search.pages import Note, SearchPage
from search.standing import standing
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


def marks(version, *, on=TODAY):
    """What the last look at the database says of one version, the only row."""
    key = version_key(version.pk)
    return standing([key], asked("battery", on=on))[key][""].split()


def now(make, **more):
    return make(effective_on=TODAY, **more)


def test_version_in_force_has_no_mark(version):
    assert marks(version) == []


def test_erratum_and_deprecation_are_marked_from_their_day_on(version):
    taken(version, erratum(effective_on=TODAY), on=TODAY)
    taken(version, deprecation(effective_on=TOMORROW), on=TODAY)

    assert (marks(version), marks(version, on=TOMORROW)) == (["erratum"], ["deprecated", "erratum"])


def test_deprecation_alone_is_marked(version):
    taken(version, now(deprecation), on=TODAY)

    assert marks(version) == ["deprecated"]


def test_step_that_waits_is_not_marked(version):
    proposed(version, now(erratum), on=TODAY)

    assert marks(version) == []


def test_hit_has_its_marks_and_its_neighbours_have_none(version):
    VersionFactory(criterion__code="BAT-02")
    published()
    taken(version, now(erratum), on=TODAY)
    list(rebuild())
    deliver()

    hits = find(asked("battery")).hits

    assert {hit.code: list(hit.marks) for hit in hits if hit.code} == {"BAT-01": ["erratum"], "BAT-02": []}


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
