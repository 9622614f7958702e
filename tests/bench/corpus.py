"""A deterministic register of any size: the same number gives the same rows, hashes and chain."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from registry.enums import CriterionKind, StatusKind, Theme
from registry.models import (
    CriteriaSet,
    Criterion,
    CriterionVersion,
    Register,
    Release,
    ReleaseMember,
    StatusEvent,
    VersionTranslation,
)
from registry.sealed.canonical import canonical, sha256
from registry.sealed.content import CriterionContent, Parameter, ProofRoute
from registry.sealed.status import link

VERSIONS_EACH = 10
SET_SIZE = 50
FIRST_DAY = date(2020, 1, 1)
WORDS = (
    *("battery", "cycles", "capacity", "device", "tenderer", "shall", "supply", "spare", "parts", "repair", "warranty"),
    *(
        "years",
        "update",
        "security",
        "software",
        "recycled",
        "content",
        "take",
        "back",
        "refurbished",
        "second",
        "life",
    ),
    *("transparency", "factory", "minerals", "due", "diligence", "report", "label"),
)


def build(count: int) -> None:
    """Make ``count`` criterion versions: up to ten of each criterion, fifty criteria a set, one release each."""
    with transaction.atomic():
        register = Register.objects.create(code="bench", authoritative_languages=["en"])
        each = VERSIONS_EACH if count > SET_SIZE else 1
        criteria = [_criterion(register, index) for index in range(-(-count // each))]
        Criterion.objects.bulk_create(criteria, batch_size=1000)
        versions = _versions(criteria, each, count)
        _chain(versions)
        _sets(register, versions, each)


def _criterion(register: Register, index: int) -> Criterion:
    kinds = list(CriterionKind)
    return Criterion(register=register, code=f"B{index // 100:03d}-{index % 100:02d}", kind=kinds[index % len(kinds)])


def _content(seed: int, step: int) -> CriterionContent:
    chance = random.Random(seed)
    text = " ".join(chance.choices(WORDS, k=60))
    blocks = {
        "title": f"{chance.choice(WORDS).capitalize()} {seed}",
        "subject_matter": text[:120],
        "purpose": text[120:300],
        "parameter.cycles": "charge cycles",
        "requirement.1": f"The device shall endure {{cycles}} cycles.\n\n1. {text[:90]}\n2. {text[90:200]}",
        "requirement.2": f"The device shall endure {{cycles}} cycles, and {text[:150]}.",
        "proof.eprel": text[:100],
        "follow_up": text[200:320],
    }
    cycles = Parameter(code="cycles", type="integer", unit="cycle", stricter="up", minimum="1", maximum="99999")
    themes = list(Theme.values)
    return CriterionContent(
        theme=themes[seed % len(themes)],
        stages=("use",),
        applies_to=("new",),
        ambitions=("A4",),
        parameters={"cycles": cycles},
        levels={1: {"cycles": str(800 + step)}, 2: {"cycles": str(1000 + step)}},
        proof=(ProofRoute(id="eprel", type="eprel", moment="with_tender"),),
        texts={"en": blocks},
    )


def _versions(criteria: list[Criterion], each: int, count: int) -> list[CriterionVersion]:
    """Version by version of all criteria, so that each base has its key before its successor needs it."""
    made: list[CriterionVersion] = []
    previous: dict[int, CriterionVersion] = {}
    for step in range(each):
        layer = [_version(criterion, step, previous.get(criterion.pk)) for criterion in criteria]
        layer = layer[: count - len(made)]
        CriterionVersion.objects.bulk_create(layer, batch_size=500)
        VersionTranslation.objects.bulk_create(_translations(layer), batch_size=500)
        previous = {version.criterion_id: version for version in layer}
        made += layer
    return made


def _version(criterion: Criterion, step: int, base: CriterionVersion | None) -> CriterionVersion:
    text = canonical(_content(criterion.pk, step).as_dict())
    return CriterionVersion(
        criterion=criterion,
        major=step + 1,
        minor=0,
        patch=0,
        base_version=base,
        content=text,
        content_hash=sha256(text),
    )


def _translations(versions: list[CriterionVersion]) -> Iterator[VersionTranslation]:
    for version in versions:
        text = canonical({block: f"sv {text}" for block, text in version.parsed.texts["en"].items()})
        yield VersionTranslation(
            version=version,
            language="sv",
            revision=1,
            content=text,
            content_hash=sha256(text),
            source_hash=version.content_hash,
        )


def _chain(versions: list[CriterionVersion]) -> None:
    events: list[StatusEvent] = []
    for version in versions:
        day = FIRST_DAY + timedelta(days=30 * version.major)
        _append(events, version, StatusKind.PUBLISHED, day)
        if version.base_version:
            _append(events, version.base_version, StatusKind.SUPERSEDED, day)
    StatusEvent.objects.bulk_create(events, batch_size=1000)


def _append(events: list[StatusEvent], subject: CriterionVersion | Release, kind: StatusKind, day: date) -> None:
    facts: dict[str, Any] = {
        "sequence": StatusEvent.objects.count() + 1 if not events else events[-1].sequence + 1,
        "kind": kind,
        "effective_on": day,
        "details": "{}",
        "previous_hash": events[-1].event_hash if events else "",
    }
    digest = sha256(canonical(link(subject=subject, **facts)))
    is_version = isinstance(subject, CriterionVersion)
    place: dict[str, Any] = {"version": subject} if is_version else {"release": subject}
    events.append(StatusEvent(event_hash=digest, **place, **facts))


def _sets(register: Register, versions: list[CriterionVersion], each: int) -> None:
    """One set for every fifty criteria, with a release of their first versions and one of their newest."""
    newest = {version.criterion_id: version for version in versions}
    first = {version.criterion_id: version for version in reversed(versions)}
    ids = list(newest)
    for number, start in enumerate(range(0, len(ids), SET_SIZE)):
        titles = {"en": f"Set {number}"}
        criteria_set = CriteriaSet.objects.create(
            register=register, slug=f"set-{number}", titles=titles, introductions=titles
        )
        some = ids[start : start + SET_SIZE]
        for major, pins in enumerate(
            [[first[pk] for pk in some], [newest[pk] for pk in some]][: min(each, 2)], start=1
        ):
            _release(criteria_set, major, pins)


def _release(criteria_set: CriteriaSet, major: int, pins: list[CriterionVersion]) -> None:
    text = canonical({"members": [{"version": str(pin), "content_hash": pin.content_hash} for pin in pins]})
    release = Release.objects.create(
        criteria_set=criteria_set, major=major, minor=0, patch=0, content=text, content_hash=sha256(text)
    )
    ReleaseMember.objects.bulk_create(
        ReleaseMember(release=release, criterion=pin.criterion, version=pin, position=position)
        for position, pin in enumerate(pins, start=1)
    )
    last = StatusEvent.objects.order_by("-sequence").first()
    events = [last] if last else []
    _append(events, release, StatusKind.PUBLISHED, FIRST_DAY + timedelta(days=400))
    events[-1].save()
