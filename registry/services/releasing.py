"""Releases: exact final versions, pinned together under a computed number."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction

from registry.diffs.releases import Member, release_bump
from registry.enums import Bump, StatusKind
from registry.errors import CandidateMember, EmptyRelease, MemberTwice, NumberTaken, WithdrawnMember
from registry.models import CriteriaSet, CriterionVersion, Release, ReleaseMember, ReleaseNote
from registry.sealed.canonical import canonical, sha256
from registry.sealed.chain import append_event
from registry.sealed.numbers import FIRST, VersionNumber
from registry.sealed.release import manifest
from registry.services.sealing import announce, lock

Pinned = tuple[CriterionVersion, bool]  # the version, whether it is mandatory


class Raised(NamedTuple):
    """A larger step than the members need, and why, by language."""

    step: Bump
    reason: Mapping[str, str]


@transaction.atomic
def publish_release(
    criteria_set: CriteriaSet,
    pinned: Sequence[Pinned],
    *,
    effective_on: date,
    origin: str,
    notes: Mapping[str, Mapping[str, str]] | None = None,
    raised: Raised | None = None,
) -> tuple[Release, bool]:
    """Seal a release of a set; returns it and whether it is new: the same members are the same release.

    ``notes`` are by language, block: text. Its number is computed (registry rule 11); ``raised`` can only make it
    higher. Raises EmptyRelease, MemberTwice, CandidateMember, WithdrawnMember or NumberTaken.
    """
    lock(*(version.criterion_id for version, _ in pinned))
    content = manifest(criteria_set, pinned)
    known = criteria_set.releases.filter(content_hash=sha256(content)).first()
    if known:
        return known, False
    _refuse(criteria_set, pinned, effective_on)
    least = next_number(criteria_set, pinned)
    number = next_number(criteria_set, pinned, at_least=raised.step) if raised else least
    release = _insert(criteria_set, number, content)
    ReleaseMember.objects.bulk_create(
        ReleaseMember(
            release=release, criterion=version.criterion, version=version, position=position, mandatory=mandatory
        )
        for position, (version, mandatory) in enumerate(pinned, start=1)
    )
    details: dict[str, Any] = {"origin": origin, **_seal_notes(release, notes or {})}
    if raised and number > least:
        details["raised"] = {"least": str(least), "reason": dict(raised.reason)}
    append_event(release, StatusKind.PUBLISHED, effective_on=effective_on, details=details)
    announce("registry.released", release)
    return release, True


def _seal_notes(release: Release, notes: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Seal the first revision in each language; returns what the chain of events holds of them, if there are any."""
    texts = {language: canonical(blocks) for language, blocks in sorted(notes.items())}
    ReleaseNote.objects.bulk_create(
        ReleaseNote(release=release, language=language, content=text, content_hash=sha256(text))
        for language, text in texts.items()
    )
    return {"notes": {language: sha256(text) for language, text in texts.items()}} if texts else {}


def _insert(criteria_set: CriteriaSet, number: VersionNumber, content: str) -> Release:
    steps = {"major": number.major, "minor": number.minor, "patch": number.patch}
    try:
        with transaction.atomic():
            return Release.objects.create(
                criteria_set=criteria_set, content=content, content_hash=sha256(content), **steps
            )
    except IntegrityError as error:
        raise NumberTaken(f"{criteria_set}@{number}") from error


def _refuse(criteria_set: CriteriaSet, pinned: Sequence[Pinned], effective_on: date) -> None:
    if not pinned:
        raise EmptyRelease(criteria_set)
    versions = CriterionVersion.objects.with_status(on=effective_on).in_bulk([version.pk for version, _ in pinned])
    seen = set()
    for version, _ in pinned:
        if version.criterion_id in seen:
            raise MemberTwice(version.criterion)
        seen.add(version.criterion_id)
        if version.prerelease:
            raise CandidateMember(version)
        if versions[version.pk].status == StatusKind.WITHDRAWN:
            raise WithdrawnMember(version)


def next_number(criteria_set: CriteriaSet, pinned: Sequence[Pinned], *, at_least: Bump = Bump.PATCH) -> VersionNumber:
    """The number that a release of these members would get now; a larger step than theirs can be asked for."""
    newest: Release | None = criteria_set.releases.newest_first().first()
    if newest is None:
        return FIRST
    members = newest.members.select_related("version__criterion")
    old = [_member(member.version, member.mandatory) for member in members]
    step = release_bump(old, [_member(version, mandatory) for version, mandatory in pinned])
    return newest.number.bumped(max(step, at_least))


def _member(version: CriterionVersion, mandatory: bool) -> Member:
    return Member(code=version.criterion.code, number=version.number, content=version.parsed, mandatory=mandatory)
