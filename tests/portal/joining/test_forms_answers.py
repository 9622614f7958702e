"""What the forms of all tasks have in common: answers in words, and the digest of what they were opened with."""

from datetime import date

import pytest
from django.http import QueryDict
from django.utils.translation import override

from portal.joining.enums import Task
from portal.joining.forms.tasks import FORMS, form_of
from portal.joining.models import JoinRequest
from tests.factories.joining import DraftFactory, JoinRequestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def form():
    return form_of(Task.ORGANISATION, DraftFactory())


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("name", "City", "City"),
        ("name", "", ""),
        ("name", None, ""),
        ("name", True, "Yes"),
        ("name", False, ""),
        ("name", 0, "0"),
        ("name", 1234567, "1,234,567"),
        ("name", date(2027, 12, 31), "31 December 2027"),
        ("country", "SE", "Sweden"),
        ("country", "", ""),
        ("country", "XX", "XX"),
        ("languages", ["sv", "fi"], "Svenska, Suomi"),
        ("languages", [], ""),
    ],
)
def test_value_is_put_in_words(form, name, value, words):
    assert form.in_words(name, value) == words


@pytest.mark.parametrize(
    ("language", "words"), [("en", "6,500"), ("da", "6.500"), ("sv", "6\xa0500"), ("fi", "6\xa0500")]
)
def test_number_is_grouped_as_the_reader_does(form, language, words):
    with override(language):
        assert form.in_words("name", 6500) == words


def test_date_and_country_are_written_in_the_readers_language(form):
    with override("fi"):
        written = form_of(Task.ORGANISATION, DraftFactory())
        assert written.in_words("country", "SE") == "Ruotsi"
        assert written.in_words("name", date(2027, 12, 31)) == "31. joulukuuta 2027"


@pytest.mark.parametrize("task", list(Task))
def test_digest_is_the_same_for_the_same_answers(task):
    request = JoinRequestFactory()

    digests = {form_of(task, JoinRequest.objects.get(pk=request.pk)).digest for _time in range(2)}

    assert len(digests) == 1


@pytest.mark.parametrize("task", list(Task))
def test_digest_tells_an_empty_request_from_a_full_one(task):
    assert form_of(task, DraftFactory()).digest != form_of(task, JoinRequestFactory()).digest


def test_digest_is_no_answer(form):
    assert "seen" not in form.kept
    assert [shown.label for shown in form.shown_as_stored() if "seen" in shown.anchor] == []


def test_digest_of_the_first_opening_stays_in_a_form_that_comes_back():
    sent = FORMS[Task.ORGANISATION](DraftFactory(), QueryDict("seen=first&website=nowhere"))

    assert not sent.is_valid()
    assert 'value="first"' in str(sent["seen"])


def test_every_answer_leads_to_its_field(form):
    html = form.as_div()

    anchors = [shown.anchor for shown in form.shown_as_stored()]

    assert [anchor for anchor in anchors if f'id="{anchor}"' not in html] == []
