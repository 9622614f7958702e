"""Whether everything sealed is still as it was sealed."""

from collections.abc import Iterator

from django.db import IntegrityError, connection
from django.db.models import QuerySet

from registry.enums import StatusKind
from registry.sealed import guards
from registry.sealed.adaptation import Adaptation
from registry.sealed.basket import SharedBasket, basket_key
from registry.sealed.canonical import canonical, sha256
from registry.sealed.notes import ReleaseNote
from registry.sealed.release import Release, manifest
from registry.sealed.status import StatusEvent
from registry.sealed.translation import VersionTranslation
from registry.sealed.version import CriterionVersion


def find_faults() -> Iterator[str]:
    """Recompute every hash and the chain, compare the guards; one sentence a fault, none when all is well."""
    for name in guards.missing(connection):
        yield f"The database guard {name} is missing: run manage.py migrate --skip-checks."
    try:
        connection.check_constraints()
    except IntegrityError as error:  # SQLite, after somebody has switched its foreign keys off
        yield f"A row that others refer to is gone. {error}"
        return
    for model in (CriterionVersion, VersionTranslation, Release, ReleaseNote, Adaptation, SharedBasket):
        for row in model._default_manager.order_by("pk").iterator():
            if sha256(row.content) != row.content_hash:
                name = f"{model._meta.verbose_name} {row}"
                yield f"{name}: its content is not what was sealed (hash {row.content_hash[:12]}…)."
    translations = VersionTranslation.objects.select_related("version__criterion")
    for translation in translations.iterator():
        if translation.source_hash != translation.version.content_hash:
            yield f"Translation {translation}: it translates another text than its version's."
    for basket in SharedBasket.objects.iterator():
        if basket.key != basket_key(basket.content_hash):
            yield f"Shared basket {basket}: its address belongs to another content."
    yield from _release_faults()
    yield from _note_faults()
    yield from _chain_faults()
    yield from _unpublished()


def _release_faults() -> Iterator[str]:
    for release in Release.objects.select_related("criteria_set").prefetch_related("members__version__criterion"):
        members = sorted(release.members.all(), key=lambda member: member.position)
        strayed = any(member.criterion_id != member.version.criterion_id for member in members)
        if strayed or release.content != manifest(release.criteria_set, [(m.version, m.mandatory) for m in members]):
            yield f"Release {release}: its members are not the ones in its manifest."


def _note_faults() -> Iterator[str]:
    """The event with which a release was published holds the notes sealed with it, a later one each later revision."""
    sealed: dict[int, dict[tuple[str, int], str]] = {}
    for event in StatusEvent.objects.filter(kind__in=(StatusKind.PUBLISHED, StatusKind.NOTES)).exclude(release=None):
        for language, said in event.parsed_details.get("notes", {}).items():
            first = event.kind == StatusKind.PUBLISHED
            revision, content_hash = (1, said) if first else (said["revision"], said["content_hash"])
            sealed.setdefault(event.release_id or 0, {})[language, revision] = content_hash
    for release in Release.objects.select_related("criteria_set").prefetch_related("notes"):
        notes = {(note.language, note.revision): note.content_hash for note in release.notes.all()}
        if notes != sealed.get(release.pk, {}):
            yield f"Release {release}: its notes are not the ones that the chain of events knows."


def _chain_faults() -> Iterator[str]:
    previous = ""
    of_adaptations = ("adaptation__criteria_set", "adaptation__previous__criteria_set")
    related = ("version__criterion", "version__base_version__criterion", "release__criteria_set", *of_adaptations)
    events = StatusEvent.objects.select_related(*related).order_by("sequence")
    for expected, event in enumerate(events.iterator(), start=1):
        if event.sequence != expected:
            yield f"The chain of events has a gap before number {event.sequence}."
            return
        if event.previous_hash != previous or event.event_hash != sha256(canonical(event.link())):
            yield f"The chain of events breaks at number {event.sequence}: {event}."
            return
        previous = event.event_hash


def _unpublished() -> Iterator[str]:
    """What is final is published by the transaction that seals it: else that event was taken away."""
    published = StatusEvent.objects.filter(kind=StatusKind.PUBLISHED)
    versions = CriterionVersion.objects.finals().exclude(pk__in=_of(published, "version"))
    releases = Release.objects.exclude(pk__in=_of(published, "release")).select_related("criteria_set")
    adaptations = Adaptation.objects.exclude(pk__in=_of(published, "adaptation")).select_related("criteria_set")
    for row in [*versions.select_related("criterion"), *releases, *adaptations]:
        yield f"{row._meta.verbose_name} {row}: the chain of events does not say since when it is published."


def _of(events: QuerySet[StatusEvent], subject: str) -> QuerySet[StatusEvent, int]:
    """The keys of what the events are about, of one kind of subject."""
    return events.exclude(**{subject: None}).values_list(subject, flat=True)
