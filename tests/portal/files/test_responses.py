"""A file leaves as a download that runs nothing, once it is clean; from nginx where there is one."""

import pytest
from django.http import Http404

from portal.files.models import Verdict
from portal.files.responses import file_response
from tests.factories import files
from tests.factories.experiences import ExperienceDocumentFactory
from tests.factories.joining import EvidenceFactory
from tests.portal.files.rows import upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private")]


@pytest.mark.parametrize("factory", [EvidenceFactory, ExperienceDocumentFactory])
def test_file_leaves_as_a_download_that_runs_nothing(factory):
    response = file_response(factory(name="statement.pdf", file=upload()))

    assert (response.status_code, response.content) == (200, files.pdf())
    assert dict(response.headers) == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="statement.pdf"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("Erklæring “ny”; a.pdf", "attachment; filename*=utf-8''Erkl%C3%A6ring%20%E2%80%9Cny%E2%80%9D%3B%20a.pdf"),
        ('a"b\\c.pdf', 'attachment; filename="a\\"b\\\\c.pdf"'),
    ],
)
def test_name_reaches_the_reader_as_it_is_and_ends_no_header(name, sent):
    assert file_response(EvidenceFactory(name=name)).headers["Content-Disposition"] == sent


def test_behind_nginx_the_file_comes_from_its_internal_location(settings):
    settings.X_ACCEL_PREFIX = "/private-files/"

    response = file_response(row := EvidenceFactory())

    assert response.headers["X-Accel-Redirect"] == f"/private-files/{row.file.name}"
    assert (response.content, response.headers["Content-Type"]) == (b"", "application/pdf")


@pytest.mark.parametrize("prefix", ["", "/private-files/"])
@pytest.mark.parametrize("verdict", [Verdict.WAITING, Verdict.REFUSED])
def test_file_that_is_not_clean_leaves_in_no_way(settings, prefix, verdict):
    settings.X_ACCEL_PREFIX = prefix

    with pytest.raises(Http404):
        file_response(EvidenceFactory(verdict=verdict))


def test_clean_row_without_a_file_is_not_found():
    with pytest.raises(Http404):
        file_response(EvidenceFactory(file=""))


def test_file_that_is_lost_is_not_found(private):
    row = EvidenceFactory()
    (private / row.file.name).unlink()

    with pytest.raises(Http404):
        file_response(row)
