"""All rows that an import could write."""

from django.db import models

from portal.outbox.models import OutboxEvent
from registry.models import (
    CriteriaSet,
    Criterion,
    CriterionVersion,
    LineageEdge,
    Register,
    Release,
    ReleaseMember,
    StatusEvent,
    VersionTranslation,
)

TABLES: list[type[models.Model]] = [
    Register,
    CriteriaSet,
    Criterion,
    CriterionVersion,
    VersionTranslation,
    LineageEdge,
    Release,
    ReleaseMember,
    StatusEvent,
    OutboxEvent,
]


def everything() -> dict[str, list]:
    """Every row of every table, by the name of its model."""
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in TABLES}
