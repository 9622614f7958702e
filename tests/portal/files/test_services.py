"""An upload is looked at by its content and kept under a name that says nothing."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from portal.files import services
from portal.files.errors import FileRefused
from portal.files.models import Verdict
from portal.files.services import keep, looked_at, refuse_known
from portal.joining.models import Evidence
from portal.outbox.models import OutboxEvent
from tests.factories import files
from tests.factories.experiences import ExperienceDocumentFactory
from tests.factories.joining import DraftFactory, EvidenceFactory
from tests.portal.files.rows import NOWHERE, on_disk, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private")]


def kept(content=None, name="statement.pdf"):
    return keep(Evidence(join_request=DraftFactory(), kind="statement"), looked_at(upload(content, name)))


def test_upload_is_kept_under_a_name_that_says_nothing(private):
    row = kept(name="C:\\Anna\\Statement of Malmö.pdf")

    assert (row.name, row.content_type) == ("Statement of Malmö.pdf", "application/pdf")
    assert (row.size, len(row.sha256)) == (len(files.pdf()), 64)
    assert on_disk(private) == [row.file.name]
    assert (private / row.file.name).read_bytes() == files.pdf()
    assert (private / row.file.name).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("factory", "folder"), [(EvidenceFactory, "evidence"), (ExperienceDocumentFactory, "experiencedocument")]
)
def test_each_model_has_a_folder_and_each_file_a_random_name(factory, folder):
    first, second = (Path(factory(file=upload()).file.name) for _ in range(2))

    assert (str(first.parent), str(second.parent)) == (folder, folder)
    assert [len(bytes.fromhex(each.name)) for each in (first, second)] == [16, 16]
    assert first != second


def test_private_files_are_outside_of_all_that_is_served(settings):
    location = Path(settings.STORAGES["private"]["OPTIONS"]["location"])

    served = [settings.MEDIA_ROOT, settings.STATIC_ROOT, *settings.STATICFILES_DIRS]
    assert [root for root in served if location.is_relative_to(root) or root.is_relative_to(location)] == []


def test_without_clamd_an_upload_is_clean_at_once():
    row = kept()

    assert row.verdict == Verdict.CLEAN
    assert row.checked_at is not None


def test_with_clamd_an_upload_waits_for_its_verdict(settings):
    settings.CLAMD_ADDRESS = NOWHERE

    row = kept()

    row.refresh_from_db()
    assert (row.verdict, row.checked_at) == (Verdict.WAITING, None)
    added = OutboxEvent.objects.get(name="files.added")
    assert (added.label, added.object_id) == ("joining.evidence", row.pk)


def test_picture_is_kept_as_it_was_drawn_anew(private):
    row = kept(files.picture() + b"behind", name="photo.png")

    on_its_disk = (private / row.file.name).read_bytes()
    assert row.size == len(on_its_disk)
    assert on_its_disk.endswith(b"IEND\xaeB`\x82")


def test_hash_of_a_picture_is_that_of_what_is_kept():
    """Else the same picture with another place or camera in it would count as another document."""
    plain, dressed = looked_at(upload(files.picture(), "a.png")), looked_at(upload(files.picture() + b"more", "b.png"))

    assert plain.sha256 == dressed.sha256


class Unread(ContentFile):
    """A file that must not be read."""

    def read(self, *_arguments):
        pytest.fail("it was read")


def sized(size):
    large = Unread(b"", "scan.pdf")
    large.size = size
    return large


def test_file_that_is_too_large_is_refused_before_it_is_read():
    with pytest.raises(FileRefused) as refused:
        looked_at(sized(services.MOST_BYTES + 1))

    assert str(refused.value) == (
        "scan.pdf was not taken: it has more than 10 MB. Scan it in black and white or at a lower resolution."
    )


def test_file_of_ten_megabytes_is_looked_at():
    body = files.pdf()
    largest = body.replace(b"%%EOF", b"%" * (services.MOST_BYTES - len(body)) + b"%%EOF")

    assert len(looked_at(upload(largest)).content) == services.MOST_BYTES


def test_file_of_another_kind_is_refused_by_its_content():
    with pytest.raises(FileRefused) as refused:
        looked_at(upload(b"MZ program"))

    assert str(refused.value) == (
        "statement.pdf was not taken:"
        " it is no PDF, DOCX, ODT, PNG or JPEG file, whatever its name says. Save it as PDF."
    )


def test_file_without_a_name_is_refused_in_a_whole_sentence():
    with pytest.raises(FileRefused) as refused:
        looked_at(upload(b"", name=""))

    assert str(refused.value) == "The file was not taken: it is empty. Choose the file again."


def test_file_that_had_a_virus_is_not_taken_again():
    with pytest.raises(FileRefused) as refused:
        refuse_known(EvidenceFactory(verdict=Verdict.REFUSED))

    assert str(refused.value) == (
        "statement.pdf was not taken: a virus was found in it before. Make the document anew."
    )


@pytest.mark.parametrize("verdict", [Verdict.CLEAN, Verdict.WAITING])
def test_file_that_is_there_already_is_no_fault(verdict):
    assert refuse_known(EvidenceFactory(verdict=verdict)) is None
