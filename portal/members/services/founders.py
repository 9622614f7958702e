"""The founders of the joint statement."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from portal.members.models import Organisation, ProcurementVolume

FOUNDERS = Path(__file__).parents[1] / "starter" / "founders.yaml"


def read_founders() -> dict[str, Any]:
    """What the file has: the source, the category and the facts of each founder."""
    content: dict[str, Any] = yaml.safe_load(FOUNDERS.read_text(encoding="utf-8"))
    return content


@cache  # the file changes with the program only
def founder_slugs() -> frozenset[str]:
    """Who joined with the statement itself, so on no day that it gives."""
    return frozenset(facts["slug"] for facts in read_founders()["founders"])


@transaction.atomic
def add_founders() -> list[Organisation]:
    """Add the founders of the joint statement that are missing, with their volumes; returns the ones added.

    One that is there already, known by its slug, stays as it has become.
    """
    content = read_founders()
    known = set(Organisation.objects.values_list("slug", flat=True))
    return [
        _add(facts, source=content["source"], category=content["category"])
        for facts in content["founders"]
        if facts["slug"] not in known
    ]


def _add(facts: dict[str, Any], *, source: str, category: str) -> Organisation:
    figures = {name: facts[name] for name in ("low", "high")}
    organisation = Organisation(**{name: value for name, value in facts.items() if name not in figures})
    organisation.full_clean()
    organisation.save()
    ProcurementVolume.objects.create(organisation=organisation, category=category, source=source, **figures)
    return organisation
