"""The relay that counts what reaches an engine."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from tests.bench_search.counting import relay


class _Echo(BaseHTTPRequestHandler):
    """Answers with the method, the path and the body."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        content = f"POST {self.path} ".encode() + self.rfile.read(int(self.headers["content-length"]))
        self.send_response(201)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        """Nothing."""


def test_relay_hands_on_and_counts():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with relay(f"http://127.0.0.1:{server.server_port}") as between:
        connection = http.client.HTTPConnection(urlsplit(between.url).netloc, timeout=10)
        answers = []
        for _ in range(2):
            connection.request("POST", "/index/_search?a=1", b"{}")
            answer = connection.getresponse()
            answers.append((answer.status, answer.read()))
        connection.close()
        counted = between.requests
    server.shutdown()
    server.server_close()

    assert answers == [(201, b"POST /index/_search?a=1 {}")] * 2
    assert counted == 2
