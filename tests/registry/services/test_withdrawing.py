"""Withdrawing: the text and its address stay, the reason says why, and what to use instead."""

from datetime import date, timedelta

import pytest

from portal.outbox.models import OutboxEvent
from registry.enums import LineageKind, StatusKind
from registry.errors import LineageCycle, NotInForce, ReasonMissing, TooEarly
from registry.models import CriterionVersion, LineageEdge, StatusEvent
from registry.sealed.verify import find_faults
from registry.services.withdrawing import withdraw
from tests.factories.history import followed_by, happened
from tests.factories.registry import CriterionFactory, VersionFactory

pytestmark = pytest.mark.django_db

MAY = date(2026, 5, 1)
JUNE = date(2026, 6, 1)
DAY = timedelta(days=1)
REASON = {"en": "Nobody could prove it.", "sv": "Ingen kunde visa det."}


@pytest.fixture
def version():
    return VersionFactory(criterion__code="ACC-02", published=MAY)


def withdraw_it(version, *, on=JUNE, reason=REASON, use_instead=None):
    withdraw(version, reason=reason, use_instead=use_instead, effective_on=on, origin="import")


def status(version, on):
    return CriterionVersion.objects.with_status(on=on).get(pk=version.pk).status


def test_withdrawn_version_is_out_of_force_from_its_day_on(version):
    withdraw_it(version)

    assert (status(version, JUNE - DAY), status(version, JUNE)) == (StatusKind.PUBLISHED, StatusKind.WITHDRAWN)
    assert list(CriterionVersion.objects.in_force(on=JUNE)) == []


def test_withdrawn_version_keeps_its_text_and_its_address(version):
    before = CriterionVersion.objects.values().get()

    withdraw_it(version)

    assert CriterionVersion.objects.values().get() == before
    assert version.get_permanent_path() == "/id/criterion/acc-02/v1.0.0"


def test_withdrawal_says_why_in_every_language_it_was_given_in(version):
    withdraw_it(version)

    event = version.events.get(kind=StatusKind.WITHDRAWN)
    assert event.parsed_details == {"reason": REASON, "origin": "import", "use_instead": ""}
    assert list(find_faults()) == []


def test_withdrawal_names_what_to_use_instead(version):
    successor = CriterionFactory(code="ACC-01")

    withdraw_it(version, use_instead=successor)

    event = version.events.get(kind=StatusKind.WITHDRAWN)
    edge = LineageEdge.objects.get()
    assert event.parsed_details["use_instead"] == "ACC-01"
    assert (edge.source, edge.kind, edge.target) == (version.criterion, LineageKind.MOVED_TO, successor)


def test_withdrawal_is_announced_once(version):
    withdraw_it(version)

    announced = OutboxEvent.objects.values_list("name", "label", "object_id")
    assert list(announced) == [("registry.withdrawn", "registry.criterionversion", version.pk)]


def test_deprecated_version_can_be_withdrawn(version):
    happened(version, StatusKind.DEPRECATED, MAY + DAY)

    withdraw_it(version)

    assert status(version, JUNE) == StatusKind.WITHDRAWN


@pytest.mark.parametrize("reason", [{}, {"en": ""}, {"en": " \n", "sv": ""}])
def test_withdrawal_without_a_reason_is_refused(version, reason):
    with pytest.raises(ReasonMissing, match=r"^ACC-02@1\.0\.0 cannot be withdrawn without a reason\. Say why"):
        withdraw_it(version, reason=reason)


@pytest.mark.parametrize("second_day", [JUNE - DAY, JUNE, JUNE + DAY])
def test_second_withdrawal_is_refused_of_whichever_day(version, second_day):
    withdraw_it(version, on=JUNE)

    with pytest.raises(NotInForce, match=r"^ACC-02@1\.0\.0 is not in force \(withdrawn\)"):
        withdraw_it(version, on=second_day)
    assert version.events.count() == 2


def test_superseded_version_is_not_withdrawn(version):
    followed_by(version, "1.1.0", on=JUNE)

    with pytest.raises(NotInForce, match=r"^ACC-02@1\.0\.0 is not in force \(superseded\)"):
        withdraw_it(version)


def test_version_that_has_not_begun_is_not_withdrawn(version):
    with pytest.raises(TooEarly, match=r"^ACC-02@1\.0\.0 takes effect on 1 May 2026, so nothing"):
        withdraw_it(version, on=MAY - DAY)


def test_candidate_is_not_withdrawn(version):
    candidate = VersionFactory(criterion=version.criterion, number="1.1.0-rc.1", published=None)

    with pytest.raises(NotInForce, match=r"^ACC-02@1\.1\.0-rc\.1 is not in force \(–\)"):
        withdraw_it(candidate)


def test_criterion_cannot_be_used_instead_of_itself(version):
    with pytest.raises(LineageCycle, match=r"^ACC-02 would in the end replace itself through ACC-02"):
        withdraw_it(version, use_instead=version.criterion)


def test_refused_withdrawal_leaves_nothing_behind(version):
    """The edge is refused last; the event that came before it is taken back."""
    successor = CriterionFactory(code="ACC-01")
    LineageEdge.objects.create(source=successor, kind=LineageKind.MOVED_TO, target=version.criterion)

    with pytest.raises(LineageCycle):
        withdraw_it(version, use_instead=successor)

    assert StatusEvent.objects.count() == 1
    assert LineageEdge.objects.count() == 1
    assert OutboxEvent.objects.count() == 0
