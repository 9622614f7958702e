"""The one way to search. Three walls stand before what a reader sees: the query's own viewer, what is denied because it
has just changed, and a last look at the database.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import cast

from django.utils.functional import SimpleLazyObject

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
    return _begin(query)()


def find_meanwhile(query: SearchQuery) -> Results:
    """The same, asked for at once and waited for when it is first looked at: a page can be begun meanwhile."""
    return cast("Results", SimpleLazyObject(_begin(query)))


def _begin(query: SearchQuery) -> Callable[[], Results]:
    pending = read_pending()
    if pending.is_too_much:
        return partial(nothing, DATABASE, is_behind=True)
    return partial(_finish, query, pending, _begin_at_engine(query, pending) if has_engine() else None)


def _finish(query: SearchQuery, pending: Pending, engine: Callable[[], Results] | None) -> Results:
    results = _read_engine(engine) if engine else None
    if results is None:
        results = DatabaseBackend().search(query, denied=pending.unread)
        results = replace(results, is_degraded=has_engine())
    allowed = standing([hit.key for hit in results.hits], query)
    hits = tuple(_marked(hit, allowed[hit.key]) for hit in results.hits if allowed[hit.key].keys() & {"", hit.language})
    return replace(results, hits=hits, total=results.total - (len(results.hits) - len(hits)))


def _begin_at_engine(query: SearchQuery, pending: Pending) -> Callable[[], Results] | None:
    """None if the engine cannot be asked."""
    if pending.is_too_much_for_engine or not BREAKER.allows():
        return None
    return search_backend().begin(query, denied=pending.unread | pending.uncopied)


def _read_engine(engine: Callable[[], Results]) -> Results | None:
    """None if the engine does not answer."""
    try:
        results = engine()
    except (EngineUnavailable, EngineFault) as error:
        BREAKER.failed()
        logger.warning("The search engine did not answer, the database does: %s", error)
        return None
    BREAKER.succeeded()
    return results


def _marked(hit: Hit, languages: Mapping[str, str]) -> Hit:
    marks = languages.get("") or languages.get(hit.language)
    return replace(hit, marks=marks.split()) if marks else hit
