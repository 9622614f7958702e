"""Peers that are asked in turn."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.bench_search.timing import WARM_UP, Peer, Request, times


class _Status(BaseHTTPRequestHandler):
    """Answers with the status that the path names, and notes it."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(int(self.path.rpartition("/")[2]))
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *args):
        """Nothing."""


@pytest.fixture
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Status)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def _peer(server, name, statuses):
    requests = [Request(f"/{name}/{status}") for status in statuses]
    return Peer(f"http://127.0.0.1:{server.server_port}", requests)


def test_peers_take_turns_in_beginning(server):
    times({name: _peer(server, name, [200] * (WARM_UP + 1)) for name in ("a", "b")})

    assert server.asked[:4] == ["/a/200", "/b/200", "/b/200", "/a/200"]


def test_question_that_one_cannot_answer_counts_for_none(server):
    fine, failing = [200] * (WARM_UP + 40), [200] * (WARM_UP + 39) + [504]

    taken = times({"a": _peer(server, "a", fine), "b": _peer(server, "b", failing)})

    assert {name: len(each) for name, each in taken.items()} == {"a": 39, "b": 39}


def test_many_questions_without_an_answer_are_told(server):
    with pytest.raises(RuntimeError, match="4 of 40 questions had no answer from one of a"):
        times({"a": _peer(server, "a", [200] * (WARM_UP + 36) + [504] * 4)})
