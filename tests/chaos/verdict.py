"""When everything is quiet again: what was lost, and what is shown that should not be."""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.timezone import localdate

from portal.core.viewer import VISITOR
from portal.outbox.models import Delivery
from search.backends import search_engine
from search.breaker import BREAKER
from search.copying import refused_changes
from search.finding import find
from search.models import EngineChange, IndexedEntry
from search.pending import CHANNEL
from search.queries import LARGEST_PAGE, SearchQuery
from tests.chaos.ledger import COMMON, WORD, Ledger, word_of
from tests.chaos.readers import Reader

SETTLE_SECONDS = 120


@dataclass
class Verdict:
    """The table of a run."""

    counts: dict[str, int | float]
    findings: list[str]

    @property
    def is_good(self) -> bool:
        return not any(self.counts[name] for name in ("lost", "stale", "leaked", "failed pages"))

    def __str__(self) -> str:
        rows = [f"{name:<28}{value:>10,}" for name, value in self.counts.items()]
        return "\n".join([*rows, *self.findings[:20]])


def settle() -> float:
    """Wait until nothing waits; how many seconds that took. Raises TimeoutError with what is left."""
    begun = time.monotonic()
    while waiting := Delivery.objects.waiting().filter(channel=CHANNEL).count() + EngineChange.objects.count():
        if time.monotonic() - begun > SETTLE_SECONDS:
            raise TimeoutError(f"{waiting} changes wait for ever: {refused_changes()[:3]}")
        time.sleep(0.2)
    return round(time.monotonic() - begun, 1)


def judge(ledger: Ledger, readers: Iterable[Reader], **told: float) -> Verdict:
    """Compare what the engine answers with what was acknowledged last."""
    found, expected = _found(), ledger.visible_words()
    readers = list(readers)
    seen: Counter[str] = sum((reader.counts for reader in readers), Counter())
    lost, stale = sorted(expected - found), sorted(found - expected)
    differing = _differing()
    return Verdict(
        {
            "acknowledged writes": ledger.writes,
            **told,
            "searches answered": seen["answered"],
            "of them with hits": seen["with hits"],
            "of these by the engine": seen["by the engine"],
            "of them showing nothing": seen["nothing shown"],
            "while the web was killed": seen["while the web was killed"],
            "failed pages": seen["failed"],
            "lost": len(lost) + len(differing),
            "stale": len(stale),
            "leaked": seen["leaked"],
        },
        [
            *(f"lost: {word}" for word in lost),
            *(f"stale: {word}" for word in stale),
            *(f"not as stored: {key}" for key in differing),
            *(text for reader in readers for text in reader.seen),
        ],
    )


def _found() -> set[str]:
    """The words in everything that the engine finds for a visitor."""
    BREAKER.succeeded()
    words: set[str] = set()
    for page in range(1, 51):
        query = SearchQuery(viewer=VISITOR, language="en", on=localdate(), text=COMMON, size=LARGEST_PAGE, page=page)
        results = find(query)
        if results.is_degraded or results.backend != "elasticsearch":
            raise RuntimeError("The engine did not answer at the end.")
        texts = " ".join(f"{hit.title} {hit.excerpt}" for hit in results.hits)
        words |= {word_of(int(number), int(version)) for number, version in WORD.findall(texts)}
        if page * LARGEST_PAGE >= results.total:
            break
    return words


def _differing() -> list[str]:
    """The keys whose documents are not what the database has, in its revision."""
    engine = search_engine()
    assert engine is not None
    there = {key: (revision, digest) for key, revision, digest in engine.contents() if digest}
    rows = IndexedEntry.objects.filter(is_gone=False).values_list("key", "revision", "digest")
    stored = {key: (revision, digest) for key, revision, digest in rows}
    return sorted(key for key in there.keys() | stored.keys() if there.get(key) != stored.get(key))
