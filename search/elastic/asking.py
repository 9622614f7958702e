"""A question that is sent now and read later, so that a page can be begun while the engine looks.

Over connections of its own that stay open. Only what goes well goes this way: the library's own is asked for all else,
and knows what to do with a node that does not answer. It has no two steps, and takes 0.7 ms longer.
"""

import ssl
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any

import orjson
from django.conf import settings
from elasticsearch import Elasticsearch

from search.elastic.client import CONNECTIONS, client, refusal, send
from search.errors import EngineUnavailable

Answer = Callable[[], dict[str, Any]]
JSON = (
    "application/vnd.elasticsearch+json; compatible-with=8"  # what the library writes: later engines answer as 8 does
)
LONGEST_REASON = 500  # characters of what the engine says against a question
_GONE = (OSError, HTTPException)  # closed at the other end, refused, cut off


@dataclass(frozen=True)
class Line:
    """A connection to a node, with what every request on it has; closed once nobody has it any more."""

    connection: HTTPConnection
    prefix: str
    headers: Mapping[str, str]

    def __del__(self) -> None:
        self.connection.close()


def ask(path: str, body: Mapping[str, Any], *, seconds: float) -> Answer:
    """Send a POST; what is returned waits for the answer, as ``send`` would, and is called once.

    That raises what ``send`` raises.
    """
    lines = _idle(client())
    try:
        line = _taken(lines) or _new_line(seconds)
        line.connection.request("POST", line.prefix + path, orjson.dumps(body), line.headers)
    except _GONE:
        return lambda: send("POST", path, body, seconds=seconds)

    def answer() -> dict[str, Any]:
        try:
            response = line.connection.getresponse()
            content = response.read()
        except TimeoutError as error:
            raise EngineUnavailable(str(error)) from error
        except _GONE:
            return send("POST", path, body, seconds=seconds)
        lines.append(line)
        if response.status != 200:
            raise refusal(response.status, content.decode(errors="replace")[:LONGEST_REASON])
        found: dict[str, Any] = orjson.loads(content)
        return found

    return answer


@lru_cache(8)  # a test session has several
def _idle(_cluster: Elasticsearch) -> deque[Line]:
    return deque(maxlen=CONNECTIONS)  # of several threads: taking and giving back are one step each


def _taken(lines: deque[Line]) -> Line | None:
    try:
        return lines.pop()
    except IndexError:
        return None


def _new_line(seconds: float) -> Line:
    """To a node that the library would ask now."""
    node = client().transport.node_pool.get().config
    key = {"authorization": f"ApiKey {settings.ELASTICSEARCH_API_KEY}"} if settings.ELASTICSEARCH_API_KEY else {}
    headers = {**node.headers, **key, "accept": JSON, "content-type": JSON}
    if node.scheme == "https":
        trusted = ssl.create_default_context(cafile=settings.ELASTICSEARCH_CA or None)
        return Line(HTTPSConnection(node.host, node.port, timeout=seconds, context=trusted), node.path_prefix, headers)
    return Line(HTTPConnection(node.host, node.port, timeout=seconds), node.path_prefix, headers)
