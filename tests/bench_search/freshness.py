"""How long a change takes until readers find it, at ten changes a second and with ``search_sync`` beside them."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils.timezone import localdate

from portal.core.viewer import VISITOR
from portal.outbox.models import OutboxEvent
from registry.models import CriterionVersion, VersionTranslation
from registry.sealed.canonical import canonical, sha256
from search.finding import find
from search.queries import SearchQuery

CHANGES = 100
A_SECOND = 10
LANGUAGE = "sv"
PATIENCE = 30.0  # seconds
PAUSE = 0.005  # seconds between two looks


def seconds_to_searchable() -> list[float]:
    """Each from the moment at which the change was due, so that a queue of late ones counts.

    Raises TimeoutError if one is not found in PATIENCE.
    """
    with _worker():
        _change(CriterionVersion.objects.latest("pk"), "nyhetord")  # the worker is up once this is found
        _wait_until_found("nyhetord")
        start = time.perf_counter()
        writer = threading.Thread(target=_change_on_time, args=(start,))
        writer.start()
        taken = [_wait_until_found(_word(number)) - _due(start, number) for number in range(CHANGES)]
        writer.join()
    return taken


@contextmanager
def _worker() -> Iterator[None]:
    command = [sys.executable, "-m", "django", "search_sync", "--watch"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _change_on_time(start: float) -> None:
    versions = CriterionVersion.objects.select_related("criterion").order_by("pk")[:CHANGES]
    for number, version in enumerate(versions):
        time.sleep(max(0.0, _due(start, number) - time.perf_counter()))
        _change(version, _word(number))
    connection.close()


def _due(start: float, number: int) -> float:
    return start + number / A_SECOND


def _word(number: int) -> str:
    return f"nyhet{number}ord"


@transaction.atomic
def _change(version: CriterionVersion, word: str) -> None:
    """Publish a revision of a translation, whose title has a word that was nowhere."""
    last = version.translations.filter(language=LANGUAGE).order_by("-revision").first()
    text = canonical({"title": word, "purpose": word})
    row = VersionTranslation.objects.create(
        version=version,
        language=LANGUAGE,
        revision=last.revision + 1 if last else 1,
        content=text,
        content_hash=sha256(text),
        source_hash=version.content_hash,
    )
    OutboxEvent.objects.record("registry.translated", row)


def _wait_until_found(word: str) -> float:
    """The moment at which a visitor finds it."""
    query = SearchQuery(viewer=VISITOR, language=LANGUAGE, on=localdate(), text=word)
    end = time.perf_counter() + PATIENCE
    while not find(query).hits:
        if time.perf_counter() > end:
            raise TimeoutError(f"{word} is not found after {PATIENCE} seconds")
        time.sleep(PAUSE)
    return time.perf_counter()
