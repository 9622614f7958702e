"""clamd looks at uploads outside the request; they wait for it, and what has a virus goes."""

import logging
from threading import Event

import pytest
from django.db import transaction

from portal.experiences.models import ExperienceDocument
from portal.experiences.services.moving import correct
from portal.files import services
from portal.files.models import Verdict
from portal.files.services import Scanned, check_waiting, keep, looked_at, lost_files, on_refusal
from portal.joining.models import Evidence
from portal.outbox.services import deliver_waiting
from tests.factories import files
from tests.factories.accounts import MembershipFactory
from tests.factories.experiences import EditionFactory, ExperienceDocumentFactory, published
from tests.factories.joining import DraftFactory, EvidenceFactory
from tests.portal.files.rows import NOWHERE, infected, on_disk, sharing, upload, waiting
from tests.races import race

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private")]


@pytest.fixture
def told(monkeypatch):
    """The documents of experiences whose refusal was told."""
    told = []
    monkeypatch.setattr(services, "_on_refusal", services._on_refusal.copy())
    on_refusal(ExperienceDocument, lambda row: told.append(row.pk))
    return told


def verdicts(model=Evidence):
    return list(model.objects.order_by("pk").values_list("verdict", flat=True))


def logged(caplog):
    return [record.getMessage() for record in caplog.records if record.name == "portal.files.services"]


@pytest.mark.parametrize("factory", [EvidenceFactory, ExperienceDocumentFactory])
def test_clean_document_of_any_model_may_leave(clamd, factory):
    row = waiting(factory)

    assert check_waiting() == Scanned(clean=1, refused=0, waiting=0)

    row.refresh_from_db()
    assert row.verdict == Verdict.CLEAN
    assert row.checked_at is not None
    assert clamd.seen == [files.pdf()]


def test_document_with_a_virus_is_refused_and_its_file_goes(clamd, private, caplog, django_capture_on_commit_callbacks):
    row = infected()
    name = row.file.name

    with django_capture_on_commit_callbacks(execute=True), caplog.at_level(logging.WARNING, "portal.files"):
        assert check_waiting() == Scanned(clean=0, refused=1, waiting=0)
        assert on_disk(private) == [name]

    row.refresh_from_db()
    assert (row.verdict, row.file.name) == (Verdict.REFUSED, "")
    assert on_disk(private) == []
    assert logged(caplog) == [f"joining.Evidence {row.pk} is refused: clamd found Win.Test.EICAR_HDB-1."]


def test_all_models_are_counted_together(clamd):
    waiting()
    waiting(ExperienceDocumentFactory)
    infected(ExperienceDocumentFactory)

    assert check_waiting() == Scanned(clean=2, refused=1, waiting=0)
    assert verdicts(ExperienceDocument) == [Verdict.CLEAN, Verdict.REFUSED]


def test_refusal_is_told_by_the_app_of_the_document_and_by_no_other(clamd, told):
    infected(EvidenceFactory)
    waiting(ExperienceDocumentFactory)
    refused = infected(ExperienceDocumentFactory)

    check_waiting()

    assert told == [refused.pk]


def test_refusal_that_nobody_wants_to_hear_of_is_written_all_the_same(clamd, monkeypatch):
    monkeypatch.setattr(services, "_on_refusal", {})
    infected()

    assert check_waiting() == Scanned(clean=0, refused=1, waiting=0)


def test_refusal_that_could_not_be_told_is_tried_again(clamd, monkeypatch):
    def fails(row):
        raise ConnectionError

    monkeypatch.setattr(services, "_on_refusal", {Evidence: fails})
    row = infected()
    with pytest.raises(ConnectionError):
        check_waiting()

    row.refresh_from_db()
    assert (row.verdict, bool(row.file)) == (Verdict.WAITING, True)
    monkeypatch.setattr(services, "_on_refusal", {})
    assert check_waiting() == Scanned(clean=0, refused=1, waiting=0)


def test_without_clamd_documents_wait_and_are_taken_up_later(clamd, settings, caplog):
    row = waiting()
    settings.CLAMD_ADDRESS = NOWHERE
    with caplog.at_level(logging.WARNING, "portal.files"):
        assert check_waiting() == Scanned(clean=0, refused=0, waiting=1)
    [message] = logged(caplog)
    assert message.startswith(f"joining.Evidence {row.pk} could not be checked and waits: clamd at {NOWHERE}: ")

    settings.CLAMD_ADDRESS = clamd.address
    assert check_waiting() == Scanned(clean=1, refused=0, waiting=0)


def test_document_that_clamd_cannot_judge_holds_up_no_other(clamd, private):
    lost = waiting()
    (private / lost.file.name).unlink()
    waiting()

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


def test_editions_that_share_an_infected_file_are_all_refused(clamd, private, django_capture_on_commit_callbacks):
    sharing(infected(ExperienceDocumentFactory))

    with django_capture_on_commit_callbacks(execute=True):
        assert check_waiting() == Scanned(clean=0, refused=2, waiting=0)
    assert (verdicts(ExperienceDocument), on_disk(private)) == ([Verdict.REFUSED] * 2, [])


@pytest.mark.django_db(transaction=True)
def test_upload_is_checked_by_the_outbox(clamd):
    with transaction.atomic():
        row = keep(Evidence(join_request=DraftFactory(), kind="statement"), looked_at(upload()))
    deliver_waiting()

    row.refresh_from_db()
    assert (row.verdict, clamd.seen) == (Verdict.CLEAN, [files.pdf()])


@pytest.mark.django_db(transaction=True)
def test_two_rounds_at_once_write_one_verdict_and_tell_it_once(clamd, told):
    infected(ExperienceDocumentFactory)

    results = race(check_waiting, check_waiting)

    assert sum(result.refused for result in results) == 1
    assert (verdicts(ExperienceDocument), len(told)) == ([Verdict.REFUSED], 1)


@pytest.mark.django_db(transaction=True)
def test_document_that_is_copied_while_it_is_refused_leaves_no_copy_without_a_file(clamd, private):
    experience = published(EditionFactory())
    infected(ExperienceDocumentFactory, edition=experience.current)
    author = MembershipFactory(organisation=experience.organisation).user
    is_copied, is_checked = Event(), Event()

    def copy():
        with transaction.atomic():
            correct(experience.pk, actor=author)
            is_copied.set()
            is_checked.wait(0.5)  # long enough for a check that does not wait for the copy

    def check():
        is_copied.wait()
        checked = check_waiting()
        is_checked.set()
        return checked

    _copied, first = race(copy, check)
    assert (first.refused, lost_files()) == (1, [])

    check_waiting()
    assert (verdicts(ExperienceDocument), on_disk(private)) == ([Verdict.REFUSED] * 2, [])
