"""Two at once after publication: a step is taken once, and a release never holds what is withdrawn that day."""

import pytest

from portal.outbox.models import OutboxEvent
from registry.enums import ProposalState, StatusKind
from registry.errors import NotInForce, NumberTaken, ProposalClosed, ProposalWaits, RegistryError, WithdrawnMember
from registry.models import CriteriaSet, CriterionVersion, LineageEdge, Release, StatusProposal
from registry.services.proposing import confirm, propose, take_back
from registry.services.releasing import publish_release
from registry.services.sealing import seal_next
from tests.factories.drafts import secretary
from tests.factories.proposals import DAY, deprecation, erratum, proposed, replacement, withdrawal
from tests.factories.registry import CriteriaSetFactory, VersionFactory, battery_content
from tests.races import race
from tests.registry.services.promises import broken_promises

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _promises_hold():
    """Whatever happened at once."""
    yield
    assert broken_promises() == []


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01")


def confirming(proposal):
    second = secretary()
    return lambda: confirm(proposal.pk, on=DAY, actor=second)


def proposing(version, step):
    first = secretary()
    fresh = CriterionVersion.objects.select_related("criterion__register").get(pk=version.pk)
    return lambda: propose(fresh, step, on=DAY, actor=first)


def faults(results):
    return [type(result) for result in results if isinstance(result, Exception)]


@pytest.mark.parametrize("step", [erratum, deprecation, withdrawal])
def test_of_two_confirmations_one_seals_and_the_other_is_a_repeat(version, step):
    proposal = proposed(version, step())

    results = race(confirming(proposal), confirming(proposal), confirming(proposal))

    assert results == [proposal] * 3
    assert version.events.count() == 2
    assert OutboxEvent.objects.filter(name="registry.status-changed").count() == 1


def test_confirmed_and_taken_back_at_once_is_one_of_both(version):
    proposal, third = proposed(version, erratum()), secretary()

    results = race(confirming(proposal), lambda: take_back(proposal.pk, actor=third))

    proposal.refresh_from_db()
    was_confirmed = proposal.state == ProposalState.CONFIRMED
    assert faults(results) == [ProposalClosed]
    assert version.events.filter(kind=StatusKind.ERRATUM).exists() == was_confirmed


def test_same_step_proposed_twice_at_once_is_one_row(version):
    first, second = race(proposing(version, erratum()), proposing(version, erratum()))

    assert first == second == StatusProposal.objects.get()


def test_of_two_different_steps_of_a_kind_one_waits(version):
    other = erratum(words={"en": "Read 800 for 80."})

    results = race(proposing(version, erratum()), proposing(version, other))

    assert faults(results) == [ProposalWaits]
    assert StatusProposal.objects.count() == 1


def test_withdrawn_and_replaced_at_once_the_version_ends_once(version):
    heir = VersionFactory(criterion__code="BAT-02")
    calls = [confirming(proposed(version, step)) for step in (withdrawal(), replacement(heir))]

    results = race(*calls)

    assert faults(results) == [NotInForce]
    assert version.events.exclude(kind=StatusKind.PUBLISHED).count() == 1
    assert LineageEdge.objects.count() == (0 if version.events.filter(kind=StatusKind.WITHDRAWN).exists() else 1)


def test_replaced_by_each_other_at_once_one_of_both_stays(version):
    other = VersionFactory(criterion__code="BAT-02")
    calls = [confirming(proposed(a, replacement(b))) for a, b in ((version, other), (other, version))]

    results = race(*calls)

    assert [issubclass(fault, RegistryError) for fault in faults(results)] == [True]
    assert LineageEdge.objects.count() == 1
    assert CriterionVersion.objects.in_force(on=DAY).count() == 1


def test_withdrawn_while_a_release_with_it_is_sealed(version):
    """Either it was released first, and the release shows it as withdrawn, or the release is refused."""
    criteria_set, pinned = CriteriaSetFactory(), [(version, True)]

    def release():
        fresh = CriteriaSet.objects.get(pk=criteria_set.pk)
        return publish_release(fresh, pinned, effective_on=DAY, origin="test")

    results = race(confirming(proposed(version, withdrawal())), release)

    assert version.events.filter(kind=StatusKind.WITHDRAWN).count() == 1
    assert faults(results) in ([], [WithdrawnMember])
    assert Release.objects.count() == (0 if faults(results) else 1)


@pytest.mark.parametrize("step", [withdrawal, deprecation])
def test_ended_while_its_successor_is_sealed(version, step):
    """The successor supersedes it, or comes too late; it is never both withdrawn and superseded on one day."""
    body = battery_content(theme="durability")

    def successor():
        fresh = CriterionVersion.objects.select_related("criterion").get(pk=version.pk)
        return seal_next(fresh, body, change={}, effective_on=DAY, origin="test")[0]

    results = race(confirming(proposed(version, step())), successor)

    kinds = set(version.events.values_list("kind", flat=True))
    assert not {StatusKind.WITHDRAWN, StatusKind.SUPERSEDED} <= kinds
    assert [fault in (NotInForce, NumberTaken) for fault in faults(results)] in ([], [True])
    assert CriterionVersion.objects.in_force(on=DAY).count() <= 1
