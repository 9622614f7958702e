"""The one way to search. Three walls stand before what a reader sees: the query's own viewer, what is denied because it
has just changed, and a last look at the database.
"""

import logging
from collections.abc import Mapping
from dataclasses import replace

from search.backends import DATABASE, Hit, Results, has_engine, nothing, search_backend
from search.breaker import BREAKER
from search.database import DatabaseBackend
from search.errors import EngineFault, EngineUnavailable
from search.pending import Pending, read_pending
from search.queries import SearchQuery
from search.standing import standing

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
    allowed = standing([hit.key for hit in results.hits], query)
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
