"""What members buy, for suppliers and everybody else: a page, and the same as CSV. No session, no cookie."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import RedirectView, TemplateView, View

from portal.core.breadcrumbs import trail
from portal.members.charts import bar_chart
from portal.members.figures import CategoryFigures, by_category, volumes_csv
from portal.members.growth import growth_chart, growth_csv, steps


def members_url() -> str:
    """The list of members, a page of the CMS, in the reader's language."""
    return f"/{get_language()}/members/"


class VolumesView(TemplateView):
    template_name = "members/public/volumes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            sections=[_section(figures) for figures in by_category()],
            trail=trail((_("Members"), members_url()), (_("What these cities buy per year"), "")),
            members_url=members_url(),
            **kwargs,
        )


def _section(figures: CategoryFigures) -> dict[str, Any]:
    """Countries are shown only where they say something that the members do not."""
    has_countries = len(figures.countries) < len(figures.members)
    return {
        "figures": figures,
        "members_chart": bar_chart(figures.members),
        "countries_chart": bar_chart(figures.countries) if has_countries else None,
    }


class VolumesCsvView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        disposition = 'attachment; filename="volumes.csv"'
        return HttpResponse(volumes_csv(), "text/csv; charset=utf-8", headers={"Content-Disposition": disposition})


class GrowthView(TemplateView):
    template_name = "members/public/growth.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = steps()
        return super().get_context_data(
            rows=rows,
            chart=growth_chart(rows, on=localdate()),
            count=rows[-1].count if rows else 0,
            trail=trail((_("Members"), members_url()), (_("Members over time"), "")),
            members_url=members_url(),
            **kwargs,
        )


class GrowthCsvView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        disposition = 'attachment; filename="members.csv"'
        return HttpResponse(growth_csv(), "text/csv; charset=utf-8", headers={"Content-Disposition": disposition})


class BuyersRedirectView(RedirectView):
    """The members' address of before."""

    permanent = True

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        return members_url()
