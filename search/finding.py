"""The one way to search: what a backend finds is shown only if the database still allows it."""

from collections.abc import Sequence
from dataclasses import replace

from registry.models import CriterionVersion
from search.backends import Hit, Results, search_backend
from search.entries import EntryKind
from search.queries import SearchQuery
from search.state import public_pages


def find(query: SearchQuery) -> Results:
    """The answer of the backend without what was withdrawn, replaced or hidden since it was indexed."""
    results = search_backend().search(query)
    allowed = _allowed(results.hits, query)
    hits = tuple(hit for hit in results.hits if (hit.key, hit.language) in allowed)
    return replace(results, hits=hits, total=results.total - (len(results.hits) - len(hits)))


def _allowed(hits: Sequence[Hit], query: SearchQuery) -> set[tuple[str, str]]:
    """The key and language of every hit that may be shown; a fixed number of queries for each kind that is there."""
    ids = {kind: [hit.key.partition(":")[2] for hit in hits if hit.kind == kind] for kind in EntryKind}
    allowed: set[tuple[str, str]] = set()
    if criteria := ids[EntryKind.CRITERION]:
        in_force = CriterionVersion.objects.in_force(on=query.on).filter(pk__in=criteria)
        still = {f"{EntryKind.CRITERION}:{pk}" for pk in in_force.values_list("pk", flat=True)}
        allowed |= {(hit.key, hit.language) for hit in hits if hit.key in still}
    if pages := ids[EntryKind.PAGE]:
        live = public_pages().filter(translation_key__in=pages).values_list("translation_key", "locale__language_code")
        allowed |= {(f"{EntryKind.PAGE}:{key}", language) for key, language in live}
    return allowed
