"""Members: by their own pages. One without a page that everyone may read is not found."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from wagtail.query import PageQuerySet

from portal.cms.models import CityPage
from portal.core.viewer import Viewer
from search.entries import Entry, EntryKind, member_key
from search.models import IndexedEntry
from search.sources.base import Ids, Source, in_batches, shown
from search.sources.pages import readable


class MembersSource(Source):
    kind = EntryKind.MEMBER

    def concerned(self, changed: Ids) -> set[str]:
        keys = {member_key(pk) for pk in changed.get("members.organisation", ())}
        ids = set(changed.get("cms.citypage", ()))
        if not ids:
            return keys
        known = dict(CityPage.objects.filter(pk__in=ids).values_list("pk", "organisation"))
        keys |= {member_key(pk) for pk in known.values()}
        if known.keys() == ids:
            return keys
        # Nobody knows whose a page was that is gone: then all may be concerned.
        return keys | set(IndexedEntry.objects.filter(kind=self.kind, is_gone=False).values_list("key", flat=True))

    def batches(self) -> Iterator[Sequence[str]]:
        found = set(_pages().values_list("organisation", flat=True))
        return in_batches([member_key(pk) for pk in sorted(found)])

    def read(self, keys: Collection[str], *, on: date) -> list[Entry]:
        pages = _pages().filter(organisation__in=self.ids(keys)).select_related("organisation", "locale")
        order = [code for code, _name in settings.LANGUAGES]
        by_member: defaultdict[int, list[CityPage]] = defaultdict(list)
        for page in sorted(pages.order_by("pk"), key=lambda page: order.index(page.locale.language_code)):
            if page.get_url_parts():
                by_member[page.organisation_id].append(page)
        return [Entry.of_member(translations) for translations in by_member.values()]

    def allowed(self, viewer: Viewer, on: date) -> "QuerySet[Any]":
        return shown(_pages(), self.kind, thing="organisation", language=F("locale__language_code"))


def _pages() -> PageQuerySet:
    """Pages of members that everyone may read."""
    return readable(CityPage.objects.all())
