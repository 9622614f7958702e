"""A new edition as a copy of another, with all that hangs on it; documents share their files."""

from django.db import models
from django.db.models import Max
from django.utils import timezone

from portal.experiences.enums import State
from portal.experiences.models import Edition

_OWN = ("id", "number", "state", "submission", "submitted_by", "submitted_at", "published_at", "created_at")
_PARTS = ("lessons", "suppliers", "citations", "documents")


def copy_edition(source: Edition) -> Edition:
    """A draft that says what ``source`` says, numbered after the newest. Call it with the experience locked."""
    experience = source.experience
    number = experience.editions.aggregate(newest=Max("number"))["newest"] + 1
    facts = {field.attname: getattr(source, field.attname) for field in _fields(Edition) if field.name not in _OWN}
    edition = Edition.objects.create(
        number=number, state=State.DRAFT, created_at=timezone.now(), **{**facts, "experience_id": experience.pk}
    )
    edition.experience = experience
    for part in _PARTS:
        rows = getattr(source, part).select_for_update()  # else a refusal of a document takes the file of its copy
        rows.model._default_manager.bulk_create(_copied(row, edition) for row in rows)
    return edition


def _copied(row: models.Model, edition: Edition) -> models.Model:
    facts = {field.attname: getattr(row, field.attname) for field in _fields(type(row)) if field.name != "id"}
    return type(row)(**{**facts, "edition_id": edition.pk})


def _fields(model: type[models.Model]) -> "list[models.Field[object, object]]":
    return list(model._meta.concrete_fields)
