"""Whole ways through the pages, without a browser: a supporter's, a question's, and every language's."""

import re

import pytest
from django.conf import settings
from django.core import mail

from portal.joining.enums import State, Task
from portal.joining.models import JoinRequest
from portal.joining.services.moving import move
from portal.letters.sending import send_waiting
from portal.members.enums import OrganisationKind
from tests.factories.accounts import coordinator
from tests.factories.guarded import guards
from tests.factories.joining import JoinRequestFactory
from tests.portal.joining.visitors import heading, path_of, text_of, typed, visiting

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def mailed_path():
    """Send what waits; the path of the link in the newest mail."""
    send_waiting()
    return re.findall(r"https?://[^/\s]+(/\S+/join/link/\S+)", str(mail.outbox[-1].body))[-1]


def test_supporter_comes_from_the_suitability_check_to_the_confirmation(client):
    client.post("/nb/join/email/?kind=supporter", {**guards("joining.begin"), "email": "hello@example.org"})
    path = mailed_path()
    assert path.startswith("/nb/join/link/")
    client.post(path)
    request = JoinRequest.objects.get()

    for task, answers in {
        Task.ORGANISATION: {
            "name": "Example Institute",
            "country": "NO",
            "website": "institute.example.org",
            "contact_email": "hello@example.org",
        },
        Task.SIGNATORY: {"signatory_name": "A Signatory", "signatory_position": "Director"},
    }.items():
        sent = {**typed(task, request, **answers), "do": "continue"}
        assert client.post(path_of(request, f"task/{task}/"), sent).url == path_of(request)
    response = client.post(path_of(request, "check/"), follow=True)

    request.refresh_from_db()
    assert heading(response) == "Your request has been sent"
    assert (request.kind, request.state) == (OrganisationKind.SUPPORTER, State.SUBMITTED)


def test_question_is_answered_by_the_link_in_its_mail_and_the_request_is_sent_again(client):
    request = JoinRequestFactory(language="en")
    visiting(client, request).post(path_of(request, "check/"))
    reviewer = coordinator()
    move(request.pk, "start_review", actor=reviewer)
    move(request.pk, "ask", actor=reviewer, reason="Who decides?")
    client.cookies.clear()

    client.post(mailed_path())
    assert "Who decides?" in text_of(client.get(path_of(request)))
    request.refresh_from_db()
    sent = {**typed(Task.SIGNATORY, request, mandate_reference="KS 2026/2"), "do": "continue"}
    client.post(path_of(request, "task/signatory/"), sent)
    client.post(path_of(request, "check/"))

    request.refresh_from_db()
    assert (request.state, request.submission, request.mandate_reference) == (State.SUBMITTED, 2, "KS 2026/2")
    assert "Who decides?" in text_of(client.get(path_of(request)))  # in the way it has come


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    ["", "suitability/", "suitability/?organisation=supplier", "email/?kind=la", "email/sent/", "resume/", "link/t/"],
)
def test_page_before_a_request_is_there_in_every_language(client, language, path):
    html = client.get(f"/{language}/join/{path}").content.decode()

    assert f'<html lang="{language}">' in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rest", ["", "check/", "withdraw/", *[f"task/{task}/" for task in Task]])
def test_page_of_a_request_is_there_in_every_language(client, language, rest):
    request = JoinRequestFactory()

    html = visiting(client, request).get(path_of(request, rest, language)).content.decode()

    assert f'<html lang="{language}">' in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_answer_is_saved_the_same_in_every_language(client, language):
    request = JoinRequestFactory()
    changes = {"smartphones_low": "6 500", "smartphones_high": "7 000", "contract_ends_on": "31.12.2027"}

    sent = {**typed(Task.VOLUMES, request, **changes), "do": "save"}
    visiting(client, request).post(path_of(request, "task/volumes/", language), sent)

    request.refresh_from_db()
    assert list(request.volumes.values_list("low", "high")) == [(6500, 7000)]
    assert request.contract_ends_on.isoformat() == "2027-12-31"
