"""A document leaves as a download, to those who may read it, once it is clean; its applicant may take it back."""

import pytest

from portal.files.models import Verdict
from portal.joining.enums import State, Task
from portal.joining.models import Evidence
from tests.factories.joining import DraftFactory, EvidenceFactory, JoinRequestFactory
from tests.portal.joining.visitors import heading, path_of, text_of, visiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private")]
CONTENT = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def request_():
    return DraftFactory()


@pytest.fixture
def evidence(request_):
    return EvidenceFactory(join_request=request_, name="Erklæring “ny”; a.pdf")


def path_to(evidence, rest=""):
    return path_of(evidence.join_request, f"evidence/{evidence.pk}/{rest}")


def test_document_leaves_as_a_download_that_runs_nothing(client, request_, evidence):
    response = visiting(client, request_).get(path_to(evidence))

    assert (response.status_code, response.content) == (200, CONTENT)
    wanted = {
        "Content-Type": "application/pdf",
        "Content-Disposition": "attachment; filename*=utf-8''Erkl%C3%A6ring%20%E2%80%9Cny%E2%80%9D%3B%20a.pdf",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }
    assert {name: response.headers[name] for name in wanted} == wanted
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]


@pytest.mark.parametrize("verdict", [Verdict.WAITING, Verdict.REFUSED])
def test_document_that_is_not_clean_leaves_to_nobody(client, request_, evidence, verdict):
    Evidence.objects.filter(pk=evidence.pk).update(verdict=verdict)

    assert visiting(client, request_).get(path_to(evidence)).status_code == 404


def test_colleague_with_this_task_gets_it(client, request_, evidence):
    assert visiting(client, request_, Task.EVIDENCE).get(path_to(evidence)).content == CONTENT


def test_colleague_with_two_tasks_gets_it(client, request_, evidence):
    visiting(visiting(client, request_, Task.EVIDENCE), request_, Task.VOLUMES)

    assert client.get(path_to(evidence)).content == CONTENT


def test_applicant_reads_documents_of_a_request_that_was_sent(client):
    request = JoinRequestFactory(state=State.IN_REVIEW)
    [evidence] = request.evidence.all()

    assert visiting(client, request).get(path_to(evidence)).content == CONTENT


def test_colleague_of_another_task_does_not_get_it(client, request_, evidence):
    response = visiting(client, request_, Task.VOLUMES).get(path_to(evidence))

    assert CONTENT not in response.content


def test_stranger_is_asked_for_a_link_whether_it_exists_or_not(client, evidence):
    found, made_up = client.get(path_to(evidence)), client.get("/en/join/JD-22222222/evidence/1/")

    assert (found.status_code, heading(found)) == (200, "Go on with a request")
    assert text_of(found) == text_of(made_up)


def test_document_of_another_request_is_not_found(client, request_):
    other = EvidenceFactory()

    assert visiting(client, request_).get(path_of(request_, f"evidence/{other.pk}/")).status_code == 404


def test_applicant_takes_a_document_back(client, request_, evidence):
    response = visiting(client, request_).post(path_to(evidence, "remove/"), follow=True)

    assert response.redirect_chain == [(path_of(request_, "task/evidence/"), 302)]
    assert "“Erklæring “ny”; a.pdf” was removed." in response.content.decode()
    assert not Evidence.objects.exists()


def test_button_that_was_pressed_twice_leads_to_the_same_page(client, request_, evidence):
    visiting(client, request_).post(path_to(evidence, "remove/"))

    assert client.post(path_to(evidence, "remove/")).headers["Location"] == path_of(request_, "task/evidence/")


def test_document_is_not_removed_by_looking(client, request_, evidence):
    assert visiting(client, request_).get(path_to(evidence, "remove/")).status_code == 405
    assert Evidence.objects.get() == evidence


def test_document_of_another_request_is_not_removed(client, request_):
    other = EvidenceFactory()

    visiting(client, request_).post(path_of(request_, f"evidence/{other.pk}/remove/"))

    assert Evidence.objects.get() == other


@pytest.mark.parametrize(("state", "task"), [(State.DRAFT, Task.VOLUMES), (State.IN_REVIEW, "")])
def test_document_is_removed_by_nobody_else_and_not_after_sending(client, state, task):
    request = JoinRequestFactory(state=state)
    [evidence] = request.evidence.all()

    visiting(client, request, task).post(path_to(evidence, "remove/"))

    assert list(request.evidence.all()) == [evidence]
