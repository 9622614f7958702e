"""Which parts a request has, which of them are complete, and what is lacking, in words."""

import pytest

from portal.core.ambitions import Ambition
from portal.files.models import Verdict
from portal.joining.enums import Task
from portal.joining.models import JoinCommitment, JoinVolume
from portal.joining.tasks import TaskState, incomplete, task_states
from portal.members.enums import CommitmentStatus, OrganisationKind
from tests.factories.joining import DraftFactory, EvidenceFactory, JoinRequestFactory

pytestmark = pytest.mark.django_db


def state_of(join_request, task):
    return next(state for state in task_states(join_request) if state.task == task)


def test_public_buyer_has_five_parts_in_their_order():
    assert [state.task for state in task_states(DraftFactory())] == [
        Task.ORGANISATION,
        Task.SIGNATORY,
        Task.VOLUMES,
        Task.AMBITIONS,
        Task.EVIDENCE,
    ]


def test_supporter_says_who_it_is_and_who_signs():
    supporter = DraftFactory(kind=OrganisationKind.SUPPORTER)

    assert [(state.task, len(state.lacking)) for state in task_states(supporter)] == [
        (Task.ORGANISATION, 4),
        (Task.SIGNATORY, 2),
    ]


def test_of_a_new_request_nothing_is_begun():
    assert [state.is_begun for state in task_states(DraftFactory())] == [False] * 5


def test_legal_type_from_the_suitability_check_begins_nothing():
    assert not state_of(DraftFactory(legal_type="la"), Task.ORGANISATION).is_begun


def test_request_with_every_answer_lacks_nothing():
    request = JoinRequestFactory()

    assert incomplete(request) == []
    assert [(state.is_begun, state.is_complete) for state in task_states(request)] == [(True, True)] * 5


@pytest.mark.parametrize(
    ("field", "task", "words"),
    [
        ("name", Task.ORGANISATION, "the name in English"),
        ("country", Task.ORGANISATION, "the country"),
        ("website", Task.ORGANISATION, "the website"),
        ("contact_email", Task.ORGANISATION, "a contact address"),
        ("legal_type", Task.ORGANISATION, "the legal type"),
        ("signatory_name", Task.SIGNATORY, "the name of the signatory"),
        ("signatory_position", Task.SIGNATORY, "the signatory's position"),
        ("mandate", Task.SIGNATORY, "the mandate"),
    ],
)
def test_empty_answer_is_lacking_by_its_name(field, task, words):
    request = JoinRequestFactory(**{field: ""})

    assert incomplete(request) == [TaskState(task, (words,), is_begun=True)]


def test_day_of_the_decision_is_lacking_too():
    assert state_of(JoinRequestFactory(decided_on=None), Task.SIGNATORY).lacking == ("the day of the decision",)


@pytest.mark.parametrize("field", ["own_name", "nuts", "mandate_reference"])
def test_optional_answer_may_stay_empty(field):
    assert incomplete(JoinRequestFactory(**{field: ""})) == []


def test_number_of_every_category_is_lacking():
    assert state_of(DraftFactory(), Task.VOLUMES).lacking == ("Smartphones: a number",)


def test_not_knowing_the_volumes_is_an_answer():
    state = state_of(DraftFactory(volumes_unknown=True), Task.VOLUMES)

    assert (state.is_begun, state.is_complete) == (True, True)


def test_end_of_the_contract_alone_begins_the_volumes():
    state = state_of(DraftFactory(contract_ends_on="2027-12-31"), Task.VOLUMES)

    assert (state.is_begun, state.is_complete) == (True, False)


def test_volume_of_nought_is_an_answer():
    draft = DraftFactory()
    JoinVolume.objects.create(join_request=draft, category="smartphones", low=0, high=0)

    assert state_of(draft, Task.VOLUMES).is_complete


def test_each_ambition_without_an_answer_is_lacking():
    draft = DraftFactory()
    JoinCommitment.objects.create(join_request=draft, ambition=Ambition.A1, status=CommitmentStatus.MET)

    lacking = state_of(draft, Task.AMBITIONS).lacking

    assert (len(lacking), lacking[0]) == (8, "A2 Supply-chain and end-of-life transparency")


@pytest.mark.parametrize(
    ("status", "lacking"),
    [
        (CommitmentStatus.PLANNED, ("a date for A4",)),
        (CommitmentStatus.UNDER_WAY, ("a date for A4",)),
        (CommitmentStatus.MET, ()),
        (CommitmentStatus.NOT_FOLLOWED, ()),
    ],
)
def test_what_is_still_to_be_done_needs_a_date(status, lacking):
    request = JoinRequestFactory()
    request.commitments.filter(ambition=Ambition.A4).update(status=status, target_date=None)

    assert state_of(request, Task.AMBITIONS).lacking == lacking


def test_support_of_the_statement_is_lacking_even_with_a_document():
    assert state_of(JoinRequestFactory(supports_statement=False), Task.EVIDENCE).lacking == (
        "your support of the joint statement",
    )


def test_document_or_a_reason_is_lacking():
    draft = DraftFactory(supports_statement=True)
    assert state_of(draft, Task.EVIDENCE).lacking == ("a document, or why there is none yet",)

    draft.no_evidence_reason = "The council decides in March."
    assert state_of(draft, Task.EVIDENCE).is_complete


@pytest.mark.parametrize(
    ("verdict", "is_complete"), [(Verdict.CLEAN, True), (Verdict.WAITING, True), (Verdict.REFUSED, False)]
)
def test_document_counts_unless_it_was_refused(verdict, is_complete):
    draft = DraftFactory(supports_statement=True)
    EvidenceFactory(join_request=draft, verdict=verdict)

    assert state_of(draft, Task.EVIDENCE).is_complete == is_complete


@pytest.mark.parametrize(
    ("lacking", "words"),
    [((), ""), (("a",), "a"), (("a", "b", "c"), "a, b, c"), (tuple("abcde"), "a, b, c and 2 more")],
)
def test_what_is_lacking_is_said_in_short(lacking, words):
    assert TaskState(Task.VOLUMES, lacking, is_begun=True).in_short == words
