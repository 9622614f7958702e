"""Wagtail's own search on Elasticsearch, with the same documents: the texts of all languages in one field."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db import connection
from django.http import HttpRequest, JsonResponse
from wagtail.search.backends import get_search_backend

from search.packing import by_facet
from search.queries import PAGE_SIZE
from tests.bench_search.peers.models import FACETS, WagtailDocument

BATCH = 500


def build(documents: Iterable[dict[str, Any]]) -> None:
    """Make the table and the index of documents as Elasticsearch has them from us."""
    with connection.schema_editor() as editor:
        editor.create_model(WagtailDocument)
    backend = get_search_backend("peer")
    index = backend.get_index_for_model(WagtailDocument)
    index.put()
    index.add_model(WagtailDocument)
    rows = (_row(document) for document in documents)
    while some := list(islice(rows, BATCH)):
        index.add_items(WagtailDocument, WagtailDocument.objects.bulk_create(some))
    index.refresh()


def _row(document: dict[str, Any]) -> WagtailDocument:
    first = {name: values[0] for name, values in by_facet(document["options"]).items()}
    return WagtailDocument(
        code=document["code"],
        title=" ".join(document["title"].values()),
        text=" ".join(document["text"].values()),
        kind=document["kind"],
        **first,
    )


def search(request: HttpRequest) -> JsonResponse:
    """A page of what a question finds, its total and facets, as Wagtail's documentation has it."""
    wanted = {f"{name}__in": request.GET.getlist(name) for name in FACETS if name in request.GET}
    rows = WagtailDocument.objects.filter(**wanted)
    found = get_search_backend("peer").search(request.GET["q"], rows, operator="and")
    return JsonResponse(
        {
            "total": found.count(),
            "hits": [{"code": row.code, "title": row.title} for row in found[:PAGE_SIZE]],
            "facets": {name: found.facet(name) for name in FACETS},
        }
    )
