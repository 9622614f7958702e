"""The Word files of a request tell whoever hears them what they are called and what their tables are about."""

import pytest
from django.utils.translation import override

from portal.joining.documents import answers_docx, questions_docx
from portal.joining.enums import State
from portal.members.enums import OrganisationKind
from tests.factories.joining import JoinRequestFactory
from tests.word import gaps, told

pytestmark = pytest.mark.django_db


def test_questions_tell_their_title_their_language_and_the_heads_of_their_tables():
    document = told(questions_docx(OrganisationKind.PUBLIC_BUYER, "en"))

    assert (document.title, document.languages) == ("Questions of the request to join Joint Demand", {"en-GB"})
    assert set(document.tables) == {True}
    assert gaps(document.headings) == []
    assert set(document.headings) == {1, 2}


def test_record_tells_which_request_it_is_and_the_heads_of_its_tables():
    request = JoinRequestFactory.create(state=State.SUBMITTED, reference="JD-7Q4KM2XP")

    with override("fi"):
        document = told(answers_docx(request))

    assert "JD-7Q4KM2XP" in document.title
    assert document.languages == {"fi-FI"}
    assert set(document.tables) == {True}
    assert gaps(document.headings) == []
