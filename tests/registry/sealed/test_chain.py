"""Every event holds the hash of the one before it, so that none can be changed, added or taken away unseen."""

import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from registry.enums import LineageKind, StatusKind
from registry.errors import NoSuccessor, ReasonMissing
from registry.models import StatusEvent
from registry.sealed.canonical import canonical, sha256
from registry.sealed.chain import append_event
from tests.factories.registry import LineageEdgeFactory, ReleaseFactory, VersionFactory

pytestmark = pytest.mark.django_db

MAY = date(2026, 5, 1)
REASON = {"reason": {"en": "Nobody could prove it."}}


def test_first_event_has_number_one_and_no_predecessor():
    event = VersionFactory().events.get()

    assert (event.sequence, event.previous_hash) == (1, "")


def test_events_are_one_chain_over_versions_and_releases():
    version = VersionFactory()
    release = ReleaseFactory(members=[version])
    append_event(version, StatusKind.DEPRECATED, effective_on=MAY)

    events = list(StatusEvent.objects.order_by("sequence"))

    assert [event.sequence for event in events] == [1, 2, 3]
    assert [event.subject for event in events] == [version, release, version]
    assert [event.previous_hash for event in events] == ["", *(event.event_hash for event in events[:-1])]


def test_hash_of_an_event_is_over_all_that_it_says():
    version = VersionFactory(criterion__code="BAT-01", published=MAY)
    event = version.events.get()

    said = {
        "sequence": "1",
        "subject": "BAT-01@1.0.0",
        "content_hash": version.content_hash,
        "criterion_kind": "technical_specification",
        "base_version": "",
        "change": "{}",
        "kind": "published",
        "effective_on": "2026-05-01",
        "details": '{"origin":"test"}',
        "previous_hash": "",
    }
    assert event.event_hash == sha256(canonical(said))


def test_event_read_from_the_database_has_the_link_it_was_hashed_with():
    release = ReleaseFactory()
    append_event(release, StatusKind.ERRATUM, effective_on=MAY, details={"note": {"sv": "Ett skrivfel"}})

    for event in StatusEvent.objects.all():
        assert event.event_hash == sha256(canonical(event.link()))


def test_details_are_canonical_and_read_back():
    details = {"reason": {"sv": "Ingen kunde\r\nvisa det."}, "origin": "import"}

    event = append_event(VersionFactory(), StatusKind.WITHDRAWN, effective_on=MAY, details=details)

    assert event.details == '{"origin":"import","reason":{"sv":"Ingen kunde visa det."}}'
    assert event.parsed_details == json.loads(event.details)


def test_event_says_what_happened_to_what_and_when():
    version = VersionFactory(criterion__code="BAT-01", published=MAY)

    assert str(version.events.get()) == "BAT-01@1.0.0 published 2026-05-01"


@pytest.mark.parametrize("details", [{}, {"reason": {}}, {"reason": {"en": " ", "sv": ""}}])
def test_withdrawal_without_a_reason_is_refused(details):
    version = VersionFactory(criterion__code="BAT-01")

    with pytest.raises(ReasonMissing, match=r"^BAT-01@1\.0\.0 cannot be withdrawn without a reason"):
        append_event(version, StatusKind.WITHDRAWN, effective_on=MAY, details=details)
    assert version.events.count() == 1


def test_superseding_without_a_published_successor_is_refused():
    version = VersionFactory(criterion__code="BAT-01")
    VersionFactory(criterion=version.criterion, number="1.1.0", base_version=version, published=None)
    VersionFactory(criterion=version.criterion, number="1.1.0-rc.1", base_version=version)

    with pytest.raises(NoSuccessor, match=r"^BAT-01@1\.0\.0 cannot be superseded: no published version"):
        append_event(version, StatusKind.SUPERSEDED, effective_on=MAY)
    assert version.events.count() == 1


def test_superseding_by_a_published_successor_is_recorded():
    version = VersionFactory()
    VersionFactory(criterion=version.criterion, number="1.1.0", base_version=version)

    event = append_event(version, StatusKind.SUPERSEDED, effective_on=MAY)

    assert (event.subject, event.sequence) == (version, 3)


@pytest.mark.parametrize("kind", [StatusKind.PUBLISHED, StatusKind.WITHDRAWN])
def test_version_is_published_and_withdrawn_once(kind):
    version = VersionFactory(published=None)
    append_event(version, kind, effective_on=MAY, details=REASON)

    with pytest.raises(IntegrityError), transaction.atomic():
        append_event(version, kind, effective_on=MAY, details=REASON)
    assert version.events.count() == 1


def test_event_that_is_rolled_back_leaves_no_gap():
    version = VersionFactory()
    with transaction.atomic():
        append_event(version, StatusKind.DEPRECATED, effective_on=MAY)
        transaction.set_rollback(True)

    event = append_event(version, StatusKind.DEPRECATED, effective_on=MAY)

    assert event.sequence == 2


@pytest.mark.parametrize("kind", [LineageKind.SPLITS_INTO, LineageKind.MERGED_INTO, LineageKind.MOVED_TO])
def test_superseding_by_a_criterion_that_took_its_place_is_recorded(kind):
    version, heir = VersionFactory(), VersionFactory()
    LineageEdgeFactory(source=version.criterion, kind=kind, target=heir.criterion)

    assert append_event(version, StatusKind.SUPERSEDED, effective_on=MAY).subject == version
    with pytest.raises(NoSuccessor):
        append_event(heir, StatusKind.SUPERSEDED, effective_on=MAY)


def test_superseding_by_a_criterion_that_replaces_it_is_recorded():
    version, heir = VersionFactory(), VersionFactory()
    LineageEdgeFactory(source=heir.criterion, kind=LineageKind.REPLACES, target=version.criterion)

    assert append_event(version, StatusKind.SUPERSEDED, effective_on=MAY).subject == version
    with pytest.raises(NoSuccessor):
        append_event(heir, StatusKind.SUPERSEDED, effective_on=MAY)


@pytest.mark.parametrize("kind", [LineageKind.RELATED, LineageKind.ESCALATES, LineageKind.REQUIRES])
def test_other_relations_supersede_nothing(kind):
    version, other = VersionFactory(), VersionFactory()
    LineageEdgeFactory(source=version.criterion, kind=kind, target=other.criterion)

    with pytest.raises(NoSuccessor):
        append_event(version, StatusKind.SUPERSEDED, effective_on=MAY)


def test_heir_that_has_only_candidates_supersedes_nothing():
    version = VersionFactory()
    heir = VersionFactory(number="1.0.0-rc.1")
    LineageEdgeFactory(source=version.criterion, kind=LineageKind.MOVED_TO, target=heir.criterion)

    with pytest.raises(NoSuccessor):
        append_event(version, StatusKind.SUPERSEDED, effective_on=MAY)
