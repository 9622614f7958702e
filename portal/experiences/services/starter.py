"""Experiences that a fresh portal starts with: cases from public sources, and those of a demo's fictional members."""

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.experiences.enums import Audience, State
from portal.experiences.errors import NotCitable
from portal.experiences.models import Edition, TenderExperience
from portal.experiences.services.moving import log, publish_edition, reference_of, start
from portal.experiences.services.writing import save, seen_mark
from portal.experiences.tasks import FIELDS, ROWS, Bidder, Cited, Learned, Task
from portal.members.models import Organisation
from registry.models import CriterionVersion
from registry.takeaway.citations import Citation

FOLDER = Path(__file__).parents[1] / "starter"
CASES, DEMO = FOLDER / "cases.yaml", FOLDER / "demo.yaml"
AMOUNTS = ("estimated_value", "awarded_value")


def read(path: Path) -> list[dict[str, Any]]:
    """The entries of a starter file."""
    [entries] = yaml.safe_load(path.read_text(encoding="utf-8")).values()
    return list(entries)


def add_cases() -> list[TenderExperience]:
    """Publish the cases from public sources that are missing; returns those.

    One that is there, published or retracted, stays as it has become.
    """
    return [_add_case(facts) for facts in _missing(read(CASES))]


@transaction.atomic
def _add_case(facts: Mapping[str, Any]) -> TenderExperience:
    key = facts["key"]
    experience = TenderExperience.objects.create(reference=reference(key), slug=key, buyer=facts["buyer"])
    told = _typed({name: value for name, value in facts.items() if name not in ("key", "buyer")})
    sent = {"number": 1, "state": State.SUBMITTED, "submission": 1, "visibility": Audience.EVERYONE}
    edition = Edition(experience=experience, **sent, **told)
    edition.full_clean(exclude=["submitted_by", "submitted_at", "published_at"])
    edition.save()
    return publish_edition(edition, actor=None).experience


def add_demo_experiences() -> list[TenderExperience]:
    """Make the experiences of a demo that are missing; returns those.

    They belong to fictional members; without the member, its editor or a criterion that it cites, one is left out.
    """
    return [made for facts in _missing(read(DEMO)) if (made := _add_demo(facts))]


def _add_demo(facts: Mapping[str, Any]) -> TenderExperience | None:
    organisation = Organisation.objects.filter(slug=facts["organisation"], is_fictional=True).first()
    editor = organisation and organisation.memberships.editors().select_related("user").order_by("pk").first()
    cited = _cited(facts["criteria"])
    if not organisation or not editor or cited is None:
        return None
    try:
        return _write(facts, organisation, cited, actor=editor.user)
    except NotCitable:  # not in force yet
        return None


@transaction.atomic
def _write(
    facts: Mapping[str, Any], organisation: Organisation, cited: list[Cited], *, actor: User
) -> TenderExperience:
    language, title = facts["tender"]["language"], facts["tender"]["title"]
    edition = start(organisation, language=language, title=title, reference=reference(facts["key"]), actor=actor)
    for task in FIELDS:
        values = _values(facts, task, cited)
        edition = save(edition.experience_id, task, values, seen=seen_mark(edition, task), actor=actor)
    if facts["state"] != State.DRAFT:  # without a letter: those of a demo are nobody's
        edition.state, edition.submission = State.SUBMITTED, 1
        edition.submitted_by, edition.submitted_at = actor, timezone.now()
        edition.save()
        log(edition, "submit", actor=actor)
    if facts["state"] == State.PUBLISHED:
        publish_edition(edition, actor=None)
    return edition.experience


def _values(facts: Mapping[str, Any], task: Task, cited: list[Cited]) -> dict[str, Any]:
    """What the file says of a task, as ``tasks.said`` would."""
    values = _typed(facts.get(task.value, {}))
    if task is Task.CRITERIA:
        return {ROWS[task]: cited}
    if task is Task.LESSONS:
        return {ROWS[task]: [Learned(topic, text) for topic, text in values.items()]}
    if task is Task.OUTCOME:
        values[ROWS[task]] = [Bidder(**row) for row in values.get(ROWS[task], [])]
    return values


def _cited(criteria: Mapping[str, Mapping[str, Any]]) -> list[Cited] | None:
    """The versions that a record cites; None if the register lacks one."""
    rows = []
    for text, said in criteria.items():
        citation = Citation.parse(text)
        version = CriterionVersion.objects.filter(criterion__code=citation.code).numbered(citation.number).first()
        if version is None or citation.level is None:
            return None
        rows.append(Cited(version.pk, citation.level, **said))
    return rows


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: Decimal(value) if name in AMOUNTS else value for name, value in values.items()}


def _missing(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    by_reference = {reference(facts["key"]): facts for facts in entries}
    known = TenderExperience.objects.filter(reference__in=by_reference).values_list("reference", flat=True)
    return [facts for name, facts in by_reference.items() if name not in set(known)]


def reference(key: str) -> str:
    """By which an entry of a starter file is known: the same in every portal."""
    return reference_of(hashlib.sha256(f"starter {key}".encode()).digest())
