"""A file is what its content says."""

import pytest

from portal.files.checking import NotTaken, checked
from portal.files.packages import DOCX, ODT
from tests.factories import files

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def why_not(content):
    with pytest.raises(NotTaken) as refused:
        checked(content)
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "content_type"), [(files.pdf(), "application/pdf"), (files.docx(), DOCX), (files.odt(), ODT)]
)
def test_document_is_known_by_its_content_and_kept_byte_for_byte(content, content_type):
    found = checked(content)

    assert (found.content_type, found.content) == (content_type, content)


@pytest.mark.parametrize(("kind", "content_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_picture_is_known_by_its_content(kind, content_type):
    assert checked(files.picture(kind)).content_type == content_type


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script></html>",
        b"GIF89a" + b"\0" * 20,
        b"MZ" + b"\0" * 100,
        b" %PDF-1.7\n%%EOF",
        files.package({"a.txt": "a"}),
        files.package({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}),
        b"PK\x03\x04 and nothing behind it",
    ],
    ids=["SVG", "HTML", "GIF", "program", "PDF behind a space", "archive", "XLSX", "broken archive"],
)
def test_other_kinds_are_refused(content):
    assert why_not(content) == "it is no PDF, DOCX, ODT, PNG or JPEG file, whatever its name says. Save it as PDF."


def test_empty_file_is_refused():
    assert why_not(b"") == "it is empty. Choose the file again."


def test_old_office_file_or_one_with_a_password_is_refused():
    assert why_not(OLD_WORD) == (
        "it has a password or is of an old Office version. Save it without a password as PDF or DOCX."
    )


def test_damaged_picture_is_refused():
    assert why_not(files.picture()[:40]) == ("the picture is damaged or too large. Save it smaller, or scan it as PDF.")


def test_fault_of_a_document_is_told():
    assert why_not(files.pdf()[:-8]) == "the PDF is damaged or incomplete. Save it again."
