"""The command that a timer runs: it counts what it did, and fails where a file is lost."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.files.models import private_storage
from tests.factories.experiences import ExperienceDocumentFactory
from tests.factories.joining import EvidenceFactory
from tests.portal.files.rows import NOWHERE, infected, upload, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private")]


@pytest.mark.django_db(transaction=True)  # the refused file goes after commit
def test_command_counts_what_it_did(clamd, capsys):
    waiting()
    infected(ExperienceDocumentFactory)
    private_storage().save("evidence/left", upload())

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("files_check")

    assert capsys.readouterr().out == "1 clean, 1 refused, 0 waiting; 1 files removed\n"


def test_command_may_be_repeated(clamd, capsys):
    waiting()
    call_command("files_check")
    call_command("files_check")

    assert capsys.readouterr().out.splitlines() == [
        "1 clean, 0 refused, 0 waiting; 0 files removed",
        "0 clean, 0 refused, 0 waiting; 0 files removed",
    ]


def test_documents_that_wait_for_clamd_are_no_fault(settings, capsys):
    settings.CLAMD_ADDRESS = NOWHERE
    waiting()

    call_command("files_check")

    assert capsys.readouterr().out == "0 clean, 0 refused, 1 waiting; 0 files removed\n"


def test_command_fails_and_names_each_file_that_is_lost(private):
    evidence, document = EvidenceFactory(), ExperienceDocumentFactory()
    for row in (evidence, document):
        (private / row.file.name).unlink()

    with pytest.raises(CommandError) as failed:
        call_command("files_check")

    assert str(failed.value).splitlines() == [
        f"The file of experiences.ExperienceDocument {document.pk} (annex.pdf) is not on the disk.",
        f"The file of joining.Evidence {evidence.pk} (statement.pdf) is not on the disk.",
    ]
