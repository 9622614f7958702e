"""The engine behind our search, asked directly: the only place here that knows how ``search.elastic`` asks it."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate
from elasticsearch import Elasticsearch
from elasticsearch.helpers import parallel_bulk, scan, streaming_bulk

from search.elastic.backend import SEARCH_PATH
from search.elastic.documents import PUBLIC, alias, document, index_settings, mapping
from search.elastic.indices import SENDERS, ensure_indices, merge
from search.elastic.requests import indices, search_body
from search.entries import Entry, EntryKind
from search.queries import SearchQuery
from search.sources import SOURCES
from search.terms import question
from tests.bench_search.timing import Request

CHUNK = 500
SECONDS = 120


def raw(query: SearchQuery) -> Request:
    """The very request of our backend for a question: its first one, where it would ask again."""
    place = {"from": (query.page - 1) * query.size}
    body = search_body(query, question(query.text, query.language), place, denied=())
    return Request(SEARCH_PATH.format(indices(query)), json.dumps(body).encode())


def fill() -> None:
    """Copy what the register says into the indices, and merge them as a rebuild does.

    For more documents than the database's own entries are meant for: to write those takes longer than all the rest.
    """
    client = Elasticsearch(settings.ELASTICSEARCH_URL, request_timeout=SECONDS)
    names = ensure_indices().values()
    name = alias(PUBLIC, EntryKind.CRITERION)
    actions = ({"_index": name, "_id": entry.key, "_source": document(entry, entry.digest)} for entry in _entries())
    for _done in parallel_bulk(client, actions, thread_count=SENDERS, chunk_size=CHUNK):
        pass
    merge(",".join(names))
    client.indices.refresh(index=name)


def _entries() -> Iterator[Entry]:
    source = SOURCES[EntryKind.CRITERION]
    return (entry for keys in source.batches() for entry in source.read(keys, on=localdate()))


def dump(file: Path) -> int:
    """Write what is indexed of criteria to a file, a document a line; how many there are."""
    client, count = Elasticsearch(settings.ELASTICSEARCH_URL, request_timeout=SECONDS), 0
    with file.open("w") as lines:
        for hit in scan(client, index=alias(PUBLIC, EntryKind.CRITERION), size=1_000):
            lines.write(json.dumps(hit["_source"], ensure_ascii=False) + "\n")
            count += 1
    return count


def documents(file: Path) -> Iterator[dict[str, Any]]:
    with file.open() as lines:
        for line in lines:
            yield json.loads(line)


def bulk_load(file: Path) -> float:
    """The seconds that a bare load of the file takes, until its documents are searchable."""
    client = Elasticsearch(settings.ELASTICSEARCH_URL, request_timeout=SECONDS)
    start = time.perf_counter()
    client.indices.create(index="bare", settings=index_settings(), mappings=mapping())
    actions = ({"_index": "bare", "_id": document["key"], "_source": document} for document in documents(file))
    for _done in streaming_bulk(client, actions, chunk_size=CHUNK):
        pass
    client.indices.refresh(index="bare")
    seconds = time.perf_counter() - start
    client.indices.delete(index="bare")
    return seconds
