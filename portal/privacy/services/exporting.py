"""What is kept of one person, for that person."""

from typing import Any

from django.db import transaction
from django.db.models import FileField, Model
from django.utils import timezone

from portal.privacy.holdings import Holding
from portal.privacy.people import person_of, rows_of
from portal.privacy.table import HOLDINGS


@transaction.atomic
def export_person(email: str) -> dict[str, Any]:
    """All that is kept of whoever has an address, ready for JSON; files are listed, not read."""
    person = person_of(email)
    found = [_exported(holding, list(rows_of(person, holding))) for holding in HOLDINGS]
    return {
        "addresses": list(person.emails),
        "exported_at": timezone.now(),
        "holdings": [entry for entry in found if entry["rows"]],
    }


def _exported(holding: Holding, rows: list[Model]) -> dict[str, Any]:
    return {
        "model": holding.model,
        "of_whom": holding.of_whom,
        "purpose": holding.purpose,
        "ground": holding.ground,
        "kept": holding.kept_in_words,
        "rows": [_values(row, holding) for row in rows],
    }


def _values(row: Model, holding: Holding) -> dict[str, Any]:
    fields = [field for field in row._meta.concrete_fields if field.name not in holding.secret]
    return {field.name: _value(row, field) for field in fields}


def _value(row: Model, field: Any) -> Any:
    if isinstance(field, FileField):
        file = getattr(row, field.name)
        return {"name": file.name, "is_there": bool(file) and file.storage.exists(file.name)}
    return field.value_from_object(row)
