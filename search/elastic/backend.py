"""The backend on Elasticsearch: one request a search, one bulk a batch."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.backends import Batch, Hit, Results, SearchBackend
from search.elastic.client import SEARCH_SECONDS, bulk, send
from search.elastic.documents import WALLS, alias, all_aliases, document, index_settings, mapping, wall_of
from search.elastic.requests import IS_MINE, MARK, indices, scope, search_body
from search.entries import Entry, EntryKind
from search.errors import EngineFault
from search.queries import LAST_PAGE, PAGE_SIZE, SearchQuery
from search.suggestions import MOST_TITLES, suggestion
from search.terms import Question, question

SCAN_SIZE = 1_000


class ElasticBackend(SearchBackend):
    """Everything must have all words in one language; if nothing has, some of them."""

    name = "elasticsearch"

    def search(self, query: SearchQuery) -> Results:
        asked = question(query.text, query.language)
        if asked.is_empty and query.text.strip():  # "???" holds nothing to look for
            return Results(hits=(), total=0, page=1, kinds={}, facets={}, backend=self.name, all_words=False)
        answer = _ask(query, asked)
        has_all = bool(answer["kinds"]) or asked.is_empty
        if not has_all and asked.has_many:
            asked = Question(asked.language, asked.by_language, asked.codes, is_all=False)
            answer = _ask(query, asked)
        return Results(
            hits=answer["hits"],
            total=answer["total"],
            page=answer["page"],
            kinds=answer["kinds"],
            facets=answer["facets"],
            backend=self.name,
            all_words=has_all,
            suggestion="" if has_all else suggestion(query, _titles(query)),
        )

    def index(self, entries: Iterable[Entry]) -> None:
        _write({entry.key: entry for entry in entries}.values())

    def remove(self, keys: Iterable[str]) -> None:
        _delete(list(keys))

    def keys(self, kind: str) -> set[str]:
        return {key for wall in WALLS for key in _scan(alias(wall, kind))}

    def rebuild(self, batches: Iterable[Batch]) -> Iterator[int]:
        ensure_indices()
        yield from super().rebuild(batches)


def ensure_indices() -> None:
    """Make the indices that are missing, each behind its alias."""
    present = send("GET", f"/_alias/{','.join(all_aliases())}?ignore_unavailable=true", missing_ok=True)
    there = {name for index in present.values() if isinstance(index, dict) for name in index.get("aliases", {})}
    for name in all_aliases():
        if name not in there:
            create_index(name, is_current=True)


def create_index(name: str, *, is_current: bool) -> str:
    """A new index for an alias, which it gets at once if it is to be the current one; its own name."""
    index = f"{name}-{datetime.now(tz=UTC):%Y%m%d%H%M%S%f}"
    aliases: dict[str, Any] = {name: {}} if is_current else {}
    send("PUT", f"/{index}", {"settings": index_settings(), "mappings": mapping(), "aliases": aliases})
    return index


def _write(entries: Iterable[Entry]) -> None:
    lines: list[Mapping[str, Any]] = []
    for entry in entries:
        kind, wall = entry.kind, wall_of(entry)
        lines += [{"index": {"_index": alias(wall, kind), "_id": entry.key}}, document(entry)]
        lines += [{"delete": {"_index": alias(other, kind), "_id": entry.key}} for other in WALLS if other != wall]
    _apply(lines)


def _delete(keys: Sequence[str]) -> None:
    known = [(key, key.partition(":")[0]) for key in keys]
    _apply(
        {"delete": {"_index": alias(wall, kind), "_id": key}}
        for key, kind in known
        if kind in EntryKind.values
        for wall in WALLS
    )


def _apply(lines: Iterable[Mapping[str, Any]]) -> None:
    faults = [result["error"] for result in bulk(lines) if "error" in result]
    if faults:
        raise EngineFault(f"{len(faults)} entries were not indexed: {faults[0]}")


def _scan(index: str) -> Iterator[str]:
    """The keys of all documents of an index, page after page."""
    after: list[Any] = []
    while True:
        body = {"size": SCAN_SIZE, "sort": [{"key": "asc"}], "_source": False, "fields": ["key"]}
        answer = send("POST", f"/{index}/_search", body | ({"search_after": after} if after else {}), missing_ok=True)
        hits = answer.get("hits", {}).get("hits", [])
        yield from (hit["_id"] for hit in hits)
        if len(hits) < SCAN_SIZE:
            return
        after = hits[-1]["sort"]


def _ask(query: SearchQuery, asked: Question) -> dict[str, Any]:
    """A page of hits with its total, kinds and facets; the last page there is, if a later one was asked for."""
    page = min(max(query.page, 1), LAST_PAGE)
    answer = _send_search(query, search_body(query, asked, page))
    total = answer["hits"]["total"]["value"]
    last = max(1, -(-min(total, PAGE_SIZE * LAST_PAGE) // PAGE_SIZE))
    if page > last:
        page = last
        answer = _send_search(query, search_body(query, asked, page))
    counts = answer["aggregations"]
    facets = {name: _buckets(found["values"]) for name, found in counts.items() if "values" in found}
    return {
        "hits": tuple(_hit(hit, query.language) for hit in answer["hits"]["hits"]),
        "total": total,
        "page": page,
        "kinds": _buckets(counts["kind"]),
        "facets": {name: options for name, options in facets.items() if options},
    }


def _send_search(query: SearchQuery, body: dict[str, Any]) -> dict[str, Any]:
    path = f"/{indices(query)}/_search?allow_partial_search_results=false&ignore_unavailable=true"
    return send("POST", path, body, seconds=SEARCH_SECONDS)


def _buckets(found: Mapping[str, Any]) -> dict[str, int]:
    return {str(bucket["key"]): bucket["doc_count"] for bucket in found["buckets"]}


def _hit(found: Mapping[str, Any], reader: str) -> Hit:
    """A hit in the reader's language if something was found in that, else in the one in which most was."""
    source, marks = found["_source"], found.get("highlight", {})
    titles: Mapping[str, str] = source["title"]
    language = _language(found, reader)
    title = marks.get(f"title.{language}", [titles[language]])[0]
    excerpt = marks.get(f"text.{language}", [""])[0]
    return Hit(
        key=source["key"],
        kind=source["kind"],
        language=language,
        title=_safe(title),
        excerpt=_safe(excerpt),
        path=source["path"],
        code=source["code"],
        version=source["version"],
        facets={name: tuple(values) for name, values in source["facets"].items()},
    )


def _language(found: Mapping[str, Any], reader: str) -> str:
    titles: Mapping[str, str] = found["_source"]["title"]
    if reader in titles and (IS_MINE in found.get("matched_queries", ()) or len(titles) == 1):
        return reader
    order = sorted(titles, key=lambda code: code != reader)
    return max(order, key=lambda code: _marked(found.get("highlight", {}), code))


def _marked(marks: Mapping[str, list[str]], language: str) -> int:
    """How much was found in one language."""
    return sum(text.count(MARK[0]) for name in ("title", "text") for text in marks.get(f"{name}.{language}", ()))


def _safe(text: str) -> SafeString:
    """A text of the engine as HTML in which only the marks are not escaped."""
    opened = escape(text).replace(MARK[0], "<mark>").replace(MARK[1], "</mark>")
    return mark_safe(opened)  # noqa: S308  (escaped a line above)


def _titles(query: SearchQuery) -> list[tuple[str, str]]:
    """The codes and titles that a reader may see in their language, at most so many."""
    body = {
        "query": {"bool": {"filter": scope(query)}},
        "size": MOST_TITLES,
        "_source": ["code", f"title.{query.language}"],
    }
    hits = _send_search(query, body)["hits"]["hits"]
    sources = [hit["_source"] for hit in hits]
    return [
        (source["code"], source["title"][query.language])
        for source in sources
        if query.language in source.get("title", {})
    ]
