"""The founders of the joint statement."""

from pathlib import Path

import yaml
from django.db import transaction

from portal.members.models import Organisation, ProcurementVolume

FOUNDERS = Path(__file__).parents[1] / "starter" / "founders.yaml"


@transaction.atomic
def add_founders() -> list[Organisation]:
    """Add the founders of the joint statement that are missing, with their volumes; returns the ones added.

    One that is there already, known by its slug, stays as it has become.
    """
    content = yaml.safe_load(FOUNDERS.read_text(encoding="utf-8"))
    known = set(Organisation.objects.values_list("slug", flat=True))
    return [
        _add(facts, source=content["source"], category=content["category"])
        for facts in content["founders"]
        if facts["slug"] not in known
    ]


def _add(facts: dict[str, str | int], *, source: str, category: str) -> Organisation:
    figures = {name: facts[name] for name in ("low", "high")}
    organisation = Organisation(**{name: value for name, value in facts.items() if name not in figures})
    organisation.full_clean()
    organisation.save()
    ProcurementVolume.objects.create(organisation=organisation, category=category, source=source, **figures)
    return organisation
