"""Whether the process answers, and whether it is ready to serve."""

import pytest
from django.db import DatabaseError, connections

from portal.core import probes
from portal.core.probes import register_probe


@pytest.fixture
def own_probes(monkeypatch):
    monkeypatch.setattr(probes, "_probes", [])


def test_process_answers_without_the_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content, response["Content-Type"]) == (200, b"ok", "text/plain")
    assert "no-store" in response["Cache-Control"]


def test_portal_is_ready_when_every_probe_is_content(client, db, own_probes):
    register_probe(list)

    response = client.get("/readiness")

    assert (response.status_code, response.json()) == (200, {"ready": True, "faults": []})


def test_portal_is_not_ready_while_any_probe_finds_a_fault(client, db, own_probes):
    register_probe(lambda: ["The paper is out."])
    register_probe(list)
    register_probe(lambda: ["The ink is dry."])

    response = client.get("/readiness")

    assert response.status_code == 503
    assert response.json() == {"ready": False, "faults": ["The paper is out.", "The ink is dry."]}


def test_database_that_does_not_answer_is_a_fault_without_its_secrets(client, db, own_probes, monkeypatch):
    def refuse():
        raise DatabaseError("password authentication failed for user portal")

    with monkeypatch.context() as patch:
        patch.setattr(connections["default"], "cursor", refuse)
        response = client.get("/readiness")

    assert response.status_code == 503
    assert response.json()["faults"] == ["The database does not answer: DatabaseError."]


@pytest.mark.parametrize("path", ["/healthz", "/readiness"])
def test_probes_are_only_read(client, path):
    assert client.post(path).status_code == 405


def test_portal_as_it_is_installed_is_ready(client, db):
    assert client.get("/readiness").json() == {"ready": True, "faults": []}
