"""The one way to Elasticsearch: a pool of connections that stay open, plain JSON in and out."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from elastic_transport import ConnectionError as NoConnection
from elastic_transport import ConnectionTimeout, TransportError
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.serializer import OrjsonSerializer

from search.errors import EngineFault, EngineUnavailable

SEARCH_SECONDS = 1.5  # after which a reader gets the database's answer instead
WRITE_SECONDS = 15.0
CONNECTIONS = 10  # a node and process; a web worker has fewer threads
_BUSY = (429, 502, 503, 504)
_JSON = {"accept": "application/json", "content-type": "application/json"}
_LINES = {"accept": "application/json", "content-type": "application/x-ndjson"}


def send(
    method: str, path: str, body: Any = None, *, seconds: float = WRITE_SECONDS, missing_ok: bool = False
) -> dict[str, Any]:
    """One request; its answer as JSON. A list as body is sent a line each, as ``_bulk`` takes it.

    Raises EngineUnavailable if no node answers in time or the cluster is overloaded, EngineFault for what it refuses;
    with ``missing_ok``, what is not there is an empty answer.
    """
    headers = _LINES if isinstance(body, list) else _JSON if body is not None else {"accept": "application/json"}
    try:
        answer = _in_time(client(), seconds).perform_request(method, path, headers=headers, body=body)
    except (NoConnection, ConnectionTimeout) as error:
        raise EngineUnavailable(str(error)) from error
    except ApiError as error:
        if error.status_code == 404 and missing_ok:
            return {}
        raise refusal(error.status_code, str(error)) from error
    except TransportError as error:
        raise EngineUnavailable(str(error)) from error
    return answer.body if isinstance(answer.body, dict) else {"items": answer.body}


def refusal(status: int, told: str) -> EngineUnavailable | EngineFault:
    """What an answer with such a status, not 200, is to us."""
    return EngineUnavailable(told) if status in _BUSY else EngineFault(told)


def bulk(operations: Iterable[Mapping[str, Any]], *, refresh: bool = True) -> list[dict[str, Any]]:
    """Operations in one request; what became of each, in their order.

    With ``refresh``, a search finds their effect when it returns.

    Raises EngineUnavailable, EngineFault.
    """
    lines = list(operations)
    if not lines:
        return []
    answer = send("POST", f"/_bulk?refresh={str(refresh).lower()}", lines)
    return [result for item in answer["items"] for result in item.values()]


def client() -> Elasticsearch:
    """The client of the cluster that the settings name."""
    return _client(settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_CA, settings.ELASTICSEARCH_API_KEY)


@lru_cache(32)
def _in_time(client: Elasticsearch, seconds: float) -> Elasticsearch:
    """The same client with a time-out: to make it takes a tenth of a search."""
    return client.options(request_timeout=seconds)


@lru_cache(8)  # a test session has several
def _client(url: str, ca: str, api_key: str) -> Elasticsearch:
    secure: dict[str, Any] = {"ca_certs": ca} if ca else {}
    return Elasticsearch(
        url.split(","),
        api_key=api_key or None,
        connections_per_node=CONNECTIONS,
        max_retries=0,  # a search is answered by the database instead, a write comes back from the outbox
        retry_on_timeout=False,
        request_timeout=WRITE_SECONDS,
        serializer=OrjsonSerializer(),
        **secure,
    )
