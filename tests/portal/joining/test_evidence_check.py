"""An applicant is told by letter of a document in which clamd found a virus, once."""

import pytest
from django.core import mail

from portal.files.models import Verdict
from portal.files.services import check_waiting
from portal.joining.enums import EvidenceKind, State
from portal.joining.models import Evidence
from portal.joining.services.evidence import add_evidence, remove_evidence
from portal.letters.models import Letter
from portal.letters.sending import send_waiting
from portal.outbox.services import deliver_waiting
from tests.factories import files
from tests.factories.joining import DraftFactory, applicant_of
from tests.portal.files.rows import infected, upload, waiting
from tests.races import race

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private")]


def verdicts():
    return list(Evidence.objects.order_by("pk").values_list("verdict", flat=True))


@pytest.fixture
def refusals():
    """How often the letter about a refused document was written."""
    return lambda: Letter.objects.filter(kind="joining.evidence_refused").count()


@pytest.mark.django_db(transaction=True)
def test_two_rounds_at_once_write_one_verdict_and_one_letter(clamd, refusals):
    infected()

    results = race(check_waiting, check_waiting)

    assert sum(result.refused for result in results) == 1
    assert (verdicts(), refusals()) == ([Verdict.REFUSED], 1)


@pytest.mark.django_db(transaction=True)
def test_upload_is_checked_by_the_outbox_and_the_applicant_gets_a_letter(clamd):
    request = DraftFactory(language="en")

    add_evidence(request.pk, upload(files.pdf(files.EICAR)), kind=EvidenceKind.STATEMENT, actor=applicant_of(request))
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


def test_clean_document_needs_no_letter(clamd, refusals):
    waiting()

    check_waiting()

    assert (verdicts(), refusals()) == ([Verdict.CLEAN], 0)


def test_letter_about_a_document_that_is_gone_meanwhile_is_dropped(clamd):
    request = DraftFactory()
    evidence = infected(join_request=request)
    check_waiting()
    remove_evidence(evidence.pk, actor=applicant_of(request))

    assert send_waiting() == 0
    assert mail.outbox == []
