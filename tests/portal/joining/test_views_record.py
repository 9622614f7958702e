"""The record of a request: its answers as a Word file."""

from io import BytesIO

import pytest
from docx import Document

from portal.joining.enums import State
from tests.factories.joining import JoinRequestFactory
from tests.portal.joining.visitors import path_of, visiting

pytestmark = pytest.mark.django_db


def sent(**fields):
    return JoinRequestFactory(state=State.SUBMITTED, **fields)


def test_record_is_a_word_file_of_the_answers(client):
    request = sent(name="City of Example")

    response = visiting(client, request).get(path_of(request, "record.docx"))

    name = f"joint-demand-{request.reference.lower()}.docx"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    document = Document(BytesIO(response.content))
    texts = [p.text for p in document.paragraphs] + [c.text for t in document.tables for r in t.rows for c in r.cells]
    assert [text for text in texts if "City of Example" in text] != []


def test_record_that_cannot_be_made_leads_back_with_a_word(client, broken_pandoc):
    request = sent(name="City of Example")

    response = visiting(client, request).get(path_of(request, "record.docx"), follow=True)

    assert response.redirect_chain == [(path_of(request), 302)]
    assert "The document could not be made. Nothing is lost: try again in a minute." in response.content.decode()
