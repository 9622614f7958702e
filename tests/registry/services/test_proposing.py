"""Four eyes on what happens after publication: who may propose, confirm and take back, and what is refused."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from portal.outbox.models import OutboxEvent
from registry.enums import LineageKind, ProposalState, StatusKind, StepAfter
from registry.errors import (
    DayPassed,
    LineageCycle,
    NotInForce,
    OtherVersionWrong,
    ProposalClosed,
    ProposalWaits,
    ReasonMissing,
    SuccessorsWrong,
    TooEarly,
    WordsMissing,
)
from registry.models import LineageEdge, StatusEvent, StatusProposal
from registry.services.proposing import confirm, propose, take_back
from tests.factories.accounts import UserFactory, city_editor
from tests.factories.drafts import secretary
from tests.factories.history import followed_by, happened, withdrawn
from tests.factories.members import OrganisationFactory
from tests.factories.proposals import (
    DAY,
    NOTE,
    deprecation,
    erratum,
    proposed,
    replacement,
    taken,
    withdrawal,
)
from tests.factories.registry import LineageEdgeFactory, RegisterFactory, VersionFactory

pytestmark = pytest.mark.django_db

NEXT = timedelta(days=1)


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01")


@pytest.fixture
def heir():
    return VersionFactory(criterion__code="BAT-02")


def test_proposed_step_waits_and_changes_nothing_yet(version):
    actor = secretary()

    proposal = proposed(version, erratum(), actor=actor)

    assert (proposal.state, proposal.proposed_by, proposal.decided_by) == (ProposalState.WAITING, actor, None)
    assert [event.kind for event in version.events.all()] == [StatusKind.PUBLISHED]
    assert OutboxEvent.objects.count() == 0


@pytest.mark.parametrize("step", [withdrawal, deprecation, erratum])
def test_trying_a_step_out_leaves_nothing_behind(version, step):
    proposed(version, step())

    assert (StatusEvent.objects.count(), LineageEdge.objects.count(), OutboxEvent.objects.count()) == (1, 0, 0)


def test_confirmed_step_is_sealed_and_announced_once(version):
    proposal = proposed(version, erratum())
    second = secretary()

    confirm(proposal.pk, on=DAY, actor=second)

    event = version.events.get(kind=StatusKind.ERRATUM)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == (ProposalState.CONFIRMED, second)
    assert list(OutboxEvent.objects.values_list("name", "label", "object_id")) == [
        ("registry.status-changed", "registry.statusevent", event.pk)
    ]


def test_repeated_confirmation_is_harmless(version):
    proposal = taken(version)

    again = confirm(proposal.pk, on=DAY + NEXT, actor=secretary())

    assert (again, again.decided_by, again.effective_on) == (proposal, proposal.decided_by, DAY)
    assert version.events.filter(kind=StatusKind.ERRATUM).count() == 1
    assert OutboxEvent.objects.count() == 1


@pytest.mark.parametrize("step", [erratum, deprecation, withdrawal])
@pytest.mark.parametrize("is_superuser", [False, True])
def test_nobody_confirms_what_they_proposed(version, step, is_superuser):
    actor = secretary(is_superuser=is_superuser)
    proposal = proposed(version, step(), actor=actor)

    with pytest.raises(PermissionDenied):
        confirm(proposal.pk, on=DAY, actor=actor)
    assert version.events.count() == 1


def test_database_keeps_four_eyes_too(version):
    proposal = proposed(version, erratum())
    rows = StatusProposal.objects.filter(pk=proposal.pk)

    with pytest.raises(IntegrityError, match="proposal_is_confirmed_by_another"), transaction.atomic():
        rows.update(state=ProposalState.CONFIRMED, decided_by=proposal.proposed_by)


@pytest.mark.parametrize(
    "make", [UserFactory, lambda: city_editor(OrganisationFactory()), lambda: UserFactory(is_superuser=True)]
)
def test_only_coordinators_propose_confirm_and_take_back(version, make):
    stranger, proposal = make(), proposed(version, erratum())

    with pytest.raises(PermissionDenied):
        propose(version, deprecation(), on=DAY, actor=stranger)
    with pytest.raises(PermissionDenied):
        confirm(proposal.pk, on=DAY, actor=stranger)
    with pytest.raises(PermissionDenied):
        take_back(proposal.pk, actor=stranger)


def test_step_whose_proposer_has_left_can_be_confirmed_by_anybody(version):
    actor = UserFactory()
    proposal = proposed(version, erratum())
    StatusProposal.objects.filter(pk=proposal.pk).update(proposed_by=None)
    actor.delete()

    assert confirm(proposal.pk, on=DAY, actor=secretary()).state == ProposalState.CONFIRMED


def test_proposing_the_same_again_is_the_same_step(version):
    first = proposed(version, erratum())

    assert proposed(version, erratum(words={**NOTE, "fi": "  "})) == first
    assert StatusProposal.objects.count() == 1


def test_second_step_of_a_kind_waits_for_the_first(version):
    proposed(version, erratum())

    with pytest.raises(ProposalWaits, match=r"^A step of this kind waits for BAT-01@1\.0\.0 already\."):
        proposed(version, erratum(words={"en": "Another one."}))
    assert proposed(version, deprecation()).is_waiting


def test_step_is_taken_back_by_any_coordinator_until_it_is_confirmed(version):
    proposal = proposed(version, erratum())

    first = take_back(proposal.pk, actor=secretary())
    again = take_back(proposal.pk, actor=secretary())

    assert (first.state, again.decided_by) == (ProposalState.TAKEN_BACK, first.decided_by)
    with pytest.raises(ProposalClosed, match=r"^The step on BAT-01@1\.0\.0 is “taken back” already"):
        confirm(proposal.pk, on=DAY, actor=secretary())
    assert proposed(version, erratum()).pk != proposal.pk


def test_confirmed_step_is_not_taken_back(version):
    proposal = taken(version)

    with pytest.raises(ProposalClosed, match="is “confirmed” already"):
        take_back(proposal.pk, actor=secretary())


def test_day_that_has_passed_becomes_the_day_of_the_confirmation(version):
    proposal = proposed(version, erratum())

    done = confirm(proposal.pk, on=DAY + NEXT, actor=secretary())

    assert done.effective_on == DAY + NEXT
    assert version.events.get(kind=StatusKind.ERRATUM).effective_on == DAY + NEXT


def test_day_ahead_is_kept(version):
    proposal = proposed(version, deprecation(effective_on=DAY + 30 * NEXT))

    confirm(proposal.pk, on=DAY + NEXT, actor=secretary())

    assert version.events.get(kind=StatusKind.DEPRECATED).effective_on == DAY + 30 * NEXT


def test_day_before_today_is_refused(version):
    with pytest.raises(DayPassed, match=r"cannot change on 2026-06-01: that day has passed"):
        proposed(version, erratum(), on=DAY + NEXT)


@pytest.mark.parametrize("words", [{}, {"en": " \n"}, {"sv": "Läs 80 %."}])
def test_authoritative_language_is_required(version, words):
    with pytest.raises(WordsMissing, match=r"^The step on BAT-01@1\.0\.0 has no words in English\."):
        proposed(version, erratum(words=words))


def test_every_authoritative_language_is_required():
    RegisterFactory(authoritative_languages=["en", "fi"])

    with pytest.raises(WordsMissing, match="has no words in Finnish"):
        proposed(VersionFactory(), erratum(words={"en": "Read 80 % for 8 %."}))


def test_candidate_has_no_step_after_publication(version):
    candidate = VersionFactory(criterion=version.criterion, number="1.1.0-rc.1", published=None)

    with pytest.raises(NotInForce):
        proposed(candidate, erratum())


def test_withdrawal_needs_its_class_and_why_there_is_nothing(version):
    with pytest.raises(ReasonMissing):
        proposed(version, withdrawal(reason_class=""))
    with pytest.raises(WordsMissing):
        proposed(version, withdrawal(why_nothing={}))


@pytest.mark.parametrize("step", [deprecation, withdrawal])
@pytest.mark.parametrize("ended", [withdrawn, lambda version: followed_by(version, "1.1.0")])
def test_what_is_not_in_force_neither_ends_again_nor_is_deprecated(version, step, ended):
    ended(version)

    with pytest.raises(NotInForce):
        proposed(version, step())


@pytest.mark.parametrize("ended", [withdrawn, lambda version: followed_by(version, "1.1.0")])
def test_erratum_is_possible_whatever_became_of_the_version(version, ended):
    ended(version)

    assert taken(version).state == ProposalState.CONFIRMED


def test_version_that_has_not_begun_is_not_deprecated_yet():
    coming = VersionFactory(published=DAY + NEXT)

    with pytest.raises(TooEarly):
        proposed(coming, deprecation())


def test_step_that_became_impossible_is_refused_when_it_is_confirmed(version):
    proposal = proposed(version, deprecation())
    withdrawn(version)

    with pytest.raises(NotInForce):
        confirm(proposal.pk, on=DAY, actor=secretary())
    proposal.refresh_from_db()
    assert proposal.is_waiting


def test_erratum_may_name_only_a_later_version_of_its_criterion(version, heir):
    older = VersionFactory(criterion=version.criterion, number="0.9.0")

    for wrong in (heir, older, version):
        with pytest.raises(OtherVersionWrong, match=r"^BAT-01@1\.0\.0 is not followed by "):
            proposed(version, erratum(later=wrong))


@pytest.mark.parametrize(
    ("kind", "count"),
    [(StepAfter.REPLACEMENT, 0), (StepAfter.REPLACEMENT, 2), (StepAfter.SPLIT, 1), (StepAfter.MERGER, 0)],
)
def test_number_of_successors_has_to_fit(version, kind, count):
    heirs, also = [VersionFactory() for _ in range(count)], [VersionFactory()] if kind is StepAfter.MERGER else []

    with pytest.raises(SuccessorsWrong, match=r"^For this step on BAT-01@1\.0\.0, name "):
        proposed(version, replacement(*heirs, kind=kind, also=also))


@pytest.mark.parametrize("kind", [StepAfter.ERRATUM, StepAfter.SPLIT])
def test_only_a_merger_ends_further_versions(version, heir, kind):
    heirs = [heir, VersionFactory()] if kind is StepAfter.SPLIT else []

    with pytest.raises(SuccessorsWrong):
        proposed(version, replacement(*heirs, kind=kind, also=[VersionFactory()]))


def test_criterion_is_no_successor_of_itself(version, heir):
    with pytest.raises(SuccessorsWrong):
        proposed(version, replacement(version))
    with pytest.raises(SuccessorsWrong):
        proposed(version, replacement(heir, kind=StepAfter.MERGER, also=[heir]))


@pytest.mark.parametrize("ends_as", ["", StatusKind.WITHDRAWN, StatusKind.LAPSED])
def test_lineage_ends_a_version_as_superseded_or_deprecated_only(version, heir, ends_as):
    with pytest.raises(SuccessorsWrong):
        proposed(version, replacement(heir, ends_as=ends_as))


def test_superseded_version_needs_a_successor_in_force(version):
    coming = VersionFactory(criterion__code="BAT-02", published=DAY + NEXT)

    with pytest.raises(SuccessorsWrong, match="name criteria that are in force on that day that take its place"):
        proposed(version, replacement(coming))
    assert proposed(version, replacement(coming, effective_on=DAY + NEXT)).is_waiting
    assert proposed(VersionFactory(), replacement(coming, ends_as=StatusKind.DEPRECATED)).is_waiting


def test_version_that_will_be_superseded_is_not_replaced_too(version, heir):
    followed_by(version, "1.1.0", date(2026, 9, 1))

    with pytest.raises(NotInForce, match=r"\(superseded\)"):
        proposed(version, replacement(heir))


def test_replacing_each_other_is_refused(version, heir):
    LineageEdgeFactory(source=version.criterion, kind=LineageKind.MOVED_TO, target=heir.criterion)

    with pytest.raises(LineageCycle):
        proposed(heir, replacement(version))
    assert (StatusProposal.objects.count(), LineageEdge.objects.count()) == (0, 1)


def test_deprecated_version_may_be_deprecated_with_other_words(version):
    happened(version, StatusKind.DEPRECATED, DAY)

    taken(version, deprecation())

    assert version.events.filter(kind=StatusKind.DEPRECATED).count() == 2
