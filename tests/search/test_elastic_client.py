"""What the client makes of an engine that answers badly, late or not at all: a server on loopback plays it."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from search.elastic.client import bulk, client, send
from search.errors import EngineFault, EngineUnavailable


@contextmanager
def engine(status=200, body=None, seconds=0.0, *, headers=None, tls=None):
    """A server that answers every request alike; yields its address and what it was asked.

    The headers of each request are added to ``headers``; ``tls`` is the context of a server that is asked by https.
    """
    asked = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self):
            length = int(self.headers.get("Content-Length") or 0)
            asked.append((self.command, self.path, self.headers.get("Content-Type", ""), self.rfile.read(length)))
            if headers is not None:
                headers.append({name.lower(): value for name, value in self.headers.items()})
            time.sleep(seconds)
            text = json.dumps({} if body is None else body).encode()
            self.send_response(status)
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = answer  # noqa: N815  (the names are the library's)
        do_POST = answer  # noqa: N815

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def test_answer_comes_back_as_json(settings):
    with engine(body={"count": 3}) as (settings.ELASTICSEARCH_URL, asked):
        assert send("GET", "/jd-public-page/_count") == {"count": 3}

    assert [(method, path) for method, path, _type, _body in asked] == [("GET", "/jd-public-page/_count")]


def test_body_is_sent_as_json(settings):
    with engine() as (settings.ELASTICSEARCH_URL, asked):
        send("POST", "/_search", {"size": 1})

    assert json.loads(asked[0][3]) == {"size": 1}
    assert "json" in asked[0][2]


def test_several_operations_are_one_request_of_a_line_each_and_can_be_searched_for_when_it_returns(settings):
    answer = {"items": [{"index": {"_id": "a", "status": 201}}, {"delete": {"_id": "b", "status": 404}}]}
    with engine(body=answer) as (settings.ELASTICSEARCH_URL, asked):
        results = bulk([{"index": {"_id": "a"}}, {"title": "x"}, {"delete": {"_id": "b"}}])

    assert [result["_id"] for result in results] == ["a", "b"]
    assert asked[0][1] == "/_bulk?refresh=true"
    assert [json.loads(line) for line in asked[0][3].splitlines()] == [
        {"index": {"_id": "a"}},
        {"title": "x"},
        {"delete": {"_id": "b"}},
    ]


def test_no_operations_are_no_request(settings):
    with engine() as (settings.ELASTICSEARCH_URL, asked):
        assert bulk([]) == []

    assert asked == []


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_engine_that_is_overloaded_is_unavailable_and_is_asked_once(settings, status):
    with (
        engine(status, {"error": {"type": "x", "reason": "busy"}}) as (settings.ELASTICSEARCH_URL, asked),
        pytest.raises(EngineUnavailable),
    ):
        send("POST", "/_search", {})

    assert len(asked) == 1


@pytest.mark.parametrize("status", [400, 404, 409, 500])
def test_what_the_engine_refuses_is_a_fault(settings, status):
    with (
        engine(status, {"error": {"type": "x", "reason": "no"}}) as (settings.ELASTICSEARCH_URL, _asked),
        pytest.raises(EngineFault),
    ):
        send("POST", "/_search", {})


def test_what_is_not_there_may_be_an_empty_answer(settings):
    with engine(404, {"error": {"type": "index_not_found_exception", "reason": "no"}}) as (url, _asked):
        settings.ELASTICSEARCH_URL = url
        assert send("GET", "/_alias/jd", missing_ok=True) == {}


def test_engine_that_is_slow_is_unavailable_in_the_time_that_was_given(settings):
    with engine(seconds=3) as (settings.ELASTICSEARCH_URL, _asked):
        began = time.monotonic()
        with pytest.raises(EngineUnavailable):
            send("POST", "/_search", {}, seconds=0.3)
        waited = time.monotonic() - began

    assert waited < 2.5


def test_engine_that_is_not_there_is_unavailable(settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"

    with pytest.raises(EngineUnavailable):
        send("GET", "/")


def test_client_is_made_once_for_a_cluster(settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9201,http://127.0.0.1:9202"
    first = client()

    assert client() is first
    assert sorted(node.port for node in first.transport.node_pool.all()) == [9201, 9202]
    settings.ELASTICSEARCH_API_KEY = "a2V5"
    assert client() is not first
