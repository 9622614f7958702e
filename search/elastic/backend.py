"""The backend on Elasticsearch: one request a search, one bulk a batch."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from search.asking import question_of
from search.backends import Hit, Results, SearchEngine, nothing
from search.cursors import Cursor
from search.elastic import indices, requests
from search.elastic.asking import Answer, ask
from search.elastic.client import SEARCH_SECONDS
from search.elastic.requests import IS_MINE, KIND, VALUES, search_body
from search.errors import EngineFault, EngineUnavailable
from search.marks import OPEN, marked_html
from search.packing import by_facet
from search.queries import LAST_PAGE, SearchQuery, last_page
from search.suggestions import MOST_TITLES, suggestion
from search.terms import Question

MOST_OPTIONS = 200  # of one facet
DEEPEST = 2_000  # hits that can be passed over by their number
SEARCH_PATH = "/{}/_search?allow_partial_search_results=false"  # nor without an index that is missing or closed

Found = dict[str, Any]  # fields of Results


class ElasticBackend(SearchEngine):
    """Everything must have all words in one language; if nothing has, some of them."""

    name = "elasticsearch"

    def search(self, query: SearchQuery, *, denied: Collection[str]) -> Results:
        return self.begin(query, denied=denied)()

    def begin(self, query: SearchQuery, *, denied: Collection[str]) -> Callable[[], Results]:
        asked, denied = question_of(query), {*denied, *filter(None, [query.like])}
        if asked.is_empty and query.text.strip():  # "???" holds nothing to look for
            return partial(nothing, self.name)
        portion = _portion(query)
        return partial(self._results, query, asked, denied, portion, _send(query, asked, denied, portion))

    def _results(
        self, query: SearchQuery, asked: Question, denied: Collection[str], portion: "Portion", sent: Answer
    ) -> Results:
        answer = _read(query, asked, denied, portion, sent)
        has_all = bool(answer["kinds"]) or asked.is_empty
        if not has_all and asked.has_many:
            asked = replace(asked, is_all=False)
            answer = _read(query, asked, denied, portion, _send(query, asked, denied, portion))
        return Results(
            **answer,
            backend=self.name,
            all_words=has_all,
            suggestion="" if has_all else suggestion(query, _titles(query, denied)),
        )

    def copy(self, keys: Collection[str]) -> Mapping[str, str]:
        return indices.copy(keys)

    def rebuild(self) -> Iterator[int]:
        return indices.rebuild()

    def contents(self) -> Iterator[tuple[str, int, str]]:
        return indices.contents()


class Portion(NamedTuple):
    """Which hits are asked for."""

    page: int
    seen: int  # hits before them
    place: dict[str, Any]  # the same for the engine
    is_by_cursor: bool = False


def _portion(query: SearchQuery) -> Portion:
    cursor, page = Cursor.read(query.cursor), min(max(query.page, 1), LAST_PAGE)
    if cursor and cursor.after:
        return Portion(page, cursor.seen, {"search_after": list(cursor.after)}, is_by_cursor=True)
    # A cursor of the database has no more than the place.
    seen = min(cursor.seen, DEEPEST - query.size) if cursor else (page - 1) * query.size
    return Portion(page, seen, {"from": seen}, is_by_cursor=cursor is not None)


def _send(query: SearchQuery, asked: Question, denied: Collection[str], portion: Portion) -> Answer:
    return _ask(query, search_body(query, asked, portion.place, denied))


def _ask(query: SearchQuery, body: Mapping[str, Any]) -> Answer:
    return ask(SEARCH_PATH.format(requests.indices(query)), body, seconds=SEARCH_SECONDS)


def _read(query: SearchQuery, asked: Question, denied: Collection[str], portion: Portion, sent: Answer) -> Found:
    """A page of hits with its total, kinds and facets; the last page there is, if a later one was asked for."""
    answer = _in_time(sent())
    total = answer["hits"]["total"]["value"]
    last = last_page(total, query.size)
    if portion.page > last and not portion.is_by_cursor:
        seen = (last - 1) * query.size
        portion = Portion(last, seen, {"from": seen})
        answer = _in_time(_send(query, asked, denied, portion)())
    found = answer["hits"]["hits"]
    seen = portion.seen + len(found)
    counts = answer["aggregations"]
    return {
        "hits": _hits(found, query.language),
        "total": total,
        "page": portion.page,
        "kinds": _buckets(counts[KIND]),
        "facets": _facets(counts),
        "next_place": Cursor(seen, tuple(found[-1]["sort"])) if found and seen < total else None,
    }


def _in_time(answer: dict[str, Any]) -> dict[str, Any]:
    """Raises EngineUnavailable for half an answer."""
    if answer.get("timed_out"):
        raise EngineUnavailable("The search engine ran out of time.")
    return answer


def _facets(counts: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """The options of each facet with their counts; of one in which something is ticked, as if nothing were."""
    facets: dict[str, dict[str, int]] = {}
    for counted in counts.keys() - {KIND}:
        for text, count in _buckets(counts[counted].get(VALUES, counts[counted])).items():
            name, _, value = text.partition("=")
            options = facets.setdefault(name, {}) if counted == name or name not in counts else {}
            if len(options) < MOST_OPTIONS:
                options[value] = count
    return facets


def _buckets(found: Mapping[str, Any]) -> dict[str, int]:
    return {str(bucket["key"]): bucket["doc_count"] for bucket in found["buckets"]}


def _hits(found: Iterable[Mapping[str, Any]], reader: str) -> tuple[Hit, ...]:
    try:
        return tuple(_hit(each, reader) for each in found)
    except KeyError as error:
        raise EngineFault(f"An index of an older release has no {error}: run search_rebuild.") from error


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
        title=marked_html(title),
        excerpt=marked_html(excerpt),
        path=source["path"],
        code=source["code"],
        version=source["version"],
        facets=by_facet(source["options"]),
    )


def _language(found: Mapping[str, Any], reader: str) -> str:
    titles: Mapping[str, str] = found["_source"]["title"]
    if reader in titles and (IS_MINE in found.get("matched_queries", ()) or len(titles) == 1):
        return reader
    order = sorted(titles, key=lambda code: code != reader)
    return max(order, key=lambda code: _marked(found.get("highlight", {}), code))


def _marked(marks: Mapping[str, list[str]], language: str) -> int:
    """How much was found in one language."""
    return sum(text.count(OPEN) for name in ("title", "text") for text in marks.get(f"{name}.{language}", ()))


def _titles(query: SearchQuery, denied: Collection[str]) -> list[tuple[str, str]]:
    """The codes and titles that a reader may see in their language, at most so many."""
    body = {
        "query": {"bool": {"filter": requests.scope(query, denied)}},
        "size": MOST_TITLES,
        "_source": ["code", f"title.{query.language}"],
    }
    hits = _in_time(_ask(query, body)())["hits"]["hits"]
    sources = [hit["_source"] for hit in hits]
    return [
        (source["code"], source["title"][query.language])
        for source in sources
        if query.language in source.get("title", {})
    ]
