"""What there is to find at present, read from the database."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from wagtail.models import Page
from wagtail.query import PageQuerySet

from portal.cms.models import PortalPage
from registry.enums import StatusKind
from registry.models import Criterion, CriterionVersion, Release, ReleaseMember, StatusEvent, VersionTranslation
from search.entries import NEVER_AGAIN, Entry

BATCH_SIZE = 200  # criteria, or pages in all their languages, read at once


def criterion_batches() -> Iterator[Sequence[int]]:
    """The ids of all criteria, some at a time."""
    ids = list(Criterion.objects.order_by("pk").values_list("pk", flat=True))
    return (ids[start : start + BATCH_SIZE] for start in range(0, len(ids), BATCH_SIZE))


def read_criteria(ids: Collection[int], *, on: date) -> list[Entry]:
    """Entries of the versions of some criteria that are in force on a day, or will be.

    Call it in the transaction that writes them: it locks the criteria, as publishing does, so that nothing older is
    written over something newer.
    """
    list(Criterion.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    gone = StatusEvent.objects.filter(version__criterion__in=ids, kind__in=NEVER_AGAIN, effective_on__lte=on)
    versions = CriterionVersion.objects.finals().filter(criterion__in=ids, events__kind=StatusKind.PUBLISHED)
    versions = versions.exclude(pk__in=gone.values("version")).select_related("criterion").order_by("pk")
    newest_first = VersionTranslation.objects.order_by("language", "-revision")
    versions = versions.prefetch_related("events", Prefetch("translations", queryset=newest_first))
    sets = _sets(ids)
    return [Entry.of_version(version, sets=sets[version.criterion_id]) for version in versions]


def _sets(criterion_ids: Collection[int]) -> dict[int, list[str]]:
    """By criterion, the slugs of the sets whose newest release has it."""
    newest: dict[int, int] = {}
    for criteria_set, release in Release.objects.newest_first().values_list("criteria_set", "pk"):
        newest.setdefault(criteria_set, release)
    members = ReleaseMember.objects.filter(release__in=newest.values(), criterion__in=criterion_ids)
    found = defaultdict(list)
    for criterion, slug in members.values_list("criterion", "release__criteria_set__slug").order_by("release"):
        found[criterion].append(slug)
    return found


def public_pages() -> PageQuerySet:
    """Pages that everyone may read."""
    return Page.objects.live().public()


def page_batches() -> Iterator[Sequence[UUID]]:
    """What the translations of each public page have in common, some at a time."""
    keys = sorted(set(public_pages().filter(depth__gt=1).values_list("translation_key", flat=True)))
    return (keys[start : start + BATCH_SIZE] for start in range(0, len(keys), BATCH_SIZE))


def read_pages(translation_keys: Collection[UUID]) -> list[Entry]:
    """Entries of public pages, each in all languages in which it is published."""
    pages = public_pages().filter(translation_key__in=translation_keys).specific()
    shown = [page for page in pages if isinstance(page, PortalPage) and page.get_url_parts()]
    prefetch_related_objects(shown, "locale")
    order = [code for code, _name in settings.LANGUAGES]
    by_key = defaultdict(list)
    for page in sorted(shown, key=lambda page: order.index(page.locale.language_code)):
        by_key[page.translation_key].append(page)
    return [Entry.of_pages(translations) for translations in by_key.values()]
