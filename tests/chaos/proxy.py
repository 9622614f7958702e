"""A faulty way to Elasticsearch: it refuses, forgets to answer, and sends on late what nobody waits for any more."""

import http.client
import random
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

HANG_SECONDS = {"search": 2.0, "write": 16.0}  # past the time-outs of search.elastic.client


class FaultyProxy(ThreadingHTTPServer):
    """In front of one server; ``storm`` makes every second request fail, ``is_down`` all of them."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, target: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target = urlsplit(target)
        self.storm = self.is_down = False
        self.quiet = True  # no faults at all
        self.counts: Counter[str] = Counter()
        self.chance = random.Random(7)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def fault(self, kind: str) -> str:
        """What goes wrong with the next request: nothing, before or after it was sent on."""
        if self.is_down:
            return "refuse"
        if self.quiet:
            return ""
        dice = self.chance.random()
        if self.storm and dice < 0.5:
            return "refuse" if dice < 0.3 else "refuse after"
        most = 0.98 if kind == "search" else 0.97
        return "" if dice < most else self.chance.choice(["refuse", "refuse after", "hang", "hang after"])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FaultyProxy

    def setup(self) -> None:
        super().setup()
        target = self.server.target
        self.behind = http.client.HTTPConnection(target.hostname or "", target.port, timeout=90)

    def finish(self) -> None:
        self.behind.close()
        super().finish()

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        kind = "search" if "/_search" in self.path else "write"
        fault = self.server.fault(kind)
        self.server.counts[fault or kind] += 1
        if fault == "hang":
            time.sleep(HANG_SECONDS[kind])
        status, headers, answer = (503, {}, b"{}") if fault == "refuse" else self._ask(body)
        if fault == "hang after":
            time.sleep(HANG_SECONDS[kind])
        if fault == "refuse after":
            status, headers, answer = 503, {}, b"{}"
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _pass_on  # noqa: N815  (the base class calls them so)

    def _ask(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        kept = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
        try:
            self.behind.request(self.command, self.path, body=body, headers=kept)
            answer = self.behind.getresponse()
            found = answer.read()
        except (OSError, http.client.HTTPException):  # it was killed
            self.behind.close()
            return 502, {}, b"{}"
        wanted = ("content-type", "x-elastic-product", "content-encoding")
        return answer.status, {name: v for name, v in answer.getheaders() if name.lower() in wanted}, found

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the name of the base class)
        """Say nothing."""
