"""What search engines are told of: pages, sets, criteria and tender experiences, each with its other languages."""

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
from portal.core.viewer import VISITOR
from portal.experiences.models import Face
from registry.consultations.times import consultation_url
from registry.models import Adaptation, Candidate, CriteriaSet, Criterion, CriterionVersion


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
    """What members buy and how their tenders went, together: public pages that are no pages of the CMS."""

    def items(self) -> list[str]:
        return ["members:volumes", "members:growth", "members:contract-ends", "experiences:list"]

    def location(self, item: str) -> str:
        return reverse(item)


class ExperiencesSitemap(Multilingual):
    """What everybody may read of real tenders."""

    def items(self) -> QuerySet[Face]:
        faces = Face.objects.visible_to(VISITOR).real().select_related("experience").defer("content")
        return faces.order_by("experience__slug")

    def location(self, item: Face) -> str:
        return item.experience.get_absolute_url()

    def lastmod(self, item: Face) -> datetime:
        return item.published_at


class ConsultationsSitemap(Multilingual):
    """The list of consultations, and each of them: they stay to be read after their end."""

    def items(self) -> list[Candidate | None]:
        rows = Candidate.objects.select_related("version__criterion").order_by("pk")
        return [None, *rows.defer("version__content", "version__change")]

    def location(self, item: Candidate | None) -> str:
        return consultation_url(item.version) if item else reverse("registry:consultations")


class AdaptationsSitemap(Multilingual):
    """What real cities have adapted; each stays to be cited after its end."""

    def items(self) -> QuerySet[Adaptation]:
        return Adaptation.objects.filter(organisation__is_fictional=False).for_lists().order_by("pk")


SITEMAPS = {
    "pages": PagesSitemap,
    "sets": SetsSitemap,
    "criteria": CriteriaSitemap,
    "figures": FiguresSitemap,
    "experiences": ExperiencesSitemap,
    "consultations": ConsultationsSitemap,
    "adaptations": AdaptationsSitemap,
}
