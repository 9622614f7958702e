"""The form that takes a workbook, and the same workbook once more from a hidden field."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from portal.experiences.forms.sheets import ImportForm
from portal.files.forms import packed
from tests.factories.members import OrganisationFactory


def organisation(slug):
    return OrganisationFactory.build(slug=slug, name=slug.title())


def form(organisations=("example",), content=None, **data):
    files = {} if content is None else {"file": SimpleUploadedFile("a.xlsx", content)}
    return ImportForm([organisation(slug) for slug in organisations], data, files)


def test_whoever_writes_for_one_buyer_is_not_asked_for_whom():
    sent = form(content=b"PK")

    assert sent.is_valid()
    assert (list(sent.fields), sent.buyer.slug) == (["file", "again", "mark"], "example")


def test_whoever_writes_for_two_chooses():
    sent = form(("example", "other"), b"PK", organisation="other")

    assert sent.is_valid()
    assert sent.buyer.slug == "other"
    assert form(("example", "other"), b"PK").errors == {
        "organisation": ["Choose the organisation whose tenders the new ones are."]
    }


def test_file_comes_before_what_comes_back():
    sent = form(content=b"new", again=packed(b"old"))

    assert sent.is_valid()
    assert sent.content(10) == b"new"


def test_large_file_is_not_read_to_its_end():
    sent = form(content=b"x" * 1_000)

    assert sent.is_valid()
    assert sent.content(10) == b"x" * 11


def test_empty_file_is_left_to_the_reader_who_says_what_a_workbook_is():
    sent = form(content=b"")

    assert sent.is_valid()
    assert sent.content(10) == b""


@pytest.mark.parametrize("again", ["A", "é", "=", "%%%"])
def test_what_cannot_be_unpacked_is_an_empty_file(again):
    sent = form(again=again)

    assert sent.is_valid()
    assert sent.content(10) == b""


@given(st.binary(min_size=1, max_size=200))
def test_workbook_comes_back_as_it_was(content):
    sent = form(again=packed(content))

    assert sent.is_valid()
    assert sent.content(0) == content
