"""Whether everything sealed is still as it was sealed."""

from collections.abc import Iterator

from django.db import connection

from registry.sealed import guards
from registry.sealed.basket import SharedBasket
from registry.sealed.canonical import canonical, sha256
from registry.sealed.release import Release
from registry.sealed.status import StatusEvent
from registry.sealed.translation import VersionTranslation
from registry.sealed.version import CriterionVersion


def find_faults() -> Iterator[str]:
    """Recompute every hash and the chain, compare the guards; one sentence a fault, none when all is well."""
    for name in guards.missing(connection):
        yield f"The database guard {name} is missing: run manage.py migrate."
    for model in (CriterionVersion, VersionTranslation, Release, SharedBasket):
        for row in model._default_manager.order_by("pk").iterator():
            if sha256(row.content) != row.content_hash:
                name = f"{model._meta.verbose_name} {row}"
                yield f"{name}: its content is not what was sealed (hash {row.content_hash[:12]}…)."
    translations = VersionTranslation.objects.select_related("version__criterion")
    for translation in translations.iterator():
        if translation.source_hash != translation.version.content_hash:
            yield f"Translation {translation}: it translates another text than its version's."
    yield from _release_faults()
    yield from _chain_faults()


def _release_faults() -> Iterator[str]:
    for release in Release.objects.select_related("criteria_set").prefetch_related("members__version__criterion"):
        listed = {str(member.version): member.version.content_hash for member in release.members.all()}
        if any(
            f'"{citation}"' not in release.content or hash_ not in release.content for citation, hash_ in listed.items()
        ):
            yield f"Release {release}: its members are not the ones in its manifest."


def _chain_faults() -> Iterator[str]:
    previous = ""
    events = StatusEvent.objects.select_related("version__criterion", "release__criteria_set").order_by("sequence")
    for expected, event in enumerate(events.iterator(), start=1):
        if event.sequence != expected:
            yield f"The chain of events has a gap before number {event.sequence}: {event}."
            return
        if event.previous_hash != previous or event.event_hash != sha256(canonical(event.link())):
            yield f"The chain of events breaks at number {event.sequence}: {event}."
            return
        previous = event.event_hash
