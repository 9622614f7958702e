"""What people search for and do not find: counted by day, text and language, with nothing of whoever asked."""

import logging
import re
import unicodedata
from datetime import date
from functools import partial
from typing import Any

from django.db import DatabaseError
from django.db.models import F, Max, QuerySet, Sum
from django.http import HttpResponse

from search.backends import Results
from search.models import Miss
from search.models.asking import LONGEST_MISS, folded_phrase
from search.queries import SearchQuery

MOST_A_DAY = 2_000  # different texts: nobody fills the table by asking at random
SHOWN_FROM = 2  # occasions
_CODE = re.compile(r"(?<!\w)(?:[a-z][a-z0-9]{1,4}-?[0-9]{2}|[0-9]{8}(?:-[0-9])?)(?!\w)", re.IGNORECASE)  # BAT-01, CPV
_LONG_NUMBER = re.compile(r"\d(?:[\s().,/+-]*\d){5}")  # of a telephone, a person, an account
logger = logging.getLogger(__name__)


def is_miss(query: SearchQuery, results: Results) -> bool:
    """Whether a text finds nothing, whatever the filters; a second page or a broken engine says nothing of it."""
    found = any(results.kinds.values())
    return bool(query.text) and not found and query.page == 1 and not (results.is_behind or results.is_degraded)


def kept_text(text: str) -> str:
    """What is kept of a text: folded and cut. Empty for what may name somebody."""
    plain = unicodedata.normalize("NFKC", text)
    if "@" in plain or _LONG_NUMBER.search(_CODE.sub(" ", plain)):
        return ""
    return folded_phrase(plain)[:LONGEST_MISS].strip()


def count_miss(text: str, language: str, *, on: date) -> None:
    """Count one more occasion. A database that cannot take it is told in the log, and nobody waits for it twice."""
    if not (kept := kept_text(text)):
        return
    try:
        _count(kept, language, on)
    except DatabaseError as error:
        logger.warning("A search that found nothing could not be counted: %s", error)


def count_when_sent(response: HttpResponse, query: SearchQuery) -> None:
    """Count a miss once the page has left, so that nobody waits for it."""
    count = partial(count_miss, query.text, query.language, on=query.on)
    response._resource_closers.append(count)  # type: ignore[attr-defined]  # Django has no other way


def _count(text: str, language: str, on: date) -> None:
    row = Miss.objects.filter(day=on, language=language, text=text)
    if row.update(count=F("count") + 1) or Miss.objects.filter(day=on).count() >= MOST_A_DAY:
        return
    Miss.objects.bulk_create([Miss(day=on, language=language, text=text)], ignore_conflicts=True)
    row.update(count=F("count") + 1)


def missed_often() -> "QuerySet[Miss, Any]":
    """Each text that was missed on some occasions, by language, the most missed first: ``times`` and ``last``."""
    rows = Miss.objects.order_by().values("text", "language").annotate(times=Sum("count"), last=Max("day"))
    return rows.filter(times__gte=SHOWN_FROM).order_by("-times", "text", "language")
