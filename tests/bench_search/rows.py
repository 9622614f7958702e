"""The corpus as sealed rows of the register, in bulk: every hit is looked up there again before it is shown."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from django.db import transaction

from registry.enums import StatusKind
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
from registry.sealed.content import CriterionContent, ProofRoute
from tests.bench_search.corpus import SETS, Document, documents

BATCH = 2_000
FIRST_DAY = date(2024, 1, 1)
NO_CHAIN = "bench"  # the hashes of the events are unique, but of no chain: nobody verifies this register


def build(count: int) -> None:
    """Make ``count`` published criteria in the empty register of a new database."""
    register = Register.objects.create(code="bench", authoritative_languages=["en"])
    releases = [_release(register, number) for number in range(SETS)]
    for some in _in_batches(documents(count)):
        with transaction.atomic():
            _write(register, releases, some)


def _in_batches(made: Iterator[Document]) -> Iterator[list[Document]]:
    while some := list(islice(made, BATCH)):
        yield some


def _release(register: Register, number: int) -> Release:
    titles = {"en": f"Set {number}"}
    criteria_set = CriteriaSet.objects.create(
        register=register, slug=f"bench-{number}", titles=titles, introductions=titles
    )
    text = canonical({"members": []})
    return Release.objects.create(
        criteria_set=criteria_set, major=1, minor=0, patch=0, content=text, content_hash=sha256(text)
    )


def _write(register: Register, releases: Sequence[Release], some: Sequence[Document]) -> None:
    criteria = Criterion.objects.bulk_create(
        Criterion(register=register, code=each.code, kind=each.kind) for each in some
    )
    versions = CriterionVersion.objects.bulk_create(
        _version(criterion, each) for criterion, each in zip(criteria, some, strict=True)
    )
    pairs = list(zip(versions, some, strict=True))
    VersionTranslation.objects.bulk_create(row for version, each in pairs for row in _translations(version, each))
    StatusEvent.objects.bulk_create(_event(version, each.number) for version, each in pairs)
    ReleaseMember.objects.bulk_create(
        ReleaseMember(
            release=releases[each.set_number], criterion=version.criterion, version=version, position=each.number + 1
        )
        for version, each in pairs
        if each.set_number is not None
    )


def _version(criterion: Criterion, made: Document) -> CriterionVersion:
    content = CriterionContent(
        theme=made.theme,
        stages=("use",),
        applies_to=made.applies_to,
        ambitions=made.ambitions,
        cpv=made.cpv,
        levels={level: {} for level in made.levels},
        proof=(ProofRoute(id="report", type="test_report", moment="with_tender"),),
        texts={"en": made.texts["en"]},
    )
    text = canonical(content.as_dict())
    return CriterionVersion(criterion=criterion, major=1, minor=0, patch=0, content=text, content_hash=sha256(text))


def _translations(version: CriterionVersion, made: Document) -> Iterator[VersionTranslation]:
    for language, blocks in made.texts.items():
        if language != "en":
            text = canonical(blocks)
            yield VersionTranslation(
                version=version,
                language=language,
                revision=1,
                content=text,
                content_hash=sha256(text),
                source_hash=version.content_hash,
            )


def _event(version: CriterionVersion, number: int) -> StatusEvent:
    return StatusEvent(
        sequence=number + 1,
        version=version,
        kind=StatusKind.PUBLISHED,
        effective_on=FIRST_DAY,
        event_hash=f"{NO_CHAIN}-{number}",
    )
