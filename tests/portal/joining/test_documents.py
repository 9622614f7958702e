"""Word files of a request: the questions to be answered first, and the record of the answers."""

import io
from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override
from docx import Document
from docx.oxml.ns import qn

from portal.core.ambitions import Ambition
from portal.joining.documents import answers_docx, questions_docx
from portal.joining.enums import State, Task
from portal.members.enums import Category, OrganisationKind
from tests.factories.joining import DraftFactory, JoinRequestFactory

pytestmark = pytest.mark.django_db
BUYER, SUPPORTER = OrganisationKind.PUBLIC_BUYER, OrganisationKind.SUPPORTER


@pytest.fixture(autouse=True)
def _made_anew():
    questions_docx.cache_clear()


def opened(data):
    return Document(io.BytesIO(data))


def headings(document, level):
    return [each.text for each in document.paragraphs if each.style.name == f"Heading {level}"]


def rows(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def questions(document):
    """Each question with what stands in the room for its answer."""
    return {row[0]: row[1] for table in document.tables for row in rows(table)[1:]}


def language_of(document):
    [language] = document.styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr/w:lang/@w:val")
    return language


def repeats_its_head(table):
    return [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows][:2]


def test_buyer_is_asked_all_tasks_in_order():
    document = opened(questions_docx(BUYER, "en"))

    assert headings(document, 1) == [str(task.label) for task in Task]
    things = [str(category.label) for category in Category] + [f"{each} {each.label}" for each in Ambition]
    assert headings(document, 2) == things


def test_supporter_is_asked_less():
    document = opened(questions_docx(SUPPORTER, "en"))

    assert headings(document, 1) == [str(Task.ORGANISATION.label), str(Task.SIGNATORY.label)]
    assert "Legal type" not in questions(document)


def test_question_has_its_hint_and_room_for_the_answer():
    asked = questions(opened(questions_docx(BUYER, "en")))

    assert asked["Name of the organisation in English\nFor example: City of Malmö."] == "\xa0\n\xa0"
    assert asked["Name in your own language (optional)\nFor example: Malmö stad."] == "\xa0\n\xa0"


def test_few_choices_are_boxes_to_tick_and_many_are_not_listed():
    asked = questions(opened(questions_docx(BUYER, "en")))

    assert asked["By which mandate?"].splitlines() == [
        "☐ Decision of the council or another assembly",
        "☐ Decision of the executive board or a committee",
        "☐ Standing delegation of authority",
        "☐ Another decision",
    ]
    assert asked["We do not know our volumes yet"] == "☐ Yes"
    assert asked["Country"] == "\xa0\n\xa0"


def test_table_has_a_head_that_is_repeated_on_every_page():
    [first, *_others] = opened(questions_docx(BUYER, "en")).tables

    assert rows(first)[0] == ["Question", "Your answer"]
    assert repeats_its_head(first) == [True, False]


def test_questions_have_a_title_and_the_address_of_the_request():
    document = opened(questions_docx(BUYER, "en"))

    assert [each.text for each in document.paragraphs if each.style.name == "Title"] == [
        "Questions of the request to join Joint Demand"
    ]
    assert "http://127.0.0.1:8000/en/join/" in [each.text for each in document.paragraphs]


@pytest.mark.parametrize(("language", "locale"), [("sv", "sv-SE"), ("nb", "nb-NO"), ("fi", "fi-FI"), ("da", "da-DK")])
def test_questions_speak_the_language_that_is_asked_for(language, locale):
    document = opened(questions_docx(SUPPORTER, language))

    assert language_of(document) == locale
    assert f"http://127.0.0.1:8000/{language}/join/" in [each.text for each in document.paragraphs]
    with override(language):
        assert headings(document, 1)[0] == str(Task.ORGANISATION.label)


def test_questions_are_made_once():
    assert questions_docx(SUPPORTER, "en") is questions_docx(SUPPORTER, "en")


def test_record_says_what_was_sent():
    request = JoinRequestFactory(
        state=State.SUBMITTED,
        reference="JD-7Q4KM2XP",
        name="City of <Example> & others",
        submitted_at=datetime(2026, 11, 26, 9, 30, tzinfo=UTC),
        decided_on=date(2026, 10, 1),
    )

    document = opened(answers_docx(request))

    first, organisation, *_others = document.tables
    assert rows(first) == [
        ["Request", "JD-7Q4KM2XP"],
        ["Kind", "Public buyer"],
        ["State", "Sent"],
        ["Sent on", "26 November 2026"],
        ["Applicant", request.email],
    ]
    assert rows(organisation)[:2] == [
        ["Question", "Answer"],
        ["Name of the organisation in English", "City of <Example> & others"],
    ]
    answers = questions(document)
    assert (answers["Name of the person who signs"], answers["Day of the decision"]) == (
        "A Signatory",
        "1 October 2026",
    )
    assert answers["Documents"] == "statement.pdf"


def test_record_of_a_draft_names_what_is_missing():
    answers = questions(opened(answers_docx(DraftFactory())))

    assert (answers["Sent on"], answers["Website"]) == ("not sent yet", "no answer")


def test_record_speaks_the_language_of_its_reader():
    with override("fi"):
        document = opened(answers_docx(DraftFactory(kind=SUPPORTER)))
        wanted = [str(Task.ORGANISATION.label), str(Task.SIGNATORY.label)]

    assert (language_of(document), headings(document, 1)) == ("fi-FI", wanted)
