"""A search as one request: bounded, built of words that we have made ourselves, never of a user's syntax.

What was found in the reader's language comes first, then what has it all in its title, then by BM25: the weights below
are steps that no score of words can climb.
"""

from collections.abc import Collection, Sequence
from typing import Any

from portal.core.viewer import EVERYONE
from search.compounds import MARK as HEAD
from search.compounds import is_head
from search.elastic.documents import MEMBERS, PUBLIC, SHORTEST_PREFIX, alias, languages
from search.entries import EntryKind
from search.marks import CLOSE, OPEN
from search.packing import option_names
from search.queries import SearchQuery, Sort
from search.terms import Question, Term
from search.words import NEUTRAL

NAMED, MINE, TYPED, IN_TITLE = 8192.0, 2048.0, 1024.0, 512.0
IS_MINE = "mine"  # names the clause that says so of a hit
TITLE_WEIGHT, CODE_WEIGHT, BEGINNING_WEIGHT, SYNONYM_WEIGHT = 6.0, 12.0, 0.5, 0.5
CRITERION_WEIGHT = 2.0  # wording to take away is what most people come for
KIND, OPTIONS, VALUES = "kind", "options", "values"  # fields, and what they are counted under
MOST_COUNTED = 2_000  # of all of them, the most frequent first: only sets and buyers have more than a few
EXCERPT = 240  # characters
TIMEOUT = "1s"  # after which the engine gives up, a little before we do

Body = dict[str, Any]
_FIRST: dict[Sort, list[Body]] = {
    Sort.RELEVANCE: [],
    Sort.NEWEST: [{"updated": "desc"}],
    Sort.MOST_USED: [{"used": "desc"}],
}


def indices(query: SearchQuery) -> str:
    """The indices that a search touches: a visitor's never the members'."""
    walls = (PUBLIC,) if set(query.viewer.audiences) <= {EVERYONE} else (PUBLIC, MEMBERS)
    return ",".join(alias(wall, kind) for wall in walls for kind in EntryKind.values)


def search_body(query: SearchQuery, asked: Question, place: Body, denied: Collection[str]) -> Body:
    """The body of ``_search`` for a page of results with all facets and kinds.

    ``place`` says where the page begins: ``from``, or ``search_after``.
    """
    narrowing = _narrowing(query)
    return {
        "query": _query(query, asked, denied),
        "post_filter": {"bool": {"filter": list(narrowing.values())}},
        "aggs": _counts(narrowing),
        "highlight": _highlight(query, asked),
        "sort": [*_FIRST[query.sort], {"_score": "desc"}, {"kind": "asc"}, {"position": "asc"}, {"key": "asc"}],
        "size": query.size,
        **place,
        "track_total_hits": True,
        "_source": ["key", "kind", "path", "code", "version", "options", "title"],
        "timeout": TIMEOUT,
    }


def scope(query: SearchQuery, denied: Collection[str]) -> list[Body]:
    """What the reader may see, in force on the day, not denied."""
    on, audiences = query.on.isoformat(), list(query.viewer.audiences)
    kept_back: list[Body] = [{"range": {"since": {"gt": on}}}, {"range": {"until": {"lte": on}}}]
    if audiences != [EVERYONE]:  # a visitor sees nothing in another's place
        kept_back.append({"terms": {"hidden_from": audiences}})
    if denied:
        kept_back.append({"terms": {"key": sorted(denied)}})
    return [{"terms": {"visible_to": audiences}}, {"bool": {"must_not": kept_back}}]


def _query(query: SearchQuery, asked: Question, denied: Collection[str]) -> Body:
    if asked.is_empty:
        return {"bool": {"filter": scope(query, denied)}}
    steps: list[Body] = []
    if asked.codes:
        steps.append(_step({"terms": {"code": list(asked.codes)}}, NAMED))
    if asked.reader and query.language in languages():
        mine = {
            "bool": {
                "must": [_all_of(asked.reader, query.language, is_all=asked.is_all), _has_language(query.language)]
            }
        }
        steps.append({"constant_score": {"filter": mine, "boost": MINE, "_name": IS_MINE}})
        in_title = _all_of(asked.reader_typed, query.language, fields=("title",), is_all=asked.is_all)
        steps.append(_step(in_title, IN_TITLE))
    if asked.is_widened:
        steps.append(_step(_anywhere(asked.typed), TYPED))
    words = {
        "function_score": {
            "query": _anywhere(asked),
            "functions": [{"filter": {"term": {"kind": EntryKind.CRITERION}}, "weight": CRITERION_WEIGHT}],
        }
    }
    return {"bool": {"filter": scope(query, denied), "must": [words], "should": steps}}


def _anywhere(asked: Question) -> Body:
    """Found in one of the languages."""
    found = [_all_of(terms, code, is_all=asked.is_all) for code in languages() if (terms := asked.terms(code))]
    return {"dis_max": {"queries": found}}


def _step(query: Body, weight: float) -> Body:
    return {"constant_score": {"filter": query, "boost": weight}}


def _has_language(language: str) -> Body:
    return {"exists": {"field": f"title.{language}"}}


def _all_of(
    terms: Sequence[Term], language: str, *, fields: Sequence[str] = ("title", "text"), is_all: bool = True
) -> Body:
    """Every term, or any, in some fields of one language; a code in the codes too."""
    clauses = [_one_of(term, language, fields) for term in terms]
    if is_all:
        return {"bool": {"must": clauses}}
    return {"bool": {"should": clauses, "minimum_should_match": 1}}


def _one_of(term: Term, language: str, fields: Sequence[str]) -> Body:
    weights = {"title": TITLE_WEIGHT, "text": 1.0}
    found: list[Body] = [{"term": {"foreign": {"value": term.token}}}] if "text" in fields else []
    for name in fields:
        field = f"{name}.{language}"
        found.append({"term": {field: {"value": term.word, "boost": weights[name]}}})
        if term.goes_on or (term.may_go_on and len(term.word) >= SHORTEST_PREFIX):
            found.append({"prefix": {field: {"value": term.word, "boost": weights[name] * BEGINNING_WEIGHT}}})
    if term.token.startswith(NEUTRAL) and "text" in fields:
        found.append({"term": {"codes": {"value": term.word, "boost": CODE_WEIGHT}}})
        if term.may_go_on:
            found.append({"prefix": {"codes": {"value": term.word, "boost": CODE_WEIGHT * BEGINNING_WEIGHT}}})
    found += [_synonym(phrase, language, fields) for phrase in term.others]
    return found[0] if len(found) == 1 else {"dis_max": {"queries": found, "tie_breaker": 0.3}}


def _synonym(phrase: Sequence[Term], language: str, fields: Sequence[str]) -> Body:
    words = [_one_of(word, language, fields) for word in phrase]
    return {"bool": {"must": words, "boost": SYNONYM_WEIGHT}}


def _narrowing(query: SearchQuery) -> dict[str, Body]:
    """What was ticked, by facet; the kinds count as one."""
    ticked = {name: option_names({name: values}) for name, values in query.facets.items() if values}
    wanted: dict[str, Body] = {name: {"terms": {"options": names}} for name, names in ticked.items()}
    return wanted | ({KIND: {"terms": {KIND: list(query.kinds)}}} if query.kinds else {})


def _counts(narrowing: dict[str, Body]) -> Body:
    """All options under what is ticked; those of a facet in which something is, under the others; kinds under nothing.

    One count of one field for all facets: a count for each of them took a third of the time of a search.
    """
    counts: Body = {KIND: {"terms": {"field": KIND, "size": len(EntryKind)}}, OPTIONS: _options(narrowing.values())}
    for name in narrowing.keys() - {KIND}:
        others = [body for other, body in narrowing.items() if other != name]
        counts[name] = _options(others, include=f"{name}=.*")
    return counts


def _options(narrowing: Collection[Body], **only: str) -> Body:
    values: Body = {"terms": {"field": OPTIONS, "size": MOST_COUNTED, **only}}
    return {"filter": {"bool": {"filter": list(narrowing)}}, "aggs": {VALUES: values}} if narrowing else values


def _highlight(query: SearchQuery, asked: Question) -> Body:
    """Marks in the titles and the best piece of the texts, of those languages in which words were asked for.

    Each field looks for its own words only, and for no beginnings: with the whole query, marking took two thirds of
    the time of a search, and marked no more.
    """
    found = list(dict.fromkeys([query.language, *languages()]))
    fields: Body = {}
    for code in (code for code in found if code in languages()):
        words = _words(asked.terms(code), code)
        fields[f"title.{code}"] = {"number_of_fragments": 0, "highlight_query": _any_of(words, f"title.{code}")}
        mine = {"no_match_size": EXCERPT} if code == query.language else {}
        text = {"number_of_fragments": 1, "fragment_size": EXCERPT, **mine}
        fields[f"text.{code}"] = {**text, "highlight_query": _any_of(words, f"text.{code}")}
    return {"type": "unified", "pre_tags": [OPEN], "post_tags": [CLOSE], "fields": fields}


def _words(terms: Sequence[Term], language: str) -> list[str]:
    """What is marked for some terms: themselves, compounds that end with them, their synonyms."""
    found: list[str] = []
    for term in terms:
        found += [term.word, *([f"{term.word}{HEAD}"] if is_head(term.word, language) else [])]
        found += [word for phrase in term.others for word in _words(phrase, language)]
    return list(dict.fromkeys(found))


def _any_of(words: Sequence[str], field: str) -> Body:
    """Each with a clause of its own: ``terms`` would look through the words of the index once for each hit."""
    return {"bool": {"should": [{"term": {field: word}} for word in words]}} if words else {"match_none": {}}
