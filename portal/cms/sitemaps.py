"""What search engines are told of: pages, criteria sets and criteria, each with its other languages."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from uuid import UUID

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from wagtail.models import Page

from portal.cms.models import PAGE_MODELS
from registry.models import CriteriaSet, Criterion, CriterionVersion


@dataclass
class PageInLanguages:
    """One page: its address in each language in which everyone may read it, and when each was published."""

    urls: dict[str, str] = field(default_factory=dict)
    published: list[datetime] = field(default_factory=list)


class Multilingual(Sitemap):  # type: ignore[type-arg]  # generic in its types only
    i18n = True
    alternates = True
    x_default = True
    limit = 10_000


class PagesSitemap(Multilingual):
    def items(self) -> list[PageInLanguages]:
        known: defaultdict[UUID, PageInLanguages] = defaultdict(PageInLanguages)
        memory = SimpleNamespace()  # keeps the site's paths, so that they are looked up once, not for each page
        for page in Page.objects.live().public().type(*PAGE_MODELS).select_related("locale").order_by("path"):
            if parts := page.get_url_parts(memory):
                known[page.translation_key].urls[page.locale.language_code] = parts[2]
                known[page.translation_key].published += filter(None, [page.last_published_at])
        return list(known.values())

    def get_languages_for_item(self, item: PageInLanguages) -> list[str]:
        return list(item.urls)

    def location(self, item: PageInLanguages) -> str:
        return item.urls.get(get_language() or "") or next(iter(item.urls.values()))

    def lastmod(self, item: PageInLanguages) -> datetime | None:
        return max(item.published, default=None)


class SetsSitemap(Multilingual):
    def items(self) -> QuerySet[CriteriaSet]:
        return CriteriaSet.objects.order_by("slug")


class CriteriaSitemap(Multilingual):
    """Criteria of which a version is in force; their page shows that version."""

    def items(self) -> QuerySet[Criterion]:
        in_force = CriterionVersion.objects.in_force(on=localdate()).values("criterion")
        return Criterion.objects.filter(pk__in=in_force).order_by("code")


class FiguresSitemap(Multilingual):
    """What members buy: the one public page of theirs that is no page of the CMS."""

    def items(self) -> list[str]:
        return ["members:volumes"]

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS = {"pages": PagesSitemap, "sets": SetsSitemap, "criteria": CriteriaSitemap, "figures": FiguresSitemap}
