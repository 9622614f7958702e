"""The one way to search. Three walls stand before what a reader sees: the query's own viewer, what is denied because it
has just changed, and a last look at the database.
"""

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from search.backends import DATABASE, Hit, Results, has_engine, nothing, search_backend
from search.breaker import BREAKER
from search.database import DatabaseBackend
from search.errors import EngineFault, EngineUnavailable
from search.pending import Pending, read_pending
from search.queries import SearchQuery
from search.sources import SOURCES

logger = logging.getLogger(__name__)


def find(query: SearchQuery) -> Results:
    """What a reader finds. With an engine that does not answer, the database does, and the results say so."""
    pending = read_pending()
    if pending.is_too_much:
        return nothing(DATABASE, is_behind=True)
    results = _ask_engine(query, pending) if has_engine() else None
    if results is None:
        results = DatabaseBackend().search(query, denied=pending.unread)
        results = replace(results, is_degraded=has_engine())
    allowed = _allowed(results.hits, query)
    hits = tuple(_marked(hit, allowed[hit.key]) for hit in results.hits if allowed[hit.key].keys() & {"", hit.language})
    return replace(results, hits=hits, total=results.total - (len(results.hits) - len(hits)))


def _ask_engine(query: SearchQuery, pending: Pending) -> Results | None:
    """None if the engine cannot be asked or does not answer."""
    if pending.is_too_much_for_engine or not BREAKER.allows():
        return None
    try:
        results = search_backend().search(query, denied=pending.unread | pending.uncopied)
    except (EngineUnavailable, EngineFault) as error:
        BREAKER.failed()
        logger.warning("The search engine did not answer, the database does: %s", error)
        return None
    BREAKER.succeeded()
    return results


def _marked(hit: Hit, languages: Mapping[str, str]) -> Hit:
    marks = languages.get("") or languages.get(hit.language)
    return replace(hit, marks=marks.split()) if marks else hit


def _allowed(hits: Sequence[Hit], query: SearchQuery) -> dict[str, dict[str, str]]:
    """The keys that may be shown, with their languages (empty: in all) and marks, in one query for all kinds."""
    kinds = sorted({hit.kind for hit in hits})
    if not kinds:
        return {}
    parts = [SOURCES[kind].allowed([hit.key for hit in hits if hit.kind == kind], query) for kind in kinds]
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    found: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for kind, rest, language, marks in rows:
        found[kind, _plain(rest)][language] = marks
    return {hit.key: found[hit.kind, _plain(hit.key.partition(":")[2])] for hit in hits}


def _plain(rest: str) -> str:
    """Databases write a UUID with hyphens or without."""
    return rest.replace("-", "")
