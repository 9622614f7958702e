"""Files leave the disk with the last row that names them, and no sooner; what is left over is found."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from portal.experiences.models import ExperienceDocument
from portal.experiences.services.moving import correct, discard
from portal.files.models import private_storage
from portal.files.services import delete_after_commit, lost_files, remove_orphans
from portal.joining.models import Evidence
from tests.factories.accounts import MembershipFactory
from tests.factories.experiences import EditionFactory, ExperienceDocumentFactory, published
from tests.factories.joining import EvidenceFactory
from tests.portal.files.rows import on_disk, sharing, upload
from tests.races import race

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private")]


def remove(row):
    """Take a row away as services do."""
    with transaction.atomic():
        row.delete()
        delete_after_commit(row.file.name)


def in_two_hours():
    return time_machine.travel(timezone.now() + timedelta(hours=2))


def test_file_goes_after_commit(private, django_capture_on_commit_callbacks):
    row = EvidenceFactory()

    with django_capture_on_commit_callbacks(execute=True):
        remove(row)
        assert on_disk(private) == [row.file.name]

    assert on_disk(private) == []


@pytest.mark.django_db(transaction=True)
def test_file_of_a_removal_that_fails_stays(private):
    row = EvidenceFactory()

    @transaction.atomic
    def fails():
        remove(row)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        fails()

    assert on_disk(private) == [row.file.name]
    assert lost_files() == []


def test_file_that_another_row_names_stays_until_that_goes_too(private, django_capture_on_commit_callbacks):
    first = ExperienceDocumentFactory(file=upload())
    second = sharing(first)

    with django_capture_on_commit_callbacks(execute=True):
        remove(first)
    assert on_disk(private) == [second.file.name]

    with django_capture_on_commit_callbacks(execute=True):
        remove(second)
    assert on_disk(private) == []


def test_file_that_a_row_of_another_model_names_stays(private, django_capture_on_commit_callbacks):
    evidence = EvidenceFactory()
    sharing(evidence)

    with django_capture_on_commit_callbacks(execute=True):
        remove(evidence)

    assert on_disk(private) == [evidence.file.name]


@pytest.mark.parametrize("name", ["", None])
def test_row_without_a_file_has_nothing_to_delete(name, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        delete_after_commit(name)

    assert callbacks == []


def test_file_that_is_gone_already_is_no_fault(private, django_capture_on_commit_callbacks):
    row = EvidenceFactory()
    (private / row.file.name).unlink()

    with django_capture_on_commit_callbacks(execute=True):
        remove(row)

    assert not Evidence.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_rows_that_share_a_file_and_go_at_once_take_it_with_them(private):
    first = ExperienceDocumentFactory(file=upload())
    second = sharing(first)

    assert race(lambda: remove(first), lambda: remove(second)) == [None, None]

    assert (ExperienceDocument.objects.count(), on_disk(private)) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_correction_that_is_thrown_away_leaves_readers_their_document(private):
    experience = published(EditionFactory())
    document = ExperienceDocumentFactory(edition=experience.current, file=upload())
    author = MembershipFactory(organisation=experience.organisation).user
    correction = correct(experience.pk, actor=author)
    of_its_own = ExperienceDocumentFactory(edition=correction, file=upload())
    assert on_disk(private) == sorted([document.file.name, of_its_own.file.name])

    discard(experience.pk, actor=author)

    assert on_disk(private) == [document.file.name]
    assert list(ExperienceDocument.objects.all()) == [document]


@pytest.mark.django_db(transaction=True)
def test_correction_that_begins_while_another_is_thrown_away_has_its_document(private):
    experience = published(EditionFactory())
    document = ExperienceDocumentFactory(edition=experience.current, file=upload())
    author = MembershipFactory(organisation=experience.organisation).user
    correct(experience.pk, actor=author)

    race(lambda: discard(experience.pk, actor=author), lambda: correct(experience.pk, actor=author))

    assert (on_disk(private), lost_files()) == ([document.file.name], [])


# What is left over


@pytest.mark.parametrize("folder", ["evidence", "experiencedocument"])
def test_files_that_no_row_names_are_removed_once_they_are_old(private, folder):
    kept = [EvidenceFactory().file.name, ExperienceDocumentFactory().file.name]
    private_storage().save(f"{folder}/of-a-transaction-that-failed", upload())

    assert remove_orphans() == 0  # it may be about to get its row
    with in_two_hours():
        assert remove_orphans() == 1
    assert on_disk(private) == kept


def test_orphans_of_all_models_are_counted_together(private):
    for folder in ("evidence", "evidence", "experiencedocument"):
        private_storage().save(f"{folder}/left", upload())

    with in_two_hours():
        assert remove_orphans() == 3
    assert on_disk(private) == []


def test_shared_file_is_no_orphan_while_one_row_names_it(private):
    document = ExperienceDocumentFactory(file=upload())
    sharing(document)
    ExperienceDocument.objects.filter(pk=document.pk).delete()

    with in_two_hours():
        assert remove_orphans() == 0
        ExperienceDocument.objects.all().delete()
        assert remove_orphans() == 1
    assert on_disk(private) == []


def test_file_in_the_folder_of_another_model_is_no_orphan(private):
    evidence = EvidenceFactory()
    document = sharing(evidence)
    evidence.delete()

    with in_two_hours():
        assert remove_orphans() == 0
    assert on_disk(private) == [document.file.name]


def test_what_is_no_folder_of_ours_is_left_alone(private):
    private_storage().save("elsewhere/notes", upload())

    with in_two_hours():
        assert remove_orphans() == 0
    assert on_disk(private) == ["elsewhere/notes"]


def test_name_that_leads_nowhere_holds_up_no_other(private):
    """As a file that another process deletes after the folder was read."""
    (private / "evidence").mkdir()
    (private / "evidence" / "gone").symlink_to(private / "nowhere")
    private_storage().save("evidence/left", upload())

    with in_two_hours():
        assert remove_orphans() == 1


def test_there_are_no_orphans_before_the_first_upload():
    assert remove_orphans() == 0


def test_rows_of_each_model_whose_file_is_lost_are_told_of(private):
    evidence, document = EvidenceFactory(), ExperienceDocumentFactory()
    EvidenceFactory()
    for row in (evidence, document):
        (private / row.file.name).unlink()

    assert lost_files() == [document, evidence]


def test_row_whose_file_was_taken_on_purpose_has_lost_nothing():
    EvidenceFactory(file="")

    assert lost_files() == []


def test_row_that_goes_while_the_disk_is_looked_at_has_lost_nothing(private):
    evidence = EvidenceFactory()
    ExperienceDocumentFactory()

    def meanwhile(execute, sql, params, many, context):
        """Somebody removes the evidence after its row was read, with its file."""
        rows = execute(sql, params, many, context)
        if '"joining_evidence"' in sql and (private / evidence.file.name).exists():
            (private / evidence.file.name).unlink()
            Evidence.objects.filter(pk=evidence.pk).delete()
        return rows

    with connection.execute_wrapper(meanwhile):
        assert lost_files() == []


@pytest.mark.parametrize("count", [1, 3])
def test_clearing_takes_two_queries(private, django_assert_num_queries, count):
    EvidenceFactory.create_batch(count)
    ExperienceDocumentFactory.create_batch(count)

    with in_two_hours():
        with django_assert_num_queries(2):  # one for each model
            assert remove_orphans() == 0
        with django_assert_num_queries(2):
            assert lost_files() == []
