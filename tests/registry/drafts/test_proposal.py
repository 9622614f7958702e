"""The row of a step after publication: what the database itself keeps to."""

import pytest
from django.db import IntegrityError, transaction

from registry.enums import ProposalState, StepAfter
from registry.models import StatusProposal
from tests.factories.drafts import secretary
from tests.factories.proposals import DAY, NOTE, erratum, proposed, replacement, taken
from tests.factories.registry import VersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01")


def refused(name, **fields):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        StatusProposal.objects.create(**fields)


def row(version, **changes):
    return {"version": version, "kind": StepAfter.ERRATUM, "effective_on": DAY, **changes}


def test_row_names_its_version_and_its_step(version):
    assert str(proposed(version, erratum())) == "BAT-01@1.0.0: Erratum"


def test_one_step_of_each_kind_waits(version):
    proposed(version, erratum())

    refused("proposal_one_waiting_of_each_kind|registry_statusproposal.version_id", **row(version))
    StatusProposal.objects.create(**row(version, kind=StepAfter.DEPRECATION))
    StatusProposal.objects.create(**row(version, state=ProposalState.TAKEN_BACK))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("proposal_kind_is_known", {"kind": "rewrite"}), ("proposal_state_is_known", {"state": "forgotten"})],
)
def test_unknown_words_are_refused(version, name, wrong):
    refused(name, **row(version, **wrong))


def test_one_person_does_not_do_both(version):
    one = secretary()
    both = {"proposed_by": one, "decided_by": one}

    refused("proposal_is_confirmed_by_another", **row(version, state=ProposalState.CONFIRMED, **both))
    assert StatusProposal.objects.create(**row(version, state=ProposalState.TAKEN_BACK, **both)).pk


def test_confirmed_row_outlives_the_accounts(version):
    proposal = taken(version)
    proposal.proposed_by.delete()
    proposal.decided_by.delete()

    proposal.refresh_from_db()
    assert (proposal.proposed_by, proposal.decided_by, proposal.state) == (None, None, ProposalState.CONFIRMED)


def test_facts_tell_two_proposals_apart(version):
    heirs = [VersionFactory(criterion__code=code) for code in ("BAT-02", "BAT-03")]
    step = replacement(*heirs, kind=StepAfter.SPLIT)

    proposal = proposed(version, step)

    assert proposal.facts() == step.facts()
    assert proposal.facts()["successors"] == sorted(heir.criterion_id for heir in heirs)
    assert proposal.facts() != replacement(*heirs, kind=StepAfter.SPLIT, words=NOTE).facts()


def test_only_a_waiting_row_is_waiting(version):
    assert (proposed(version, erratum()).is_waiting, taken(VersionFactory()).is_waiting) == (True, False)
