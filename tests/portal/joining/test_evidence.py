"""Documents of a request: who may add, remove and read them, and what becomes of their files."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from portal.files.errors import FileRefused, TooManyFiles
from portal.files.models import Verdict
from portal.joining.enums import EvidenceKind, State, Task
from portal.joining.grants import Applicant
from portal.joining.models import Evidence
from portal.joining.services.evidence import add_evidence, evidence_for, remove_evidence
from portal.joining.services.reviewing import recuse
from portal.members.enums import OrganisationKind
from tests.factories import files
from tests.factories.accounts import UserFactory, city_editor, coordinator
from tests.factories.joining import DraftFactory, EvidenceFactory, JoinRequestFactory, applicant_of
from tests.portal.files.rows import on_disk, upload
from tests.races import race

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private")]


def added(request, content=None, name="statement.pdf", kind=EvidenceKind.STATEMENT, actor=None):
    return add_evidence(request.pk, upload(content, name), kind=kind, actor=actor or applicant_of(request))


def test_document_is_kept_with_its_kind_under_a_name_that_says_nothing(private):
    evidence = added(DraftFactory(), name="C:\\Anna\\Statement of Malmö.pdf", kind=EvidenceKind.DECISION)

    assert (evidence.name, evidence.kind, evidence.content_type) == (
        "Statement of Malmö.pdf",
        EvidenceKind.DECISION,
        "application/pdf",
    )
    assert (private / evidence.file.name).read_bytes() == files.pdf()
    assert on_disk(private) == [evidence.file.name]


def test_same_file_twice_is_the_one_there(private):
    request = DraftFactory()

    first, second = added(request), added(request, name="again.pdf", kind=EvidenceKind.OTHER)

    assert (second.pk, second.name) == (first.pk, "statement.pdf")
    assert on_disk(private) == [first.file.name]


@pytest.mark.django_db(transaction=True)
def test_same_file_twice_at_once_is_one_document():
    request = DraftFactory()

    first, second = race(*[lambda: added(request)] * 2)

    assert first.pk == second.pk
    assert Evidence.objects.count() == 1


def test_same_file_in_two_requests_is_two_documents():
    assert added(DraftFactory()).pk != added(DraftFactory()).pk


def test_eleventh_document_is_refused():
    request = DraftFactory()
    EvidenceFactory.create_batch(10, join_request=request)

    with pytest.raises(TooManyFiles, match=r"as many documents as it can hold \(10\)\. Remove one first\."):
        added(request)


@pytest.mark.django_db(transaction=True)
def test_two_documents_at_once_do_not_pass_the_limit():
    request = DraftFactory()
    EvidenceFactory.create_batch(9, join_request=request)

    results = race(lambda: added(request), lambda: added(request, files.docx(), "statement.docx"))

    assert sorted(type(result).__name__ for result in results) == ["Evidence", "TooManyFiles"]


def test_refused_documents_take_no_room():
    request = DraftFactory()
    EvidenceFactory.create_batch(10, join_request=request, verdict=Verdict.REFUSED)

    assert added(request).verdict == Verdict.CLEAN


def test_file_that_had_a_virus_is_not_taken_again():
    request = DraftFactory()
    Evidence.objects.filter(pk=added(request).pk).update(verdict=Verdict.REFUSED)

    with pytest.raises(FileRefused, match=r"statement\.pdf was not taken: a virus was found in it before"):
        added(request)


def test_file_of_another_kind_is_refused_and_leaves_nothing(private):
    request = DraftFactory()

    with pytest.raises(FileRefused) as refused:
        added(request, b"MZ program", name="statement.pdf")

    assert str(refused.value).startswith("statement.pdf was not taken: it is no PDF, DOCX, ODT, PNG or JPEG file")
    assert (Evidence.objects.count(), on_disk(private)) == (0, [])


def test_kind_that_does_not_exist_is_a_fault_of_the_caller():
    with pytest.raises(ValueError, match="photo"):
        added(DraftFactory(), kind="photo")


def test_work_on_documents_keeps_a_draft_alive():
    with time_machine.travel(timezone.now() - timedelta(days=80)):
        request = DraftFactory()

    evidence = added(request)
    request.refresh_from_db()
    assert timezone.now() - request.changed_at < timedelta(minutes=1)

    type(request).objects.filter(pk=request.pk).update(changed_at=timezone.now() - timedelta(days=80))
    remove_evidence(evidence.pk, actor=applicant_of(request))
    request.refresh_from_db()
    assert timezone.now() - request.changed_at < timedelta(minutes=1)


@pytest.mark.parametrize("state", [State.DRAFT, State.MORE_INFORMATION_NEEDED])
def test_colleague_with_this_task_adds_and_removes(state):
    request = JoinRequestFactory(state=state, answers=False)
    colleague = applicant_of(request, Task.EVIDENCE)

    evidence = added(request, actor=colleague)
    remove_evidence(evidence.pk, actor=colleague)

    assert not Evidence.objects.exists()


def strangers(request):
    return {
        "colleague of another task": applicant_of(request, Task.VOLUMES),
        "applicant of another request": Applicant(request.pk + 1, request.email),
        "coordinator": coordinator(),
        "superuser": UserFactory(is_superuser=True),
    }


@pytest.mark.parametrize(
    "who", ["colleague of another task", "applicant of another request", "coordinator", "superuser"]
)
def test_others_neither_add_nor_remove(who):
    request = JoinRequestFactory(state=State.MORE_INFORMATION_NEEDED)
    [evidence] = request.evidence.all()
    stranger = strangers(request)[who]

    with pytest.raises(PermissionDenied):
        added(request, actor=stranger)
    with pytest.raises(PermissionDenied):
        remove_evidence(evidence.pk, actor=stranger)
    assert list(request.evidence.all()) == [evidence]


@pytest.mark.parametrize(
    "state", [state for state in State if state not in (State.DRAFT, State.MORE_INFORMATION_NEEDED)]
)
def test_documents_of_a_request_that_was_sent_stay_as_they_are(state):
    held = State.IN_REVIEW if state == State.ON_HOLD else ""
    request = JoinRequestFactory(state=state, held_state=held)
    [evidence] = request.evidence.all()

    with pytest.raises(PermissionDenied):
        added(request)
    with pytest.raises(PermissionDenied):
        remove_evidence(evidence.pk, actor=applicant_of(request))


def test_supporter_has_no_documents():
    with pytest.raises(PermissionDenied):
        added(DraftFactory(kind=OrganisationKind.SUPPORTER))


def test_file_of_a_removed_document_goes_after_commit(private, django_capture_on_commit_callbacks):
    request = DraftFactory()
    evidence = added(request)

    with django_capture_on_commit_callbacks(execute=True):
        remove_evidence(evidence.pk, actor=applicant_of(request))
        assert on_disk(private) == [evidence.file.name]

    assert on_disk(private) == []


def test_removing_what_is_gone_is_told():
    request = DraftFactory()
    evidence = added(request)
    remove_evidence(evidence.pk, actor=applicant_of(request))

    with pytest.raises(Evidence.DoesNotExist):
        remove_evidence(evidence.pk, actor=applicant_of(request))


def test_documents_are_read_in_the_order_they_came():
    request = JoinRequestFactory(state=State.IN_REVIEW, answers=False)
    first, second = EvidenceFactory.create_batch(2, join_request=request)

    for actor in (applicant_of(request), coordinator()):
        assert evidence_for(request.pk, actor) == [first, second]


def test_documents_are_read_by_a_helping_colleague_while_they_can_be_changed():
    open_one, sent = DraftFactory(), JoinRequestFactory(state=State.WITHDRAWN, answers=False)
    document = EvidenceFactory(join_request=open_one)

    assert evidence_for(open_one.pk, applicant_of(open_one, Task.EVIDENCE)) == [document]
    with pytest.raises(PermissionDenied):
        evidence_for(sent.pk, applicant_of(sent, Task.EVIDENCE))


def test_documents_of_a_draft_are_nobody_elses():
    with pytest.raises(PermissionDenied):
        evidence_for(JoinRequestFactory().pk, coordinator())


def test_documents_are_not_read_by_others():
    request = JoinRequestFactory(state=State.IN_REVIEW)
    recused = coordinator()
    recuse(request.pk, actor=recused)
    readers = [
        recused,
        city_editor(),
        UserFactory(is_superuser=True),
        applicant_of(request, Task.VOLUMES),
        Applicant(request.pk + 1, request.email),
    ]

    for reader in readers:
        with pytest.raises(PermissionDenied):
            evidence_for(request.pk, reader)


@pytest.mark.parametrize("count", [1, 3])
def test_documents_take_two_queries(count, django_assert_num_queries):
    request = DraftFactory()
    EvidenceFactory.create_batch(count, join_request=request)

    with django_assert_num_queries(2):  # the request, its documents
        assert len(evidence_for(request.pk, applicant_of(request))) == count
