"""Pages of the CMS that everyone may read, in all their languages; those of members are found as members."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet, prefetch_related_objects
from django.db.models.functions import Length, Substr
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from portal.cms.models import CityPage, PortalPage
from portal.core.viewer import Viewer
from search.entries import Entry, EntryKind, page_key
from search.models import IndexedEntry
from search.sources.base import Ids, Source, in_batches, shown


class PagesSource(Source):
    kind = EntryKind.PAGE

    def concerned(self, changed: Ids) -> set[str]:
        ids = {pk for label, pks in changed.items() if _is_page(label) for pk in pks}
        if not ids:
            return set()
        known = dict(Page.objects.filter(pk__in=ids).values_list("pk", "translation_key"))
        keys = {page_key(key) for key in known.values()}
        if known.keys() == ids:
            return keys
        # Nobody knows what a page was that is gone: then all may be concerned.
        return keys | set(IndexedEntry.objects.filter(kind=self.kind, is_gone=False).values_list("key", flat=True))

    def batches(self) -> Iterator[Sequence[str]]:
        found = set(_pages().filter(depth__gt=1).values_list("translation_key", flat=True))
        return in_batches(sorted(page_key(key) for key in found))

    def read(self, keys: Collection[str], *, on: date) -> list[Entry]:
        pages = _pages().filter(translation_key__in=self.own(keys)).specific()
        shown = [page for page in pages if isinstance(page, PortalPage) and page.get_url_parts()]
        prefetch_related_objects(shown, "locale")
        order = [code for code, _name in settings.LANGUAGES]
        by_key: defaultdict[UUID, list[PortalPage]] = defaultdict(list)
        for page in sorted(shown, key=lambda page: order.index(page.locale.language_code)):
            by_key[page.translation_key].append(page)
        return [Entry.of_pages(translations) for translations in by_key.values()]

    def allowed(self, viewer: Viewer, on: date) -> "QuerySet[Any]":
        return shown(_pages(), self.kind, thing="translation_key", language=F("locale__language_code"))

    def ids(self, keys: Collection[str]) -> list[Any]:
        field = Page._meta.get_field("translation_key")
        return [field.get_db_prep_value(UUID(rest), connection) for rest in self.own(keys)]


def readable(pages: PageQuerySet) -> PageQuerySet:
    """Those of some pages that everyone may read: Wagtail's ``live().public()``, without a query of its own."""
    above = Substr(OuterRef("path"), 1, Length("page__path"))  # a page's path begins with those of the pages above it
    around = PageViewRestriction.objects.filter(page__path=above)
    return pages.live().exclude(Exists(around))


def _pages() -> PageQuerySet:
    return readable(Page.objects.filter(citypage=None))


def _is_page(label: str) -> bool:
    try:
        model = apps.get_model(label)
        return issubclass(model, Page) and not issubclass(model, CityPage)
    except LookupError:  # an event about a model of an older release
        return False
