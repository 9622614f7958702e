"""clamd looks at documents outside the request; they wait for it, and what has a virus goes."""

import logging

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from portal.files.models import Verdict, private_storage
from portal.joining.enums import EvidenceKind, State
from portal.joining.models import Evidence
from portal.joining.services.evidence import Scanned, add_evidence, check_waiting, remove_evidence
from portal.letters.models import Letter
from portal.letters.sending import send_waiting
from portal.outbox.services import deliver_waiting
from tests.factories import files
from tests.factories.joining import DraftFactory, EvidenceFactory, applicant_of
from tests.races import race

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private")]
NOWHERE = "tcp://127.0.0.1:1"


def waiting(content=None, **fields):
    """A document that waits for its verdict, with its file."""
    file = ContentFile(files.pdf() if content is None else content, "statement.pdf")
    return EvidenceFactory(verdict=Verdict.WAITING, file=file, **fields)


def infected(**fields):
    return waiting(files.pdf(files.EICAR), **fields)


def verdicts():
    return list(Evidence.objects.order_by("pk").values_list("verdict", flat=True))


@pytest.fixture
def refusals():
    """How often the letter about a refused document was written."""
    return lambda: Letter.objects.filter(kind="joining.evidence_refused").count()


def test_clean_document_may_leave(clamd):
    evidence = waiting()

    assert check_waiting() == Scanned(clean=1, refused=0, waiting=0)

    evidence.refresh_from_db()
    assert evidence.verdict == Verdict.CLEAN
    assert evidence.checked_at is not None
    assert clamd.seen == [files.pdf()]


def test_document_with_a_virus_is_refused_and_its_file_goes(clamd, caplog, django_capture_on_commit_callbacks):
    evidence = infected()
    name = evidence.file.name

    with django_capture_on_commit_callbacks(execute=True), caplog.at_level(logging.WARNING, "portal.joining"):
        assert check_waiting() == Scanned(clean=0, refused=1, waiting=0)

    evidence.refresh_from_db()
    assert (evidence.verdict, evidence.file.name) == (Verdict.REFUSED, "")
    assert private_storage().exists(name) is False
    assert caplog.messages[0] == f"The document {evidence.pk} is refused: clamd found Win.Test.EICAR_HDB-1."


def test_without_clamd_documents_wait_and_are_taken_up_later(clamd, settings, caplog):
    waiting()
    settings.CLAMD_ADDRESS = NOWHERE
    with caplog.at_level(logging.ERROR):
        assert check_waiting() == Scanned(clean=0, refused=0, waiting=1)

    settings.CLAMD_ADDRESS = clamd.address
    assert check_waiting() == Scanned(clean=1, refused=0, waiting=0)


def test_document_that_clamd_cannot_judge_holds_up_no_other(clamd, private, caplog):
    lost = waiting()
    (private / lost.file.name).unlink()
    waiting(join_request=DraftFactory())

    with caplog.at_level(logging.ERROR):
        assert check_waiting() == Scanned(clean=1, refused=0, waiting=1)
    assert verdicts() == [Verdict.WAITING, Verdict.CLEAN]


def test_verdicts_that_stand_are_not_asked_for_again(clamd):
    EvidenceFactory(verdict=Verdict.CLEAN)
    EvidenceFactory(verdict=Verdict.REFUSED)

    assert check_waiting() == Scanned(0, 0, 0)
    assert clamd.seen == []


def test_clamd_that_was_switched_off_leaves_nothing_waiting():
    waiting()

    assert check_waiting() == Scanned(clean=1, refused=0, waiting=0)


@pytest.mark.django_db(transaction=True)
def test_two_rounds_at_once_write_one_verdict_and_one_letter(clamd, refusals):
    infected()

    results = race(check_waiting, check_waiting)

    assert sum(result.refused for result in results) == 1
    assert (verdicts(), refusals()) == ([Verdict.REFUSED], 1)


@pytest.mark.django_db(transaction=True)
def test_upload_is_checked_by_the_outbox_and_the_applicant_gets_a_letter(clamd):
    request = DraftFactory(language="en")
    upload = ContentFile(files.pdf(files.EICAR), "statement.pdf")

    add_evidence(request.pk, upload, kind=EvidenceKind.STATEMENT, actor=applicant_of(request))
    deliver_waiting()

    assert verdicts() == [Verdict.REFUSED]
    assert [(letter.subject, letter.to) for letter in mail.outbox] == [
        (f"A document of the request to join {request.reference} was refused", [request.email])
    ]


@pytest.mark.parametrize(
    ("language", "state", "sentence"),
    [
        ("en", State.DRAFT, "make the document anew, best as PDF, and add it to your request:"),
        ("en", State.SUBMITTED, "Your request is with us now: if we still need the document, we ask you for it."),
    ],
)
def test_letter_names_the_kind_of_the_document_and_the_way_on(clamd, language, state, sentence):
    request = DraftFactory(language=language, state=state)
    infected(join_request=request, kind=EvidenceKind.DECISION, name="https://evil.example.pdf")
    check_waiting()

    send_waiting()

    [letter] = mail.outbox
    assert "It was added as: Decision or minutes." in letter.body
    assert sentence in " ".join(letter.body.split())
    assert f"/{language}/join/link/" in letter.body
    assert "evil" not in letter.body


def test_letter_about_a_document_that_is_gone_meanwhile_is_dropped(clamd):
    request = DraftFactory()
    evidence = infected(join_request=request)
    check_waiting()
    remove_evidence(evidence.pk, actor=applicant_of(request))

    assert send_waiting() == 0
    assert mail.outbox == []


def test_command_counts_what_it_did(clamd, capsys):
    waiting()
    infected()

    call_command("evidence_check")

    assert capsys.readouterr().out == "1 clean, 1 refused, 0 waiting; 0 files removed\n"


def test_command_fails_where_a_file_is_lost(private):
    evidence = EvidenceFactory()
    (private / evidence.file.name).unlink()

    with pytest.raises(
        CommandError, match=rf"The file of document {evidence.pk} \(statement\.pdf\) is not on the disk\."
    ):
        call_command("evidence_check")
