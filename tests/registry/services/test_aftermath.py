"""What a confirmed step writes: events, edges, and never a text."""

from datetime import date, timedelta

import pytest

from portal.outbox.models import OutboxEvent
from registry.enums import LineageKind, StatusKind, StepAfter
from registry.models import CriterionVersion, LineageEdge
from registry.sealed.verify import find_faults
from registry.services.proposing import confirm
from tests.factories.drafts import secretary
from tests.factories.history import followed_by
from tests.factories.proposals import DAY, NOTE, deprecation, erratum, proposed, replacement, taken, withdrawal
from tests.factories.registry import CriterionFactory, VersionFactory

pytestmark = pytest.mark.django_db

NEXT = timedelta(days=1)
SEPTEMBER = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def _register_verifies():
    yield
    assert list(find_faults()) == []


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01")


def heirs_of(*codes):
    return [VersionFactory(criterion__code=code) for code in codes]


def status(version, on):
    return CriterionVersion.objects.with_status(on=on).get(pk=version.pk).status


def details(version, kind):
    return version.events.get(kind=kind).parsed_details


def edges():
    return [(edge.source.code, edge.kind, edge.target.code) for edge in LineageEdge.objects.all()]


def test_erratum_seals_its_note_and_leaves_text_and_status_alone(version):
    before = CriterionVersion.objects.values().get()

    taken(version, erratum())

    assert details(version, StatusKind.ERRATUM) == {"note": NOTE, "mended_in": "", "origin": "coordinators"}
    assert CriterionVersion.objects.values().get() == before
    assert status(version, DAY) == StatusKind.PUBLISHED


def test_erratum_names_the_version_that_mends_it(version):
    mended = followed_by(version, "1.0.1")

    taken(version, erratum(later=mended))

    assert details(version, StatusKind.ERRATUM)["mended_in"] == "BAT-01@1.0.1"


def test_version_may_have_several_errata(version):
    taken(version, erratum())
    taken(version, erratum(words={"en": "And 800 cycles for 80."}))

    assert version.events.filter(kind=StatusKind.ERRATUM).count() == 2


def test_same_erratum_twice_is_one(version):
    """Proposed again once it was confirmed, as after a page that was reloaded."""
    taken(version, erratum())
    taken(version, erratum())

    assert version.events.filter(kind=StatusKind.ERRATUM).count() == 1


def test_no_event_holds_a_person(version):
    proposal = taken(version, withdrawal())

    people = {str(proposal.proposed_by), str(proposal.decided_by), proposal.proposed_by.email}
    assert not any(name in details_ for name in people for details_ in version.events.values_list("details", flat=True))


def test_deprecated_version_stays_in_force_and_names_what_comes(version):
    heir = CriterionFactory(code="BAT-02")

    taken(version, deprecation(successors=[heir], effective_on=DAY + NEXT))

    assert (status(version, DAY), status(version, DAY + NEXT)) == (StatusKind.PUBLISHED, StatusKind.DEPRECATED)
    assert list(CriterionVersion.objects.in_force(on=DAY + NEXT)) == [version]
    assert details(version, StatusKind.DEPRECATED) == {
        "reason": {"en": "A better test is coming."},
        "instead": ["BAT-02"],
        "later": "",
        "origin": "coordinators",
    }
    assert edges() == []


def test_withdrawal_seals_class_reason_and_why_there_is_nothing(version):
    taken(version, withdrawal())

    assert status(version, DAY) == StatusKind.WITHDRAWN
    assert details(version, StatusKind.WITHDRAWN) == {
        "reason": {"en": "It shut out equal bids."},
        "class": "legal_error",
        "use_instead": "",
        "why_nothing": {"en": "The law demands it of every phone now."},
        "origin": "coordinators",
    }


def test_withdrawal_in_favour_of_another_criterion_adds_its_edge(version):
    (heir,) = heirs_of("BAT-02")

    taken(version, withdrawal(successors=[heir.criterion]))

    assert details(version, StatusKind.WITHDRAWN)["use_instead"] == "BAT-02"
    assert edges() == [("BAT-01", LineageKind.MOVED_TO, "BAT-02")]


@pytest.mark.parametrize("kind", [StepAfter.REPLACEMENT, StepAfter.SPLIT, StepAfter.MERGER])
def test_lineage_supersedes_every_source_and_points_to_every_heir(version, kind):
    heirs = heirs_of("BAT-03", "BAT-04") if kind is StepAfter.SPLIT else heirs_of("BAT-03")
    also = heirs_of("BAT-02") if kind is StepAfter.MERGER else []

    taken(version, replacement(*heirs, kind=kind, also=also))

    assert [status(source, DAY) for source in (version, *also)] == [StatusKind.SUPERSEDED] * (1 + len(also))
    assert (
        edges()
        == {
            StepAfter.REPLACEMENT: [("BAT-03", LineageKind.REPLACES, "BAT-01")],
            StepAfter.SPLIT: [
                ("BAT-01", LineageKind.SPLITS_INTO, "BAT-03"),
                ("BAT-01", LineageKind.SPLITS_INTO, "BAT-04"),
            ],
            StepAfter.MERGER: [
                ("BAT-01", LineageKind.MERGED_INTO, "BAT-03"),
                ("BAT-02", LineageKind.MERGED_INTO, "BAT-03"),
            ],
        }[kind]
    )
    assert details(version, StatusKind.SUPERSEDED)["instead"] == [heir.criterion.code for heir in heirs]


def test_replaced_version_may_stay_in_force_for_a_while(version):
    heirs = heirs_of("BAT-02")

    taken(version, replacement(*heirs, ends_as=StatusKind.DEPRECATED))
    taken(version, replacement(*heirs, effective_on=SEPTEMBER))

    assert (status(version, DAY), status(version, SEPTEMBER)) == (StatusKind.DEPRECATED, StatusKind.SUPERSEDED)
    assert edges() == [("BAT-02", LineageKind.REPLACES, "BAT-01")]


def test_merger_is_announced_for_each_version_it_ends(version):
    also = heirs_of("BAT-02")

    taken(version, replacement(*heirs_of("BAT-03"), kind=StepAfter.MERGER, also=also))

    events = [row.events.get(kind=StatusKind.SUPERSEDED).pk for row in (version, *also)]
    announced = OutboxEvent.objects.values_list("name", "object_id")
    assert list(announced) == [("registry.status-changed", pk) for pk in events]


def test_merger_of_which_one_source_has_ended_changes_nothing(version):
    also, heirs = heirs_of("BAT-02"), heirs_of("BAT-03")
    proposal = proposed(version, replacement(*heirs, kind=StepAfter.MERGER, also=also))
    taken(also[0], withdrawal())

    with pytest.raises(Exception, match=r"^BAT-02@1\.0\.0 is not in force \(withdrawn\)"):
        confirm(proposal.pk, on=DAY, actor=secretary())

    assert (status(version, DAY), edges()) == (StatusKind.PUBLISHED, [])
