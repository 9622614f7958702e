"""How long a change takes until readers find it, at ten changes a second."""

import time
from datetime import date

from django.db import transaction

from portal.core.viewer import VISITOR
from portal.outbox.models import OutboxEvent
from portal.outbox.services import deliver_waiting
from registry.models import CriterionVersion, VersionTranslation
from registry.sealed.canonical import canonical, sha256
from search.finding import find
from search.queries import SearchQuery

CHANGES = 100
A_SECOND = 10
LANGUAGE = "sv"
PATIENCE = 10.0  # seconds


def seconds_to_searchable() -> list[float]:
    """Each from the moment at which the change was due, so that a queue of late ones counts."""
    versions = CriterionVersion.objects.select_related("criterion").order_by("pk")[:CHANGES]
    start, taken = time.perf_counter(), []
    for number, version in enumerate(versions):
        due = start + number / A_SECOND
        time.sleep(max(0.0, due - time.perf_counter()))
        word = f"nyhet{number}ord"
        _change(version, word)
        deliver_waiting()
        _wait_until_found(word)
        taken.append(time.perf_counter() - due)
    return taken


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


def _wait_until_found(word: str) -> None:
    query = SearchQuery(viewer=VISITOR, language=LANGUAGE, on=date.today(), text=word)  # noqa: DTZ011  (a day is enough)
    end = time.perf_counter() + PATIENCE
    while not find(query).hits:
        if time.perf_counter() > end:
            raise TimeoutError(f"{word} is not found after {PATIENCE} seconds")
        time.sleep(0.005)
