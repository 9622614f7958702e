"""The six parts of a record: which fields each one asks for, and what it says now."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.experiences.models import Edition


class Task(models.TextChoices):
    """A part of a record that is filled in on one page, in any order."""

    TENDER = "tender", _("Describe the tender")
    CRITERIA = "criteria", _("Say which criteria you used")
    OUTCOME = "outcome", _("Say what happened")
    LESSONS = "lessons", _("Share what you learned")
    DOCUMENTS = "documents", _("Add documents")
    SHARING = "sharing", _("Choose who may see it")


class Cited(NamedTuple):
    """One criterion version as a record says it was used. ``values`` are those that differ from the level's."""

    version_id: int
    level: int
    values: dict[str, str] = {}
    usage: str = "kept"
    change: str = ""
    change_reason: str = ""
    bidders_met: int | None = None
    verification: str = ""
    verification_text: str = ""
    relaxed: str = ""


class Learned(NamedTuple):
    topic: str
    text: str


class Bidder(NamedTuple):
    name: str
    is_winner: bool = False


# Fields of the edition itself; the criteria, lessons and suppliers are rows of their own.
FIELDS: Mapping[Task, tuple[str, ...]] = {
    Task.TENDER: (
        *("title", "language", "summary", "country", "nuts", "year", "stage", "procedure", "contract_type"),
        *("cpv", "notice", "lots", "duration", "extension", "source_title", "source_url"),
    ),
    Task.CRITERIA: (),
    Task.OUTCOME: (
        *("currency", "estimated_value", "awarded_value", "bids", "price_outcome", "challenge", "challenge_text"),
        *("again", "again_text"),
    ),
    Task.LESSONS: (),
    Task.DOCUMENTS: (),
    Task.SHARING: (
        *("visibility", "values_visibility", "criteria_visibility", "outcome_visibility", "lessons_visibility"),
        *("contact_visibility", "contact_role", "suppliers_anonymous"),
    ),
}
ROWS: Mapping[Task, str] = {Task.CRITERIA: "criteria", Task.LESSONS: "lessons", Task.OUTCOME: "suppliers"}


def said(edition: Edition, task: Task) -> dict[str, Any]:
    """What a task says now, by the names of its fields and of its rows: what a form shows and ``save`` takes.

    The rows come in the order of their models, so that of many editions they can be prefetched.
    """
    found: dict[str, Any] = {name: getattr(edition, name) for name in FIELDS[task]}
    if task is Task.CRITERIA:
        rows = edition.citations.all()
        found["criteria"] = [Cited(*(getattr(row, name) for name in Cited._fields)) for row in rows]
    elif task is Task.LESSONS:
        found["lessons"] = [Learned(row.topic, row.text) for row in edition.lessons.all()]
    elif task is Task.OUTCOME:
        found["suppliers"] = [Bidder(row.name, row.is_winner) for row in edition.suppliers.all()]
    return found
